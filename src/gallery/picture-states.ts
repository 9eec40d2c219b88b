import type { StrataState } from "../session/state.ts";
import { effectRangeSteps } from "../core/effect-range.ts";
import { valuesOfAll } from "../core/games.ts";
import { effectAt, sparseOf } from "../core/interactions.ts";
import { everybody, hasPlayer, orderOf } from "../core/masks.ts";
import { isNeeded, largestChanges } from "../core/uniqueness.ts";
import { totalMasks } from "../session/budget.ts";
import { selectAllRows } from "../session/selectors.ts";
import { ALL_ROWS, initialState, NOTHING_ASKED } from "../session/initial.ts";
import type { ConceptAtLayer, Uniqueness } from "../session/pending.ts";
import type { Topic } from "../session/topics.ts";
import type { ConceptId } from "../session/shape.ts";
import {
  crowded,
  ofASample,
  ofElevenLayers,
  ofFewerMasks,
  ofItsOwnMasks,
  ofLargeOrs,
  sureOf,
  unfamiliar,
  unfinished,
  withSnapshot,
  type PictureState,
  type Recorded,
} from "./recorded.ts";

/** What a state says of the store; the rest is as at first. */
export type Shown = Partial<StrataState>;

/** States of one view, by name. */
export type States = Readonly<Record<string, Shown>>;

/** Something is on its way. */
export const loading = (what: "model" | "image" | "file" | "link" | "kept", name = ""): Shown => ({
  load: { id: 1, what, name, target: { kind: "model", name }, dialog: null },
});

const opened = (picture: PictureState): Shown => ({
  ...picture,
  run: { phase: "opened", from: picture.result.opened ?? "file", total: totalMasks(picture.settings) },
});

/** Whether concepts of a picture could be said otherwise: asked, needed, said otherwise, not said, and not to be told. */
function otherwise(picture: PictureState): States {
  const { layers, players, snapshot } = picture.result;
  const values = valuesOfAll(snapshot!.values!, players.n)!;
  const told = layers.flatMap((solved, layer) => {
    const { exactness, ...effects } = solved!.interactions;
    const none = { ...effects, and: sparseOf([]), or: sparseOf([]) };
    return [...largestChanges(none, effects, 4), { kind: "and", mask: everybody(players.n) } as const].map(
      ({ kind, mask }) => {
        const concept = { kind, mask };
        return {
          concept,
          layer,
          range: drained(effectRangeSteps(values[layer]!, { concept, kappa: exactness.kappa }))!,
        };
      },
    );
  });
  const effectOf = ({ concept: { kind, mask }, layer }: ConceptAtLayer): number =>
    effectAt(layers[layer]!.interactions, kind, mask);
  const shown = ({ concept, layer }: ConceptAtLayer, uniqueness: Uniqueness): Shown => ({
    ...opened(picture),
    selection: { patches: 0, concept, layer },
    uniqueness,
  });
  const last = told.toReversed();
  const found = (holds: (one: (typeof told)[number]) => boolean): Shown => {
    const one = last.find(holds);
    return one === undefined ? {} : shown(one, { work: null, told: [one] });
  };
  const [first] = told;
  const { concept, layer } = first!;
  return {
    "uniqueness-asked": shown(first!, { work: { concept, layer, id: 1, fraction: 0.4 }, told: [] }),
    "uniqueness-unknown": shown(first!, { work: null, told: [{ concept, layer, range: null }] }),
    "needed-in-every-answer": found(({ range }) => isNeeded(range)),
    "said-otherwise": found((one) => !isNeeded(one.range) && effectOf(one) !== 0),
    "not-said-here": found((one) => effectOf(one) === 0),
  };
}

function drained<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A picture beside the same with other baselines, of which each finds fewer of its rows at its layers. */
export function compared(picture: PictureState): Shown {
  const rows = selectAllRows({ ...initialState("en", "light"), result: picture.result })!;
  const { layers } = picture.result;
  const concepts = rows.map(({ kind, mask }) => ({ kind, mask }));
  const others = (["zero", "blur", "image-mean"] as const).map((baseline, b) => ({
    baseline,
    found: rows.map(({ lives }, row) =>
      Uint8Array.from(layers, (_, l) =>
        row % 4 < 3 - b && lives.some(({ first, last }) => first <= l && l <= last - b) ? 1 : 0,
      ),
    ),
    agreements: layers.map((_, l) => (l === 0 ? null : (l + 1) / (layers.length + 1 + b))),
  }));
  const concept = largestConcept(picture);
  return {
    ...opened(picture),
    selection: { patches: 0, concept, layer: null },
    inquiries: { ...NOTHING_ASKED, baselines: { work: null, found: { concepts, others } } },
  };
}

/** The row of most patches: its name is the longest. */
function largestConcept(picture: PictureState): ConceptId {
  const rows = selectAllRows({ ...initialState("en", "light"), result: picture.result })!;
  const { kind, mask } = rows.reduce((most, row) => (orderOf(row.mask) > orderOf(most.mask) ? row : most));
  return { kind, mask };
}

const nothingPicked = initialState("en", "light").selection;

/** The views that draw a picture, and the page as a whole. */
export function pictureStates({ start, golfBall, glassBox }: Recorded): Readonly<Record<string, States>> {
  const total = 2 ** golfBall.result.players.n;
  const running = { phase: "running", done: total / 2, total, masksPerSecond: 84, secondsLeft: 12 } as const;
  const solving = { phase: "solving", total, solved: 3, layers: 9, fraction: 0.4, secondsLeft: 2 } as const;
  const done = { phase: "done", total: 512, measured: 512, maskSeconds: 3.2, solveSeconds: 0.4 } as const;
  const crowd = crowded(start);
  const bare = withSnapshot(
    start,
    { image: { ...start.result.snapshot!.image, pixels: null }, effectError: 0.01 },
    "link",
  );
  const everyFate = { kept: true, lost: true, transient: true };
  const pictures: States = {
    empty: {},
    coming: loading("image", "photo.jpg"),
    begun: { ...unfinished(golfBall, () => false), run: { phase: "loading" } },
    running: {
      ...unfinished(golfBall, (mask) => mask === 0 || mask === total - 1 || hasPlayer(mask, 0)),
      run: running,
    },
    solving: { ...unfinished(golfBall, () => true, 3), run: solving },
    finished: { ...opened(start), run: done },
    opened: opened(start),
    "opened-without-image": opened(bare),
    "constructed-network": opened(glassBox),
    "how-sure": opened(sureOf(start, 8)),
    "how-robust": opened(sureOf(start, 0)),
    "eleven-layers": opened(ofElevenLayers(start)),
    "on-its-own-masks": opened(ofItsOwnMasks(start)),
    "of-a-sample": opened(ofASample(start)),
    "of-fewer-masks": { ...ofFewerMasks(start), run: { ...running, done: 2000, total: 4000 } },
    "large-ors": opened(ofLargeOrs(start)),
    "long-names-many-layers-many-classes": opened(crowd),
  };
  const picked: States = {
    "concept-picked": {
      ...opened(start),
      selection: { patches: 0, concept: largestConcept(start), layer: 2 },
    },
    "patches-picked": {
      ...opened(start),
      selection: { ...nothingPicked, patches: 0b101010001 },
      filters: { ...ALL_ROWS, onlyPatches: true, sort: "strength" },
    },
    "how-sure-concept-picked": {
      ...opened(sureOf(start, 8)),
      selection: { patches: 0, concept: largestConcept(start), layer: 2 },
    },
    "of-a-sample-concept-picked": {
      ...opened(ofASample(start)),
      selection: { patches: 0, concept: largestConcept(ofASample(start)), layer: 2 },
    },
    "long-names-concept-picked": {
      ...opened(crowd),
      selection: { patches: 0, concept: largestConcept(crowd), layer: 5 },
    },
  };
  /** A question's view on few pictures: what it draws hangs on their layers, players and names, and on what is known of them. */
  const topics = (topic: Topic): States =>
    Object.fromEntries(
      Object.entries({
        running: pictures["running"]!,
        finished: opened(golfBall),
        opened: pictures["opened"]!,
        "how-sure": pictures["how-sure"]!,
        "constructed-network": pictures["constructed-network"]!,
        "eleven-layers": pictures["eleven-layers"]!,
        "on-its-own-masks": pictures["on-its-own-masks"]!,
        "long-names-many-layers-many-classes": opened(crowd),
      }).map(([name, state]) => [name, { ...state, topic }]),
    );
  return {
    page: { ...pictures, "truth-shown": { ...opened(glassBox), truthShown: true } },
    embed: pictures,
    image: { ...pictures, ...picked, unfamiliar: opened(unfamiliar(start)) },
    "layer-strip": { ...pictures, ...picked },
    concepts: {
      ...pictures,
      ...picked,
      "how-sure-doubtful-picked": {
        ...opened(sureOf(start, 8)),
        selection: { patches: 0, concept: { kind: "and", mask: 4 }, layer: 1 },
      },
      "only-firm": { ...opened(sureOf(start, 8)), filters: { ...ALL_ROWS, onlyFirm: true } },
      "how-sure-others-open": { ...opened(sureOf(start, 8)), openOthers: everyFate },
      "others-open": { ...opened(start), openOthers: everyFate },
      "no-rows-left": {
        ...opened(start),
        filters: { ...ALL_ROWS, kind: "or", orders: [16, 16], sort: "order" },
      },
      "scale-locked": { ...opened(start), scaleLock: 7 },
      "in-nats": { ...opened(start), units: "nats" },
      "truth-shown": { ...opened(glassBox), truthShown: true, openOthers: everyFate },
      "truth-of-another-image": opened({ ...glassBox, ...withSnapshot(glassBox, otherImage(glassBox), "file") }),
    },
    concept: { ...pictures, ...picked, ...otherwise(golfBall), "other-baselines": compared(start) },
    curve: { ...pictures, ...picked },
    orders: topics("orders"),
    completeness: topics("completeness"),
    matching: topics("matching"),
    sparsity: topics("sparsity"),
    patches: topics("patches"),
    topics: { picture: {}, orders: { topic: "orders" } },
  };
}

function otherImage({ result }: PictureState) {
  return { image: { ...result.snapshot!.image, sha256: "0".repeat(64) } };
}
