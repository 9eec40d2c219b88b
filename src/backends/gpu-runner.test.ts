import type { InferenceSession, Tensor } from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { turns } from "../platform/eventually.fixture.ts";
import { KEPT_COLUMNS, MASKED } from "../models/masked-graph.ts";
import { INPUTS_HELD } from "./held-inputs.ts";
import { NOT_HELD, type InputReference } from "./protocol.ts";
import { randomImage, replicatedManifest, smallInput, smallManifest } from "./fake-model.fixture.ts";
import { createGpuRunner, type GpuDevice, type GpuRuntime } from "./gpu-runner.ts";

const COLUMNS = 2 * 2 + 3;

interface FakeTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A GPU whose batches are read back when the test lets them; row b of a batch answers with its number of players and its column. */
function fakeDevice(manifest = smallManifest) {
  const log: string[] = [];
  let lose = (_: GPUDeviceLostInfo): void => undefined;
  let scopes = 0;
  let throwUncaught = (_: Error): void => undefined;
  const uncaught = new Promise<never>((_, reject) => (throwUncaught = reject));
  const world = {
    log,
    throwUncaught: (message: string) => throwUncaught(new TypeError(message)),
    lose: (message: string) => lose({ message, reason: "destroyed" } as GPUDeviceLostInfo),
    running: 0,
    /** Waited for while a batch is with the runtime, and while it is read back. */
    beforeRan: async (): Promise<void> => undefined,
    beforeRead: async (): Promise<void> => undefined,
    noRoom: null as GPUError | null,
    bend: (_: Float32Array): void => undefined,
    columns: COLUMNS,
  };
  const device = {
    lost: new Promise<GPUDeviceLostInfo>((resolve) => (lose = resolve)),
    createBuffer: ({ size }: GPUBufferDescriptor) => ({ size, destroy: () => log.push(`destroy ${size}`) }),
    queue: { writeBuffer: (_: unknown, __: number, data: Float32Array) => log.push(`upload ${data.byteLength}`) },
    pushErrorScope: () => void (scopes += 1),
    popErrorScope: async () => {
      scopes -= 1;
      return world.noRoom;
    },
  } as unknown as GpuDevice;
  const ort: GpuRuntime = {
    Tensor: Object.assign(
      function (_: string, data: Float32Array, dims: readonly number[]) {
        return { data, dims };
      } as never,
      { fromGpuBuffer: (_: unknown, { dims }: { dims: readonly number[] }) => ({ dims }) },
    ) as never,
  };
  const session = {
    run: async (feeds: Record<string, FakeTensor>, fetches: string[]) => {
      world.running += 1;
      if (world.running > 1) throw new Error("two runs at once");
      expect(scopes).toBe(1);
      const kept = feeds[MASKED.kept]!;
      log.push(`run ${kept.dims.join("x")} -> ${fetches.join()}`);
      await world.beforeRan();
      world.running -= 1;
      const rows = kept.dims[0]!;
      const shown = Array.from({ length: rows }, (_, b) =>
        kept.data.subarray(b * KEPT_COLUMNS, (b + 1) * KEPT_COLUMNS).reduce((sum, bit) => sum + bit, 0),
      );
      const data = Float32Array.from(
        { length: rows * world.columns },
        (_, i) => shown[Math.floor(i / world.columns)]! + (i % world.columns) / 10,
      );
      world.bend(data);
      const tensor = {
        getData: async () => {
          await world.beforeRead();
          log.push("read");
          return data;
        },
        dispose: () => log.push("dispose"),
      };
      return { [MASKED.logits]: tensor as unknown as Tensor } as InferenceSession.OnnxValueMapType;
    },
  } as unknown as Pick<InferenceSession, "run">;
  return { world, runner: createGpuRunner(ort, session, device, manifest, uncaught) };
}

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};
/** An input that comes along. */
const given = (id: number): InputReference => ({ id, input: smallInput(id) });
const masks = (...list: number[]) => Uint32Array.from(list);

describe("createGpuRunner", () => {
  it("uploads image, baseline and owners once, then a row of bits a mask, and gathers [masks, layers + 1, classes]", async () => {
    const { world, runner } = fakeDevice();
    const logits = (await runner.run(given(1), masks(0b111, 0b1), 4)) as Float32Array;
    expect(world.log).toEqual([
      "upload 288",
      "upload 288",
      "upload 96",
      "run 4x257 -> strata_logits",
      "read",
      "dispose",
    ]);
    // Output 1 means class 0; outputs 0 and 2 mean class 1.
    const second = Math.log(Math.exp(3.4) + Math.exp(3.6));
    expect([...logits.slice(0, 6)].map((value) => value.toFixed(4))).toEqual(
      [3, 3.1, 3.2, 3.3, 3.5, second].map((value) => value.toFixed(4)),
    );
    expect(logits[6]).toBe(1);
    expect(logits).toHaveLength(12);
  });

  it("gathers the replicates that are at hand behind all layers, from where the graph puts them", async () => {
    const { world, runner } = fakeDevice(replicatedManifest(2));
    // Two probes of two classes, two replicates of each, three outputs: columns 0-3, 4-11 and 12-14.
    world.columns = 15;
    const logits = (await runner.run(given(1), masks(0), 2)) as Float32Array;
    const tenths = [...logits].map((value) => 10 * value);
    const mapped = [13, 10 * Math.log(Math.exp(1.2) + Math.exp(1.4))];
    const expected = [0, 1, 2, 3, ...mapped, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(tenths).toHaveLength(expected.length);
    tenths.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
  });

  it("uploads an image once, and frees the buffers of the one asked about longest ago when more come than are held", async () => {
    const { world, runner } = fakeDevice();
    const uploads = () => world.log.splice(0).filter((line) => /^(upload|destroy)/.test(line));
    await runner.run(given(1), masks(1), 1);
    expect(uploads()).toHaveLength(3);
    await runner.run(given(1), masks(2), 1);
    expect(uploads()).toEqual([]);
    for (let id = 2; id <= INPUTS_HELD; id++) await runner.run(given(id), masks(1), 1);
    // The first one is asked about again, so that the second is the one to go.
    await runner.run({ id: 1, input: null }, masks(1), 1);
    uploads();
    await runner.run(given(INPUTS_HELD + 1), masks(1), 1);
    expect(uploads().sort()).toEqual([
      "destroy 288",
      "destroy 288",
      "destroy 96",
      "upload 288",
      "upload 288",
      "upload 96",
    ]);
    expect(await runner.run({ id: 2, input: null }, masks(1), 1)).toBe(NOT_HELD);
    expect(await runner.run({ id: 1, input: null }, masks(1), 1)).toHaveLength(6);
  });

  it("never has two runs with the runtime, but starts one while another is read back", async () => {
    const { world, runner } = fakeDevice();
    world.log.length = 0;
    const reading = gate();
    world.beforeRead = () => reading.opened;
    const both = [1, 2, 3].map((mask) => runner.run(given(1), masks(mask), 1));
    await turns();
    expect(world.log.filter((line) => line.startsWith("run"))).toHaveLength(3);
    expect(world.log).not.toContain("read");
    reading.open();
    expect((await Promise.all(both)).map((logits) => (logits as Float32Array)[0])).toEqual([1, 1, 2]);
  });

  it("rejects what is under way, and what comes later, when the device is lost", async () => {
    const { world, runner } = fakeDevice();
    world.beforeRan = () => new Promise(() => undefined);
    const [first, second] = [runner.run(given(1), masks(1), 1), runner.run(given(1), masks(2), 1)];
    world.lose("unplugged");
    for (const run of [first, second, runner.run(given(1), masks(3), 1)])
      await expect(run).rejects.toMatchObject({ code: "gpu-lost", context: { message: "unplugged" } });
  });

  it("tells a loss from other failures, although the runtime's words come first", async () => {
    const { world, runner } = fakeDevice();
    world.beforeRead = () => Promise.reject(new Error("Buffer was unmapped before mapping was resolved."));
    const run = runner.run(given(1), masks(1), 1);
    setImmediate(() => world.lose("destroyed"));
    await expect(run).rejects.toMatchObject({ code: "gpu-lost" });
  });

  it("finds out that there was no room although the runtime noticed nothing", async () => {
    const { world, runner } = fakeDevice();
    world.noRoom = { message: "vkAllocateMemory failed" };
    await expect(runner.run(given(1), masks(1), 1)).rejects.toMatchObject({
      code: "gpu-memory",
      context: { message: "vkAllocateMemory failed" },
    });
  });

  it.each([
    ["failed to call OrtRun(). Buffer size (9) exceeds the max buffer size limit (8).", "gpu-memory"],
    ["std::bad_alloc", "gpu-memory"],
    ["no such kernel", "session-failed"],
  ])("takes “%s” for %s", async (message, code) => {
    const { world, runner } = fakeDevice();
    world.beforeRan = () => Promise.reject(new Error(message));
    await expect(runner.run(given(1), masks(1), 1)).rejects.toMatchObject({
      name: "InferenceError",
      code,
      context: { message },
    });
  });

  it("names the layer that answers with no number, and does not mind what the padding gives", async () => {
    const { world, runner } = fakeDevice();
    world.bend = (data) => (data[COLUMNS + 2] = NaN);
    await expect(runner.run(given(1), masks(1, 2), 2)).rejects.toMatchObject({
      code: "non-finite",
      context: { layer: "block1" },
    });
    await expect(runner.run(given(1), masks(1), 2)).resolves.toHaveLength(6);
  });

  it("does not call a runtime that has failed again, and gives back what it had been given before", async () => {
    const { world, runner } = fakeDevice();
    let read = (): void => undefined;
    world.beforeRead = () => new Promise((resolve) => (read = resolve));
    const before = runner.run(given(1), masks(1), 1);
    await turns();
    // Whatever comes to it later would wait for ever.
    const answers = [Promise.reject(new Error("no bind group today")), new Promise<never>(() => undefined)];
    for (const answer of answers) answer.catch(() => undefined);
    world.beforeRan = () => answers.shift()!;
    const batches = [runner.run(given(1), masks(1), 1), runner.run(given(1), masks(1), 1)];
    const failure = { code: "session-failed", context: { message: "no bind group today" } };
    for (const batch of batches) await expect(batch).rejects.toMatchObject(failure);
    await expect(runner.run(given(1), masks(1), 1)).rejects.toMatchObject(failure);
    expect(answers).toHaveLength(1);
    read();
    await expect(before).resolves.toHaveLength(6);
  });

  it("ends with what nobody caught: a runtime that throws between two steps never answers", async () => {
    const { world, runner } = fakeDevice();
    world.beforeRan = () => new Promise(() => undefined);
    const batches = [runner.run(given(1), masks(1), 1), runner.run(given(1), masks(1), 1)];
    world.throwUncaught("no bind group today");
    const failure = { code: "session-failed", context: { message: "no bind group today" } };
    for (const batch of batches) await expect(batch).rejects.toMatchObject(failure);
    await expect(runner.run(given(1), masks(1), 1)).rejects.toMatchObject(failure);
  });

  it("refuses a graph of another shape, and says so when it does not hold an image", async () => {
    const { world, runner } = fakeDevice();
    expect(await runner.run({ id: 1, input: null }, masks(1), 1)).toBe(NOT_HELD);
    await expect(
      runner.run({ id: 1, input: { ...smallInput(), image: randomImage(3, 3, 1) } }, masks(1), 1),
    ).rejects.toThrow(RangeError);
    world.columns = 6;
    await expect(runner.run(given(1), masks(1), 1)).rejects.toMatchObject({ code: "session-failed" });
  });
});
