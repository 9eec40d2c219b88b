import type { PickedCells } from "../core/patches.ts";
import type { Shown, States } from "./picture-states.ts";
import { ENGINES } from "./line-states.ts";
import { layersStates } from "./layers-states.ts";
import { ownStates } from "./own-states.ts";
import { LONG_NAME, type Recorded } from "./recorded.ts";

type Shelf = NonNullable<Shown["libraryList"]>;
type Entry = Shelf["entries"][number];

const ENTRY: Entry = {
  id: "1",
  name: "golf ball",
  kind: "recent",
  createdMs: 1_795_974_337_041,
  changedMs: 1_795_974_337_041,
  model: { name: "imagenette64", sha256: "0".repeat(64) },
  target: "golf ball",
  rows: 3,
  cols: 3,
  imageSha256: "0".repeat(64),
  key: "key",
  bytes: 23_684,
  thumbnail: null,
};

const estimate = (id: string, masks: number, seed: number): Entry => ({
  ...ENTRY,
  id,
  rows: 8,
  cols: 8,
  key: `${"0".repeat(32)}.0.${"0".repeat(32)}.8x8.mean.auto.noise-0.04.tau-0.05.masks-${masks}-${seed}`,
});

const ENTRIES: readonly Entry[] = [
  { ...ENTRY, id: "2", kind: "saved", name: LONG_NAME, target: LONG_NAME, model: { ...ENTRY.model, name: LONG_NAME } },
  { ...ENTRY, id: "3", kind: "saved", name: "", origin: "link" },
  ENTRY,
  { ...ENTRY, id: "4", name: "高尔夫球", origin: "file" },
  estimate("7", 2000, 1),
  estimate("8", 20_000, 5),
];

const EMPTY: Shelf = {
  entries: [],
  interrupted: [],
  usage: { usedBytes: 0, quotaBytes: null, persisted: false },
  removed: null,
};

const FULL: Shelf = {
  entries: ENTRIES,
  interrupted: [
    { id: "5", name: LONG_NAME, rows: 4, cols: 4, done: 12_000, total: 65_536, thumbnail: null },
    { id: "6", name: "", rows: 3, cols: 4, done: 100, total: 4096, thumbnail: null },
  ],
  usage: { usedBytes: 12_345_678, quotaBytes: 3e9, persisted: true },
  removed: { entry: ENTRY, bytes: new Uint8Array() },
};

type Network = NonNullable<Shown["models"]>[number];

/** Words that nothing has room for, and nothing measured. */
const UNKNOWN: Network = {
  name: LONG_NAME,
  manifest: "0".repeat(64),
  network: "1",
  probes: null,
  title: LONG_NAME,
  task: LONG_NAME,
  accuracy: null,
  accuracyHalfHidden: null,
  layers: 9,
  bytes: 3_900_000,
  multiplyAdds: null,
  terms: LONG_NAME,
};

/** As a page's address is with so many characters in it. */
const urlOf = (characters: number): string => `https://strata.example/#s=${"A".repeat(characters)}`;

function share(): States {
  const drafts = [
    { image: "exact", url: urlOf(9000), effectError: 0.001 },
    { image: "small", url: urlOf(4100), effectError: 0.001 },
    { image: "none", url: urlOf(1900), effectError: 0.001 },
  ] as const;
  return {
    preparing: { sharing: { phase: "preparing" } },
    ready: { sharing: { phase: "ready", drafts, chosen: "none", copied: null } },
    "ready-long": { sharing: { phase: "ready", drafts, chosen: "exact", copied: null } },
    copied: { sharing: { phase: "ready", drafts, chosen: "small", copied: "link" } },
    failed: { sharing: { phase: "failed", lacks: null } },
    "failed-lacking": { sharing: { phase: "failed", lacks: "CompressionStream" } },
  };
}

/** Twelve cells of a grid of eight columns or more. */
const PICKED: PickedCells = {
  cells: [18, 19, 20, 21, 26, 29, 34, 37, 42, 43, 44, 45],
  others: "hidden",
};

/** The dialogs. */
export function dialogStates({ start }: Recorded): Readonly<Record<string, States>> {
  const open = (dialog: NonNullable<Shown["dialog"]>, states: States): States =>
    Object.fromEntries(Object.entries(states).map(([name, state]) => [name, { ...start, dialog, ...state }]));
  return {
    share: open("share", share()),
    library: open("library", {
      "not-looked-at": {},
      reading: { libraryList: null },
      empty: { libraryList: EMPTY },
      full: { libraryList: FULL },
      filing: { libraryList: FULL, filing: true },
      "with-a-message": {
        libraryList: FULL,
        notice: { code: "storage-full", values: { name: LONG_NAME }, action: "open-library" },
      },
    }),
    networks: open("networks", {
      "as-it-ships": {},
      "with-long-words": { models: [...start.models, UNKNOWN] },
      "not-among-them": { models: start.models.slice(1) },
      "one-on-its-way": {
        load: {
          id: 1,
          what: "model",
          name: "imagenette-plain",
          target: { kind: "model", name: "imagenette-plain" },
          dialog: null,
        },
      },
    }),
    own: open("own", ownStates()),
    layers: open("layers", layersStates()),
    engine: open("engine", {
      "not-open": {},
      opening: { engine: { choice: "auto", report: ENGINES.opening } },
      "gpu-at-work": {
        engine: { choice: "auto", report: ENGINES.webgpu },
        run: { phase: "done", total: 512, measured: 512, maskSeconds: 1, solveSeconds: 1 },
      },
      "gpu-gave-up": { engine: { choice: "webgpu", report: ENGINES.gaveUp } },
    }),
    citation: open("citation", { open: {} }),
    pick: open("pick", {
      "nothing-picked": {},
      picked: { settings: { ...start.settings, rows: 8, cols: 8, picked: PICKED } },
      "others-shown": { settings: { ...start.settings, rows: 14, cols: 14, picked: { ...PICKED, others: "shown" } } },
    }),
  };
}
