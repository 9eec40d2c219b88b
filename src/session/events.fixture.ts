/** Events of a session, quickly made: what its effects would bring. */
import type { StrataState } from "./state.ts";
import { linkedSnapshot, ORDINARY } from "../formats/link/linked.fixture.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { PLAIN_VIEW } from "./address.ts";
import { parseAddress } from "./parse-address.ts";
import type { JobEvent, LoadEvent, SessionEvent } from "./events.ts";
import { initialState } from "./initial.ts";
import type { Notice } from "./notice.ts";
import type { Opened } from "./opened.ts";
import { settingsOf } from "./results.ts";
import type { ChosenModel, ImageTitle, Settings, ShownImage } from "./shape.ts";
import { testModel } from "./world.fixture.ts";

export const blankSession = (): StrataState => initialState("en", "light");

/** A picture that was computed elsewhere. */
export const snapshot = linkedSnapshot(ORDINARY);

export const notice = (code: Notice["code"]): Notice => ({ code, values: {}, action: "dismiss" });

export function imageOf(title: ImageTitle, colour = 1): ShownImage {
  const rgb = new Uint8Array(192).fill(colour);
  return {
    title,
    file: new Blob([String(colour)]),
    sha256: String(colour).padStart(64, "0"),
    pixels: { width: 8, height: 8, rgb },
  };
}

export const networkOf = (id: number, name: string): ChosenModel => ({ id, name, manifest: testModel(name).manifest });

export const openedOf = (): Opened => ({
  from: "link",
  snapshot,
  image: { ...imageOf({ from: "snapshot", name: "elsewhere" }, 7), file: null, sha256: snapshot.image.sha256 },
  source: { from: "link", payload: "p" },
  settings: settingsOf(snapshot),
  view: PLAIN_VIEW,
});

/** What comes of a load, by its id. */
export const loads = {
  image: (load: number, name: string | null, colour = 1, model = "imagenette-residual"): LoadEvent => ({
    type: "image-arrived",
    load,
    model: networkOf(load, model),
    image: imageOf(name === null ? { from: "sample", file: "dog.png" } : { from: "file", name }, colour),
  }),
  picture: (load: number): LoadEvent => ({
    type: "picture-arrived",
    load,
    opened: openedOf(),
    still: false,
    manifest: null,
  }),
  refused: (load: number): LoadEvent => ({
    type: "load-refused",
    load,
    notice: notice("unreadable"),
    fromAddress: false,
  }),
};

const TARGET = { index: 1, label: "dog", p: 0.9, top: [{ index: 1, label: "dog", p: 0.9 }] };
const layer = (name: string): SolvedLayer => ({ ...snapshot.layers[0]!, name });
const LAYERS = ["one", "two", "output"].map(layer);

/** What comes of a job, by its id; `state` tells of which masks. */
export const jobs = {
  masks: (job: number, done = 8, total = 512): JobEvent => ({
    type: "masks-answered",
    job,
    progress: { done, total, masksPerSecond: 100, secondsLeft: (total - done) / 100 },
  }),
  scores: (job: number, done = 8, total = 512): JobEvent => ({
    type: "scores-arrived",
    job,
    partial: {
      target: TARGET,
      done,
      total,
      values: { masks: Uint32Array.of(0, total - 1), layers: LAYERS.map(() => new Float64Array(2)) },
    },
  }),
  estimated: (job: number, settings: Settings): JobEvent => ({
    type: "layers-estimated",
    job,
    layers: LAYERS.map((layer, l) => ({
      ...layer,
      interactions: {
        ...layer.interactions,
        sampled: {
          masks: 51,
          heldOut: 6,
          seed: 1,
          heldOutR2: (5 + l) / 10,
          heldOutR2Whole: 0.9,
          errors: {
            and: layer.interactions.and.effects.map(() => 0.1),
            or: layer.interactions.or.effects.map(() => 0.1),
          },
          unseenShare: 0,
        },
      },
    })),
    settings,
  }),
  masksDone: (job: number, answers = job): JobEvent => ({
    type: "masks-done",
    job,
    answers: { id: answers, total: 512, layers: 3, classes: [0, 1, 2], measured: 512, maskSeconds: 2 },
    target: TARGET,
  }),
  layers: (job: number): JobEvent => ({
    type: "layers-solved",
    job,
    layers: [[2, LAYERS[2]!]],
    solved: 1,
    fraction: 0.4,
    secondsLeft: null,
  }),
  explained: (job: number): JobEvent => ({
    type: "explained",
    job,
    snapshot: { ...snapshot, target: TARGET, layers: LAYERS },
  }),
  done: (job: number): JobEvent => ({ type: "job-done", job, verification: null, solveSeconds: 1 }),
  failed: (job: number): JobEvent => ({
    type: "job-failed",
    job,
    notice: notice("run-worker-died"),
    code: "worker-died",
  }),
};

/** What a person does. */
export const person = {
  address: (fragment: string): SessionEvent => ({
    type: "address-entered",
    fragment,
    address: parseAddress(fragment),
  }),
  drop: (name: string): SessionEvent => ({
    type: "load-asked",
    target: { kind: "file", file: new Blob([name]), name },
  }),
  model: (name: string): SessionEvent => ({ type: "load-asked", target: { kind: "model", name } }),
  grid: (rows: number, cols: number): SessionEvent => ({
    type: "question-asked",
    settings: { rows, cols },
    anew: true,
  }),
  kappa: (kappaFraction: number): SessionEvent => ({
    type: "question-asked",
    settings: { kappaFraction },
    anew: false,
  }),
  target: (target: number): SessionEvent => ({ type: "question-asked", settings: { target }, anew: false }),
  bringNetwork: { type: "own-brought", files: [{ name: "own.onnx", file: new Blob(["onnx"]) }] } as SessionEvent,
  leaveNetwork: { type: "own-left" } as SessionEvent,
  run: { type: "run-asked", reuse: true } as SessionEvent,
  measure: { type: "run-asked", reuse: false } as SessionEvent,
  retry: { type: "retry-asked" } as SessionEvent,
  cancel: { type: "cancelled" } as SessionEvent,
  again: { type: "load-repeated" } as SessionEvent,
  pick: { type: "selected", change: { concept: { kind: "and", mask: 3 } } } as SessionEvent,
};

/** Everything of a finished run. */
export const finishing = (job: number): readonly JobEvent[] => [
  jobs.masks(job),
  jobs.scores(job),
  jobs.masksDone(job),
  jobs.layers(job),
  jobs.explained(job),
  jobs.done(job),
];

/** Where something in a state is neither plain data nor bytes; null where all of it can be written down. */
export function unplain(value: unknown, path = "state"): string | null {
  if (typeof value === "function" || typeof value === "symbol") return path;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Blob) return null;
  const { constructor } = value as { readonly constructor?: unknown };
  if (constructor !== Object && constructor !== Array && constructor !== undefined) return path;
  for (const [name, part] of Object.entries(value)) {
    const found = unplain(part, `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
