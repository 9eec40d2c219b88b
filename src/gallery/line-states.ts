import type { StrataState } from "../session/state.ts";
import { english } from "../strings/en/index.ts";
import { freshReport, type EngineReport } from "../backends/engine-report.ts";
import { verify } from "../exploration/verify.ts";
import type { OpenedFrom } from "../session/shape.ts";
import { NOTHING_ASKED } from "../session/initial.ts";
import { compared, loading, type Shown, type States } from "./picture-states.ts";
import { crowded, LONG_NAME, ofASample, ofFewerMasks, unfinished, withSnapshot, type Recorded } from "./recorded.ts";

/** A GPU at work, and one that gave up. */
export const ENGINES: Readonly<Record<"opening" | "webgpu" | "gaveUp", EngineReport>> = {
  opening: freshReport("auto", 8, true),
  webgpu: {
    ...freshReport("auto", 8, true),
    backend: "webgpu",
    reason: "faster",
    adapter: "nvidia ada-lovelace",
    timings: { webgpu: { batchSize: 256, masksPerSecond: 5120 }, wasm: { batchSize: 16, masksPerSecond: 640 } },
    parity: {
      largestDelta: 2.1e-5,
      largestLogit: 11.3,
      ratio: 1.9e-6,
      tolerance: 1e-4,
      masks: 272,
      batchSizes: [1, 256],
    },
  },
  gaveUp: {
    ...freshReport("webgpu", 4, false),
    backend: "wasm",
    reason: "lost",
    message: `Device was lost: ${LONG_NAME}`,
    adapter: LONG_NAME,
    events: [
      { code: "replaced" },
      { code: "halved", batchSize: 64 },
      { code: "worker-halved", batchSize: 8 },
      { code: "gave-up", reason: "lost" },
    ],
  },
};

function runLine({ start, golfBall }: Recorded): States {
  const run = (phase: StrataState["run"], more: Shown = {}): Shown => ({ ...start, run: phase, ...more });
  const running = { phase: "running", done: 320, total: 512, masksPerSecond: 84, secondsLeft: 12 } as const;
  const half = unfinished(golfBall, (mask) => mask < 32);
  const done = { phase: "done", total: 64, measured: 64, maskSeconds: 3.2, solveSeconds: 0.4 } as const;
  const snapshot = golfBall.result.snapshot!;
  const own = { ...golfBall, result: { ...golfBall.result, opened: null } };
  const against = (whose: typeof snapshot, from: OpenedFrom): Shown => ({
    ...own,
    run: done,
    reference: whose,
    referenceFrom: from,
    verification: verify(whose, snapshot),
  });
  const [first, ...others] = snapshot.layers;
  const altered = { ...snapshot, layers: [{ ...first!, vFull: first!.vFull + 1, probeAccuracy: 0.99 }, ...others] };
  const opened = (from: OpenedFrom, change = {}): Shown => ({
    ...withSnapshot(start, change, from),
    run: { phase: "opened", from, total: 512 },
  });
  const { image } = start.result.snapshot!;
  return {
    idle: {},
    starting: { run: { phase: "loading" } },
    "loading-model": loading("model", "imagenette64"),
    "loading-link": loading("link"),
    "loading-kept": loading("kept"),
    "loading-pasted": loading("image"),
    "loading-long-name": loading("image", `${LONG_NAME}.jpeg`),
    "first-batch": { ...half, run: { ...running, done: 0, masksPerSecond: 0, secondsLeft: null } },
    running: { ...half, run: running },
    "of-fewer-masks": { ...ofFewerMasks(start), run: { ...running, done: 2000, total: 4000 } },
    "running-again": run(running),
    solving: { ...half, run: { phase: "solving", total: 64, solved: 3, layers: 9, fraction: 0.4, secondsLeft: 2 } },
    done: { ...own, run: done },
    "done-of-a-sample": { ...ofASample(start), run: { ...done, total: 2000, measured: 2000 } },
    "done-resumed": { ...own, run: { ...done, measured: 24 } },
    agrees: against(snapshot, "build"),
    "agrees-with-opened": against(snapshot, "link"),
    differs: against(altered, "link"),
    "cancelled-loading": run({ phase: "cancelled", during: "loading", done: 0, total: 512 }),
    "cancelled-loading-with-masks": run({ phase: "cancelled", during: "loading", done: 128, total: 512 }),
    "cancelled-running": run({ phase: "cancelled", during: "running", done: 128, total: 512 }),
    "cancelled-solving": run({ phase: "cancelled", during: "solving", done: 512, total: 512 }),
    failed: run({ phase: "failed", code: "worker-died" }),
    "failed-start": { run: { phase: "failed", code: "start" } },
    "opened-link": opened("link"),
    "opened-file": opened("file"),
    "opened-library": opened("library"),
    "opened-build": opened("build"),
    "opened-bare": opened("link", { image: { ...image, pixels: null } }),
    "opened-lossy": opened("link", { image: { ...image, exact: false } }),
    "gpu-at-work": { ...own, run: done, engine: { choice: "auto", report: ENGINES.webgpu } },
    "gpu-gave-up": { ...half, run: running, engine: { choice: "webgpu", report: ENGINES.gaveUp } },
  };
}

const OFFLINE: Readonly<Record<string, Partial<StrataState["offline"]>>> = {
  nothing: {},
  caching: { phase: "caching" },
  ready: { phase: "ready", missingBytes: 12_300_000 },
  "ready-all": { phase: "ready", missingBytes: 0, allCached: true },
  keeping: { phase: "ready", keeping: { phase: "running", doneBytes: 1_200_000, totalBytes: 12_300_000 } },
  failed: { phase: "ready", missingBytes: 12_300_000, keeping: { phase: "failed" } },
  away: { phase: "ready", online: false },
  "away-all": { phase: "ready", online: false, allCached: true },
  update: { phase: "ready", updateWaiting: true },
};

function offline(): States {
  const at = (offline: Partial<StrataState["offline"]>): Shown["offline"] => ({
    phase: "none",
    updateWaiting: false,
    missingBytes: null,
    allCached: false,
    online: true,
    keeping: { phase: "idle" },
    ...offline,
  });
  return {
    ...Object.fromEntries(Object.entries(OFFLINE).map(([name, offline]) => [name, { offline: at(offline) }])),
    "update-waits": { offline: at({ phase: "ready", updateWaiting: true }), ...loading("image") },
  };
}

/** Every message there is, each with values as long as they may be. */
function notices({ start }: Recorded): States {
  const values = {
    name: `${LONG_NAME}.jpeg`,
    file: "imagenette64.onnx",
    format: "OpenEXR",
    layer: "block3",
    message: LONG_NAME,
    part: "concept=or3",
    where: "layers[3].and",
    sha256: "4f2a90c1d3",
    field: "layers",
    scansMax: 64,
    megapixels: 41,
    megabytes: 30,
    width: 12_000,
    height: 9000,
    rows: 3,
    cols: 3,
    count: 3,
    sideMax: "65,536",
    megapixelsMax: 50,
    megabytesMax: 512,
  };
  type Notice = NonNullable<StrataState["notice"]>;
  const actions: readonly Notice["action"][] = ["choose-file", "open-again", "run-again", "open-library", "dismiss"];
  const codes = Object.keys(english.errors.notice) as Notice["code"][];
  return Object.fromEntries(
    codes.map((code, i) => [code, { ...start, notice: { code, values, action: actions[i % actions.length]! } }]),
  );
}

/** The views of one line and those beside the picture that say how it stands. */
export function lineStates(recorded: Recorded): Readonly<Record<string, States>> {
  const { start } = recorded;
  const lines = runLine(recorded);
  const rounded = withSnapshot(start, { effectError: 0.01 }, "link");
  const unsure = start.result.snapshot!.layers.map((layer, l) => ({
    ...layer,
    scaleFrom: l < 3 ? ("image" as const) : layer.scaleFrom,
    interactions: {
      ...layer.interactions,
      exactness: { ...layer.interactions.exactness, method: "B" as const },
    },
  }));
  return {
    header: {
      "at-first": {},
      opened: start,
      saved: { ...start, saved: true },
      "gpu-at-work": { ...start, engine: { choice: "auto", report: ENGINES.webgpu } },
      "class-picked": { ...start, settings: { ...start.settings, target: 3 } },
      "long-names-many-classes": crowded(start),
    },
    "run-line": lines,
    exactness: {
      waiting: {},
      finished: start,
      rounded,
      "other-baselines": compared(start),
      "other-baselines-asked": {
        ...start,
        inquiries: {
          ...NOTHING_ASKED,
          baselines: {
            work: { id: 1, asked: null, progress: { baseline: "blur", stage: "masks", fraction: 0.4 } },
            found: null,
          },
        },
      },
      "many-of-every-note": withSnapshot(start, { layers: unsure, effectError: 0.01 }, "file"),
      agrees: lines["agrees"]!,
      differs: lines["differs"]!,
    },
    offline: offline(),
    notice: notices(recorded),
  };
}
