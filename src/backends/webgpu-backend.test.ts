import { compareMasks, type Mask } from "../core/masks.ts";
import { afterEach, describe, expect, it } from "vitest";
import { turns } from "../platform/eventually.fixture.ts";
import { placeOf } from "../core/all-masks.ts";
import { sampleMasks } from "../core/estimate/sample.ts";
import { InferenceError } from "./errors.ts";
import { smallInput } from "./fake-model.fixture.ts";
import { collect, expected, fakeGpu, type FakeGpu } from "./fake-backends.fixture.ts";
import { closeFakeWorkers } from "../platform/fake-worker.fixture.ts";
import { GpuGaveUp } from "./webgpu-backend.ts";

afterEach(closeFakeWorkers);

const masks = sampleMasks(6, 64, 1);
const input = smallInput();
const all = (gpu: FakeGpu, batchSize = 8, signal?: AbortSignal) =>
  collect((onBatch) => gpu.backend.evaluate(input, masks, { signal, batchSize, onBatch }));
const sorted = (found: ReadonlyMap<Mask, readonly number[]>) => [...found].sort(([a], [b]) => compareMasks(a, b));
const lost = (): never => {
  throw new InferenceError("gpu-lost", { message: "unplugged" });
};

describe("WebGpuBackend", () => {
  it("answers every mask once, two batches on their way at once, in one worker", async () => {
    const gpu = fakeGpu();
    let second = (): void => undefined;
    // The first of each two waits for the second.
    gpu.onRun = ({ run }) => (run % 2 === 1 ? new Promise<void>((resolve) => (second = resolve)) : second());
    expect(sorted(await all(gpu, 7))).toEqual(sorted(expected(masks, input)));
    expect([gpu.mostAtOnce(), gpu.spawned.length, gpu.runs()]).toEqual([2, 1, 10]);
  });

  it("replaces the worker of a lost device and goes on, to the same numbers", async () => {
    const gpu = fakeGpu();
    gpu.onRun = ({ run }) => run === 3 && lost();
    expect(sorted(await all(gpu))).toEqual(sorted(expected(masks, input)));
    expect(gpu.spawned.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(gpu.events).toEqual([{ code: "replaced" }]);
  });

  it("does so also when it is lost before the first batch, and when its worker dies", async () => {
    const gpu = fakeGpu();
    gpu.onRun = async ({ run, worker }) => {
      if (run === 1) lost();
      if (run !== 5) return;
      worker.crash("killed");
      await new Promise(() => undefined);
    };
    expect(sorted(await all(gpu))).toEqual(sorted(expected(masks, input)));
    expect(gpu.spawned).toHaveLength(3);
  });

  it("gives up when two devices in a row are lost, and names the masks that are left", async () => {
    const gpu = fakeGpu();
    gpu.onRun = ({ run }) => run > 2 && lost();
    const told: number[] = [];
    const failure = await gpu.backend
      .evaluate(input, masks, { batchSize: 8, onBatch: (batch) => told.push(...Array.from(batch, placeOf)) })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GpuGaveUp);
    const { reason, left } = failure as GpuGaveUp;
    expect(reason).toBe("lost");
    expect(gpu.spawned).toHaveLength(2);
    expect([...told, ...Array.from(left, placeOf)].sort((a, b) => a - b)).toEqual(
      Array.from(masks, placeOf).sort((a, b) => a - b),
    );
    expect(told).toHaveLength(16);
  });

  it("halves a batch that finds no room, in a fresh worker, and stays with the smaller one", async () => {
    const gpu = fakeGpu();
    gpu.backend.batchSize = 16;
    gpu.onRun = ({ batchSize }) => {
      if (batchSize > 4) throw new InferenceError("gpu-memory", { message: "no room" });
    };
    expect(sorted(await collect((onBatch) => gpu.backend.evaluate(input, masks, { onBatch })))).toEqual(
      sorted(expected(masks, input)),
    );
    expect(gpu.events).toEqual([
      { code: "halved", batchSize: 8 },
      { code: "halved", batchSize: 4 },
    ]);
    expect(gpu.backend.batchSize).toBe(4);
    expect(gpu.spawned).toHaveLength(3);
  });

  it.each([
    ["gpu-memory", "memory"],
    ["session-failed", "failed"],
    ["non-finite", "failed"],
  ] as const)("gives up on %s that smaller batches do not cure", async (code, reason) => {
    const gpu = fakeGpu();
    gpu.onRun = () => {
      throw new InferenceError(code, { message: "words of the driver" });
    };
    await expect(all(gpu)).rejects.toMatchObject({ name: "GpuGaveUp", reason, left: { length: 64 } });
  });

  it("gives up when a replaced worker cannot open the model", async () => {
    const gpu = fakeGpu();
    gpu.onRun = lost;
    await gpu.backend.open();
    gpu.onLoad = () => {
      throw new InferenceError("session-failed", { message: "no adapter any more" });
    };
    await expect(all(gpu)).rejects.toMatchObject({ reason: "failed", left: { length: 64 } });
  });

  it("stops at once with the signal's reason, and issues nothing more", async () => {
    const gpu = fakeGpu();
    const controller = new AbortController();
    const reason = new Error("enough");
    let go = (): void => undefined;
    gpu.onRun = ({ run }) => {
      if (run < 3) return;
      controller.abort(reason);
      return new Promise<void>((resolve) => (go = resolve));
    };
    await expect(all(gpu, 8, controller.signal)).rejects.toBe(reason);
    // What the other lane had issued before may still arrive.
    await turns();
    const issued = gpu.runs();
    expect(issued).toBeLessThanOrEqual(4);
    go();
    await turns();
    expect(gpu.runs()).toBe(issued);
    gpu.onRun = () => undefined;
    expect((await all(gpu)).size).toBe(64);
  });

  it("hands on what its listener throws, which is no fault of the GPU's", async () => {
    const bug = new RangeError("a bug");
    const evaluating = fakeGpu().backend.evaluate(input, masks, {
      batchSize: 8,
      onBatch: () => {
        throw bug;
      },
    });
    await expect(evaluating).rejects.toBe(bug);
  });

  it("leaves no call hanging when it is disposed of", async () => {
    const gpu = fakeGpu();
    const running = new Promise<void>((resolve) => {
      gpu.onRun = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const waiting = all(gpu);
    await running;
    gpu.backend.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "closed" });
    await expect(gpu.backend.open()).rejects.toMatchObject({ code: "closed" });
    expect(gpu.spawned.every(({ terminated }) => terminated)).toBe(true);
  });
});
