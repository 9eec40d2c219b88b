import { compareMasks, type Mask } from "../core/masks.ts";
import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { sampleMasks } from "../core/estimate/sample.ts";
import { PLAIN_FACTS } from "./batching.ts";
import type { AdapterFinding } from "./adapter.ts";
import type { EngineReport, BackendChoice } from "./engine-report.ts";
import { InferenceError } from "./errors.ts";
import { smallInput, smallManifest } from "./fake-model.fixture.ts";
import { collect, expected, fakeGpu, fakeWasm, type FakeGpu } from "./fake-backends.fixture.ts";
import { closeFakeWorkers } from "../platform/fake-worker.fixture.ts";
import { TaskQueue } from "../platform/task-queue.ts";
import { BackendChooser } from "./backend-chooser.ts";

afterEach(closeFakeWorkers);

const masks = sampleMasks(6, 64, 1);
const input = smallInput();
const HERE: AdapterFinding = { unusable: null, unwise: null, name: "fake gpu" };

interface Setting {
  readonly choice?: BackendChoice;
  readonly adapter?: AdapterFinding;
  /** Milliseconds a batch on each backend, on a virtual clock. */
  readonly gpuMs?: number;
  readonly wasmMs?: number;
  /** Called before each batch on the GPU, counted over all of them; may throw or wait. */
  readonly onRun?: (run: number) => unknown;
  readonly prepare?: (gpu: FakeGpu) => void;
}

/** An engine over fake workers; the trial's batches are not counted among the run's. */
function engine({
  choice = "webgpu",
  adapter = HERE,
  gpuMs = 300,
  wasmMs = 1000,
  prepare,
  onRun = () => undefined,
}: Setting = {}) {
  let clock = 0;
  const gpu = fakeGpu();
  gpu.onRun = ({ run: number }) => {
    clock += gpuMs;
    return on.run(number);
  };
  const on = { run: onRun };
  prepare?.(gpu);
  const wasm = fakeWasm(() => void (clock += wasmMs));
  const reports: EngineReport[] = [];
  const backends: BackendChooser = new BackendChooser({
    gpu: gpu.backend,
    wasm,
    manifest: smallManifest,
    workers: 2,
    wasmBatch: 16,
    nowMs: () => clock,
    queue: new TaskQueue(),
    choice,
    isolated: true,
    opening: PLAIN_FACTS,
    adapter: Promise.resolve(adapter),
    onReport: (report) => reports.push(report),
  });
  const run = (signal?: AbortSignal) => collect((onBatch) => backends.evaluate(input, masks, { signal, onBatch }));
  const report = () => reports.at(-1)!;
  /** Waits for the trial that follows the first run of an engine that chooses by itself. */
  const tried = async () => {
    await eventually(() => expect(report().reason).not.toBe("opening"), 1);
    return report();
  };
  return { gpu, wasm, backends, run, report, tried, on };
}

const sorted = (found: ReadonlyMap<Mask, readonly number[]>) => [...found].sort(([a], [b]) => compareMasks(a, b));
const right = sorted(expected(masks, input));
/** Batches of the trial at one size: two to time it, one of a single mask and one to compare. */
const TRIAL_RUNS = 4;

describe("BackendChooser, choosing by itself", () => {
  it("runs on WebAssembly first, then tries both and keeps the faster", async () => {
    const { run, tried, gpu, report } = engine({ choice: "auto" });
    expect(sorted(await run())).toEqual(right);
    expect(gpu.runs()).toBe(0);
    expect(await tried()).toMatchObject({
      backend: "webgpu",
      reason: "faster",
      adapter: "fake gpu",
      parity: { ratio: 0 },
    });
    expect(report().timings.webgpu!.masksPerSecond).toBeGreaterThan(report().timings.wasm!.masksPerSecond);
    expect(sorted(await run())).toEqual(right);
    expect(gpu.runs()).toBeGreaterThan(TRIAL_RUNS);
  });

  it("stays with WebAssembly where that is faster, and lets the GPU go", async () => {
    const { run, tried, gpu } = engine({ choice: "auto", wasmMs: 1 });
    await run();
    expect(await tried()).toMatchObject({ backend: "wasm", reason: "slower" });
    await eventually(() => expect(gpu.spawned.every(({ terminated }) => terminated)).toBe(true));
  });

  it.each([
    [{ unusable: "no-webgpu", unwise: null, name: null }, "no-webgpu"],
    [{ unusable: "no-adapter", unwise: null, name: null }, "no-adapter"],
    [{ unusable: null, unwise: "software-adapter", name: "swiftshader" }, "software-adapter"],
    [{ unusable: null, unwise: "ios", name: "apple" }, "ios"],
  ] as const)("fetches nothing for a GPU like %j", async (adapter, reason) => {
    const { run, report, gpu } = engine({ choice: "auto", adapter });
    expect(sorted(await run())).toEqual(right);
    await run();
    expect(gpu.spawned).toEqual([]);
    expect(report()).toMatchObject({ backend: "wasm", reason });
    expect(report().timings.wasm).toEqual({ batchSize: 16, masksPerSecond: 16 });
  });
});

describe("BackendChooser, told where to run", () => {
  it("touches no GPU when told not to", async () => {
    const { run, report, gpu } = engine({ choice: "wasm" });
    expect(sorted(await run())).toEqual(right);
    expect(gpu.spawned).toEqual([]);
    expect(report()).toMatchObject({ backend: "wasm", reason: "chosen" });
  });

  it("waits for the GPU when told to use it, also one that it would not choose", async () => {
    const { run, report, wasm } = engine({
      adapter: { unusable: null, unwise: "software-adapter", name: "swiftshader" },
      gpuMs: 9000,
    });
    expect(sorted(await run())).toEqual(right);
    expect(report()).toMatchObject({ backend: "webgpu", reason: "chosen", events: [] });
    // The trial's comparison and timing, then the run's comparison: 8 masks each time but for the timing.
    expect(wasm.asked.map(({ length }) => length)).toEqual([8, 32, 8]);
  });

  it("follows another choice from the next run on, and gives a refused GPU another chance", async () => {
    let broken = true;
    const { run, report, backends, gpu } = engine({
      prepare: (fake) =>
        (fake.onLoad = () => {
          if (broken) throw new InferenceError("session-failed", { message: "no such operator" });
        }),
    });
    await run();
    expect(report()).toMatchObject({
      backend: "wasm",
      reason: "session",
      message: "no such operator",
      events: [{ code: "refused", reason: "session" }],
    });
    broken = false;
    backends.choose("webgpu");
    expect(sorted(await run())).toEqual(right);
    expect(report()).toMatchObject({ backend: "webgpu", reason: "chosen", events: [] });
    const before = gpu.runs();
    backends.choose("wasm");
    await run();
    expect(gpu.runs()).toBe(before);
  });
});

describe("BackendChooser, when the GPU does wrong", () => {
  it("refuses it at the start when its numbers differ", async () => {
    const { run, report } = engine({ prepare: (gpu) => (gpu.bend = (logits) => (logits[1]! += 0.01)) });
    expect(sorted(await run())).toEqual(right);
    expect(report()).toMatchObject({
      backend: "wasm",
      reason: "parity",
      events: [{ code: "refused", reason: "parity" }],
    });
    expect(report().parity!.ratio).toBeGreaterThan(1e-4);
    await run();
    expect(report().events).toEqual([]);
  });

  it("tells the run that was to use it of a GPU that was refused before", async () => {
    const { run, report, backends } = engine({ prepare: (gpu) => (gpu.bend = (logits) => (logits[1]! += 0.01)) });
    await backends.ready();
    await run();
    expect(report().events).toEqual([{ code: "refused", reason: "parity" }]);
    await run();
    expect(report().events).toEqual([]);
  });

  it.each([
    ["at batch 1", 1],
    ["at the batch in use", 8],
  ])("refuses it when a run's own numbers differ %s, and tells none of them", async (_, size) => {
    const { run, report, gpu } = engine();
    gpu.bend = (logits, { batchSize, run: at }) => {
      if (at > TRIAL_RUNS && batchSize === size) logits[0]! += 0.01;
    };
    expect(sorted(await run())).toEqual(right);
    expect(report()).toMatchObject({
      backend: "wasm",
      reason: "parity",
      events: [{ code: "gave-up", reason: "parity" }],
    });
    expect(sorted(await run())).toEqual(right);
    expect(report().events).toEqual([]);
  });

  it.each([
    ["before the first batch", 1],
    ["in the middle", 6],
  ])("goes on when its device is lost %s", async (_, at) => {
    const { run, report, gpu, on } = engine();
    on.run = (number) => {
      if (number === TRIAL_RUNS + at) throw new InferenceError("gpu-lost", { message: "unplugged" });
    };
    expect(sorted(await run())).toEqual(right);
    expect(gpu.spawned).toHaveLength(2);
    expect(report()).toMatchObject({ backend: "webgpu", reason: "chosen" });
  });

  it.each([
    ["before the first batch", 1, 64],
    ["in the middle", 6, 32],
  ])("goes over to WebAssembly when it is lost twice in a row %s, for what is left", async (_, at, left) => {
    const { run, report, wasm, on } = engine();
    on.run = (number) => {
      if (number >= TRIAL_RUNS + at) throw new InferenceError("gpu-lost", { message: "unplugged" });
    };
    expect(sorted(await run())).toEqual(right);
    expect(report()).toMatchObject({ backend: "wasm", reason: "lost", message: "unplugged" });
    expect(wasm.asked.at(-1)).toHaveLength(left);
  });

  it("goes over to WebAssembly when the runtime fails in the middle of a run", async () => {
    const { run, report, on } = engine();
    on.run = (number) => {
      if (number > TRIAL_RUNS + 4) throw new InferenceError("session-failed", { message: "an exception" });
    };
    expect(sorted(await run())).toEqual(right);
    expect(report()).toMatchObject({
      backend: "wasm",
      reason: "failed",
      events: [{ code: "gave-up", reason: "failed" }],
    });
  });

  it("is stopped by what WebAssembly finds, not by what a GPU says: no number on both", async () => {
    const { backends, wasm, on } = engine();
    on.run = (number) => {
      if (number > TRIAL_RUNS + 3) throw new InferenceError("non-finite", { layer: "stem" });
    };
    const evaluate = wasm.evaluate;
    Object.assign(wasm, {
      evaluate: async (...args: Parameters<typeof evaluate>) => {
        if (args[1].length > 32) throw new InferenceError("non-finite", { layer: "block1" });
        return evaluate(...args);
      },
    });
    // Nearly all masks are left.
    await expect(backends.evaluate(input, sampleMasks(6, 64, 1), { onBatch: () => undefined })).rejects.toMatchObject({
      code: "non-finite",
      context: { layer: "block1" },
    });
  });

  it("tries again when the device is lost during the trial, once", async () => {
    const once = engine({
      onRun: (number) => {
        if (number === 2) throw new InferenceError("gpu-lost");
      },
    });
    await once.run();
    expect(once.report()).toMatchObject({ backend: "webgpu" });
    const always = engine({
      onRun: () => {
        throw new InferenceError("gpu-lost", { message: "unplugged" });
      },
    });
    expect(sorted(await always.run())).toEqual(right);
    expect(always.report()).toMatchObject({ backend: "wasm", reason: "lost", message: "unplugged" });
  });

  it("stops with the signal's reason: while it opens, while it runs, before", async () => {
    const reason = new Error("enough");
    const opening = engine({ prepare: (gpu) => (gpu.onLoad = () => new Promise(() => undefined)) });
    const controller = new AbortController();
    const waiting = opening.run(controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    const running = engine();
    const second = new AbortController();
    running.on.run = (number) => number > TRIAL_RUNS + 3 && second.abort(reason);
    await expect(running.run(second.signal)).rejects.toBe(reason);
    await expect(running.run(AbortSignal.abort(reason))).rejects.toBe(reason);
    running.on.run = () => undefined;
    expect(sorted(await running.run())).toEqual(right);
  });

  it("leaves no call hanging when it is disposed of, and reports no more", async () => {
    const { run, backends, gpu, report, on } = engine();
    on.run = (number) => number > TRIAL_RUNS && new Promise(() => undefined);
    const waiting = run();
    await eventually(() => expect(gpu.runs()).toBeGreaterThan(TRIAL_RUNS), 1);
    const last = report();
    backends.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "closed" });
    expect(report()).toBe(last);
  });
});
