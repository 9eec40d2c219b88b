import type { StrataState } from "../session/state.ts";
import { orderOf } from "../core/masks.ts";
import { selectAllRows } from "../session/selectors.ts";
import { initialState } from "../session/initial.ts";
import type { ConceptId } from "../session/shape.ts";
import { crowded, unfamiliar, unfinished, withSnapshot, type PictureState, type Recorded } from "./recorded.ts";

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
  run: { phase: "opened", from: picture.result.opened ?? "file", total: 2 ** picture.result.players.n },
});

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
    running: { ...unfinished(golfBall, (mask) => mask === 0 || mask === total - 1 || mask % 2 === 1), run: running },
    solving: { ...unfinished(golfBall, () => true, 3), run: solving },
    finished: { ...opened(start), run: done },
    opened: opened(start),
    "opened-without-image": opened(bare),
    "constructed-network": opened(glassBox),
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
      filters: { kind: "all", orders: [1, 16], onlyPatches: true, sort: "strength" },
    },
    "long-names-concept-picked": {
      ...opened(crowd),
      selection: { patches: 0, concept: largestConcept(crowd), layer: 5 },
    },
  };
  return {
    page: { ...pictures, "truth-shown": { ...opened(glassBox), truthShown: true } },
    embed: pictures,
    image: { ...pictures, ...picked, unfamiliar: opened(unfamiliar(start)) },
    "layer-strip": { ...pictures, ...picked },
    concepts: {
      ...pictures,
      ...picked,
      "others-open": { ...opened(start), openOthers: everyFate },
      "no-rows-left": {
        ...opened(start),
        filters: { kind: "or", orders: [16, 16], onlyPatches: false, sort: "order" },
      },
      "scale-locked": { ...opened(start), scaleLock: 40 },
      "truth-shown": { ...opened(glassBox), truthShown: true, openOthers: everyFate },
      "truth-of-another-image": opened({ ...glassBox, ...withSnapshot(glassBox, otherImage(glassBox), "file") }),
    },
    concept: { ...pictures, ...picked },
    curve: { ...pictures, ...picked },
  };
}

function otherImage({ result }: PictureState) {
  return { image: { ...result.snapshot!.image, sha256: "0".repeat(64) } };
}
