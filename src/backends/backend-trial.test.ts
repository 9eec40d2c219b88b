import { afterEach, describe, expect, it } from "vitest";
import { InferenceError } from "./errors.ts";
import { smallManifest } from "./fake-model.fixture.ts";
import { fakeGpu, fakeWasm } from "./fake-backends.fixture.ts";
import { closeFakeWorkers } from "../platform/fake-worker.fixture.ts";
import { parityHolds } from "./parity.ts";
import { largestBatch, tryBackends } from "./backend-trial.ts";

afterEach(closeFakeWorkers);

/** A trial on a virtual clock: batches cost what the functions say, ms; the first of each size also `compileMs`. */
function trial(gpuMs: (batchSize: number) => number, wasmMs: number, compileMs = 1000) {
  let clock = 0;
  const gpu = fakeGpu();
  const sizes = new Set<number>();
  gpu.onRun = ({ batchSize }) => {
    clock += gpuMs(batchSize) + (sizes.has(batchSize) ? 0 : compileMs);
    sizes.add(batchSize);
  };
  let warm = false;
  const wasm = fakeWasm(() => {
    clock += warm ? wasmMs : 10 * wasmMs;
    warm = true;
  });
  const backends = { gpu: gpu.backend, wasm, manifest: smallManifest, workers: 2, wasmBatch: 16, nowMs: () => clock };
  return { gpu, wasm, sizes, run: (bufferBytes = 1e9) => tryBackends(backends, { bufferBytes }) };
}

describe("tryBackends", () => {
  it("times both backends warm, in masks per second", async () => {
    const { run, gpu } = trial(() => 250, 100);
    const { webgpu, wasm } = await run();
    expect(webgpu).toEqual({ batchSize: 8, masksPerSecond: 32 });
    expect(wasm).toEqual({ batchSize: 16, masksPerSecond: 160 });
    expect(gpu.backend.batchSize).toBe(8);
  });

  it("doubles the batch as long as that pays", async () => {
    // A fixed cost a batch and a cost a mask: doubling 128 gains 6 %, which is not worth it.
    const { run, sizes } = trial((size) => 4 + size / 8, 100);
    const { webgpu } = await run();
    expect(webgpu.batchSize).toBe(256);
    expect([...sizes]).toEqual([8, 16, 32, 64, 128, 256, 512, 1]);
    expect(webgpu.masksPerSecond).toBeCloseTo((1000 * 256) / 36, 6);
  });

  it("stops at a batch that takes long, and at what the GPU's buffers hold", async () => {
    expect((await trial((size) => size * 10, 100).run()).webgpu.batchSize).toBe(8);
    expect((await trial((size) => 20 + size, 100).run(32 * 288 * 33)).webgpu.batchSize).toBe(32);
    expect(largestBatch(smallManifest, { bufferBytes: 1 })).toBe(8);
    expect(largestBatch(smallManifest, { bufferBytes: 1e12 })).toBe(512);
  });

  it("takes the largest batch that found room, in a fresh worker", async () => {
    const { run, gpu } = trial(() => 20, 100);
    const { onRun } = gpu;
    gpu.onRun = (now) => {
      if (now.batchSize > 16) throw new InferenceError("gpu-memory");
      return onRun(now);
    };
    expect((await run()).webgpu.batchSize).toBe(16);
    expect(gpu.spawned).toHaveLength(2);
  });

  it("compares at batch 1 and at the batch in use", async () => {
    const good = trial(() => 250, 100);
    expect((await good.run()).parity).toMatchObject({ ratio: 0, batchSizes: [1, 8], masks: 8 });
    const bad = trial(() => 250, 100);
    bad.gpu.bend = (logits, { batchSize }) => {
      if (batchSize === 1) logits[0]! += 0.1;
    };
    expect(parityHolds((await bad.run()).parity)).toBe(false);
  });
});
