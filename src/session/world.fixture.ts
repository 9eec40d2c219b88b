import type { StrataState } from "./state.ts";
import { ImageError } from "../images/errors.ts";
import "fake-indexeddb/auto";
import { decompose } from "../core/and-or.ts";
import { orderOf, type Masks, hasPlayer } from "../core/masks.ts";
import { effectRangeHere, estimateHere } from "../backends/drain-steps.ts";
import type { EvaluateOptions } from "../backends/evaluator.ts";
import { looseProbes } from "../formats/probes-file/loose.ts";
import { readProbesFile } from "../formats/probes-file/read.ts";
import { writeProbesFile } from "../formats/probes-file/write.ts";
import { readStrataFile } from "../formats/strata-file/read.ts";
import { writeStrataFile } from "../formats/strata-file/write.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { withProbes } from "../models/probe-choice.ts";
import { columnsOf, type ModelManifest } from "../models/manifest.ts";
import type { ListedModel } from "../models/store.ts";
import { untilAborted } from "../platform/until-aborted.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { verify } from "../exploration/verify.ts";
import { contentOf } from "../formats/content.ts";
import { openNetworks } from "../storage/networks/kept-networks.ts";
import { normalise } from "../storage/published/address.ts";
import { sha256 } from "../platform/sha256.ts";
import { readStudyFile } from "../study/study-file.ts";
import { findingsOfStudy } from "../study/tables.ts";
import { openVault, type Vault } from "../storage/library/vault.ts";
import { decodePng } from "../images/png.ts";
import { decodePayload, encodePayload } from "../formats/link/payload.ts";
import type { OpenEngine, Services } from "./services.ts";
import { describeKept } from "./contents.ts";
import { readOwn } from "./own-network.fixture.ts";
import { createOwnShelf } from "./own-shelf.ts";
import { createStrataStore } from "./store.ts";

const CLASSES = ["cat", "dog", "owl"];

/** Of the probes of the labels of each model. */
export const LABELS_ACCURACY = 0.8;

/** The layers of each model: two that are probed, and the output. */
export const LAYERS = 3;

/** A model of two probed layers and three classes for images of 8 x 8 pixels. */
export function testModel(name: string): LoadedModel {
  const layer = {
    logits: "l",
    halves: null,
    accuracy: 0.9,
    accuracyHalfHidden: null,
    noiseFloor: null,
    scale: 1,
    meanAbsVEmpty: null,
  };
  const layersOf = (accuracy: number) => [
    { ...layer, accuracy, name: "one" },
    { ...layer, accuracy, name: "two" },
  ];
  const manifest = {
    name,
    network: { sha256: Buffer.from(name).toString("hex").padEnd(64, "0"), bytes: 0 },
    input: { name: "x", width: 8, height: 8, resize: "centre-crop" },
    meanColour: [0.5, 0.5, 0.5],
    classes: CLASSES,
    classMap: [[0], [1], [2]],
    probes: {
      layers: layersOf(0.9),
      // What a test sees of them is that their probes are right less often.
      labels: { layers: layersOf(LABELS_ACCURACY) },
    },
    output: { ...layer, name: "output" },
  } as unknown as ModelManifest;
  return { manifest, bytes: new Uint8Array() };
}

/** What a list says of such a model. */
export const listed = (name: string): ListedModel => ({
  name,
  manifest: "0".repeat(64),
  network: testModel(name).manifest.network.sha256,
  probes: null,
  labels: "1".repeat(64),
  replicates: "2".repeat(64),
  title: name,
  task: "",
  accuracy: null,
  accuracyHalfHidden: null,
  layers: 3,
  bytes: 1000,
  multiplyAdds: null,
  terms: "",
});

/** A promise that the test lets go when it likes. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** What happens in the test's world; functions may be replaced while it runs. */
export interface World {
  /** Waited for before every batch of masks. */
  beforeBatch: () => Promise<void>;
  beforeSolve: () => Promise<void>;
  beforeDecode: (file: Blob, signal?: AbortSignal) => Promise<void>;
  beforeLoad: (name: string) => Promise<void>;
  beforeFetch: (address: string) => Promise<void>;
  /** How often the network was asked, and how many engines were opened and freed. */
  readonly counts: { evaluations: number; opened: number; disposed: number };
  readonly copied: string[];
  readonly downloads: { readonly bytes: Uint8Array; readonly name: string }[];
  /** The browser's history, and which entry of it is shown. */
  readonly bar: { readonly entries: string[]; at: number; moved(): void };
  /** Back (−1) and forward (1). */
  goTo(step: number): void;
  /** The name of its database. */
  readonly database: string;
  /** May be replaced one by one. */
  readonly services: { -readonly [Name in keyof Services]: Services[Name] };
}

/** Each world keeps in a database of its own. */
let worlds = 0;

const ready = async (): Promise<void> => undefined;

/** How far the replicates of every probe are from it, nats of the class that is the answer. */
export const REPLICATE_SHIFTS = [0.5, -1, 0.5, -1];

/** The same with the replicates' logits behind each mask's, [masks, LAYERS + (LAYERS - 1) · replicates, classes]. */
function withReplicateLogits(logits: Float32Array, masks: number, classes: number): Float32Array {
  const size = LAYERS * classes;
  const rows = Array.from({ length: masks }, (_, row) => {
    const layers = [...logits.subarray(row * size, (row + 1) * size)];
    const probes = layers.slice(0, size - classes);
    const replicates = Array.from({ length: LAYERS - 1 }, (_layer, layer) =>
      REPLICATE_SHIFTS.map((shift) =>
        probes.slice(layer * classes, (layer + 1) * classes).map((logit, cls) => logit + (cls === 1 ? shift : 0)),
      ),
    );
    return [...layers, ...replicates.flat(2)];
  });
  return Float32Array.from(rows.flat());
}

/** Logits [masks, layers, classes] that grow with the number of shown patches; the answer is always class 1. */
function logitsOf(masks: Masks, classes: number, layers: number): Float32Array {
  return Float32Array.from({ length: layers * classes * masks.length }, (_, i) => {
    const [mask, layer, cls] = [
      masks[Math.floor(i / (layers * classes))]!,
      Math.floor((i % (layers * classes)) / classes),
      i % classes,
    ];
    return (cls === 1 ? 2 : -1) * (layer + 1) * 0.3 * orderOf(mask) + (hasPlayer(mask, 0) ? cls : 0);
  });
}

export function testWorld(database = `world ${++worlds}`): World {
  const counts = { evaluations: 0, opened: 0, disposed: 0 };
  let clockMs = 0;
  const engine = (classCount: number, replicateCount: number, layers: number): OpenEngine => ({
    evaluator: {
      layerCount: layers,
      replicateCount,
      classCount,
      dispose: () => undefined,
      evaluate: async (_input, masks: Masks, { signal, onBatch }: EvaluateOptions) => {
        counts.evaluations++;
        for (let from = 0; from < masks.length; from += 8) {
          await world.beforeBatch();
          signal?.throwIfAborted();
          const batch = masks.slice(from, from + 8);
          const logits = logitsOf(batch, classCount, layers);
          onBatch(batch, replicateCount === 0 ? logits : withReplicateLogits(logits, batch.length, classCount));
        }
      },
    },
    solver: {
      dispose: () => undefined,
      estimate: estimateHere,
      solve: async (v, options, watch) => {
        await world.beforeSolve();
        watch?.signal?.throwIfAborted();
        // As from a worker, where progress and result come through different doors.
        setImmediate(() => watch?.onProgress?.({ fraction: 0.9, iterations: 1 }));
        return interactionsOf(v, decompose(v, options));
      },
    },
    ready,
    dispose: () => void counts.disposed++,
  });
  const bar = { entries: [""], at: 0, moved: (): void => undefined };
  let vault: Promise<Vault> | null = null;
  const shelf = createOwnShelf(() => openNetworks({ name: `${database} networks` }));
  const world: World = {
    beforeBatch: ready,
    beforeSolve: ready,
    beforeDecode: ready,
    beforeLoad: ready,
    beforeFetch: ready,
    counts,
    copied: [],
    downloads: [],
    bar,
    database,
    goTo: (step) => {
      bar.at += step;
      bar.moved();
    },
    services: {
      models: async () => ["glass-box", "imagenette-residual"].map(listed),
      samples: async () => [
        { file: "box.png", model: "glass-box", label: "dog" },
        { file: "dog.png", model: "imagenette-residual", label: "dog" },
      ],
      loadModel: async (name, signal, probes) => {
        await untilAborted(world.beforeLoad(name), signal);
        const { manifest, bytes } = testModel(name);
        return { manifest: withProbes(manifest, probes), bytes };
      },
      loadReplicated: async (name, signal) => {
        await untilAborted(world.beforeLoad(name), signal);
        const { manifest, ...model } = testModel(name);
        return { ...model, manifest: { ...manifest, replicateCount: REPLICATE_SHIFTS.length } };
      },
      manifestOf: async () => null,
      sampleFile: async (sample) => new Blob([sample.file]),
      shippedPicture: async () => null,
      decode: async (file, { width, height, crop }, signal) => {
        await world.beforeDecode(file, signal);
        if (file.size === 0) throw new ImageError("empty");
        // What the page wrote itself holds its pixels; any other file stands for those of one grey, by its size and by what is taken of it.
        const own = await decodePng(new Uint8Array(await file.arrayBuffer()), { width, height }).catch(() => null);
        return {
          pixels: own ?? {
            width,
            height,
            rgb: new Uint8Array(3 * width * height).fill(file.size + 10 * (crop?.x ?? 0)),
          },
          format: "png",
          originalWidth: 9,
          originalHeight: 9,
        };
      },
      engineLimit: 2,
      createEngine: async ({ manifest }) => {
        counts.opened++;
        return engine(manifest.classes.length, manifest.replicateCount ?? 0, columnsOf(manifest).length);
      },
      rangeSolver: async () => ({
        effectRange: async (v, question, watch) => {
          await world.beforeSolve();
          watch?.signal?.throwIfAborted();
          watch?.onProgress?.({ fraction: 0.5, iterations: 1 });
          return effectRangeHere(v, question, watch);
        },
      }),
      backend: { choice: () => "auto", choose: () => undefined, watch: () => undefined },
      addressBar: {
        fragment: () => bar.entries[bar.at]!,
        url: (fragment, search = "") => `https://strata.test/${search}#${fragment}`,
        put: (fragment, how) => {
          const entry = fragment === "" ? "" : `#${fragment}`;
          if (how === "replace") bar.entries[bar.at] = entry;
          else bar.entries.splice(++bar.at, Infinity, entry);
          return true;
        },
        onMove: (listener) => void (bar.moved = listener),
      },
      readNetwork: (files, signal) => untilAborted(readOwn(files), signal),
      publishedNetworks: async () => ({
        normalise,
        fetcher: {
          fetch: async ({ address }, { onProgress } = {}) => {
            onProgress?.({ loaded: 2, total: 4, resumedFrom: 0 });
            await world.beforeFetch(address);
            const bytes = new TextEncoder().encode(`onnx ${address}`);
            return { bytes, sha256: await sha256(bytes), kept: true, fromKept: false };
          },
        },
      }),
      shippedProbes: () => Promise.reject(new Error("none ships")),
      probeFitter: () => Promise.reject(new Error("no fitter")),
      fitUnderWay: { key: () => null, note: () => undefined },
      ownShelf: async () => shelf,
      links: {
        open: async (payload) => (await decodePayload(payload)).snapshot,
        draft: async (snapshot) => {
          const { text, effectError } = await encodePayload(snapshot, null);
          return { drafts: [{ image: "none", payload: text, effectError }], lossy: async () => null };
        },
      },
      files: {
        read: readStrataFile,
        write: writeStrataFile,
        readStudy: async (bytes) => {
          const study = await readStudyFile(bytes);
          return { study, findings: findingsOfStudy(study) };
        },
        readProbes: readProbesFile,
        writeProbes: writeProbesFile,
        looseProbes,
        content: contentOf,
        verify: async (there, here) => verify(there, here),
      },
      vault: () => (vault ??= openVault(describeKept(world.services.files), world.database)),
      copy: async (text) => void world.copied.push(text),
      send: null,
      download: (bytes, name) => void world.downloads.push({ bytes, name }),
      offline: {
        watch: () => undefined,
        keepStart: () => undefined,
        cacheAll: async () => undefined,
        applyUpdate: () => undefined,
      },
      savesData: true,
      nowMs: () => (clockMs += 200),
      bringStrings: ready,
      remember: () => undefined,
    },
  };
  return world;
}

/** A store over a test world, and how to wait for a state. */
export function startedStore(world: World) {
  const { store, actions } = createStrataStore(world.services, { language: "en", theme: "light" });
  const until = (holds: (state: StrataState) => boolean): Promise<StrataState> =>
    new Promise((resolve) => {
      const check = (state: StrataState): boolean => {
        if (!holds(state)) return false;
        resolve(state);
        return true;
      };
      if (check(store.getState())) return;
      const stop = store.subscribe((state) => check(state) && stop());
    });
  const phase = (name: StrataState["run"]["phase"]): Promise<StrataState> => until(({ run }) => run.phase === name);
  return { store, actions, until, phase };
}
