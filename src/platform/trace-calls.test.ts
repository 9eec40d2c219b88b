import { transfer } from "comlink";
import { afterEach, expect, it } from "vitest";
import { callTrace, type CallRecord } from "./call-trace.ts";
import { closeFakeWorkers, fakeWorker } from "./fake-worker.fixture.ts";
import type { Mortal } from "./mortal.ts";
import { bytesWithin, createTracer } from "./trace-calls.ts";
import { WorkerPool } from "./worker-pool.ts";

interface DoubleApi extends Mortal {
  double(values: Float32Array): Promise<Float32Array>;
  fail(): Promise<void>;
}

afterEach(() => {
  callTrace.tracer = null;
  closeFakeWorkers();
});

const poolOf = () =>
  new WorkerPool<DoubleApi>({
    name: "double",
    size: 1,
    spawn: () =>
      fakeWorker<DoubleApi>({
        double: async (values) => Float32Array.from([...values, ...values]),
        fail: async () => {
          throw new RangeError("no");
        },
      }),
    open: async () => undefined,
  });

it("records every call with its worker, priority, waiting and running times, bytes and outcome", async () => {
  const calls: CallRecord[] = [];
  let clock = 0;
  callTrace.tracer = createTracer(
    (call) => calls.push(call),
    () => (clock += 1),
  );
  const pool = poolOf();
  const values = new Float32Array(10);
  const done = pool.do({
    perform: ({ api }) => api.double(transfer(values, [values.buffer])),
    silenceMs: 1000,
    priority: () => "background",
  });
  const failing = pool.do({ perform: ({ api }) => api.fail(), silenceMs: 1000 });
  expect(await done).toHaveLength(20);
  await expect(failing).rejects.toThrow(RangeError);
  await expect.poll(() => calls).toHaveLength(2);
  expect(calls).toMatchObject([
    {
      id: 1,
      worker: "double",
      method: "double",
      priority: "background",
      sentBytes: 40,
      receivedBytes: 80,
      outcome: "answered",
    },
    { id: 2, worker: "double", method: "fail", priority: "foreground", sentBytes: 0, outcome: "RangeError" },
  ]);
  for (const { waitedMs, ranMs } of calls) {
    expect(waitedMs).toBeGreaterThan(0);
    expect(ranMs).toBeGreaterThan(0);
  }
});

it("gives the very same answers, and records nothing, where no trace is kept", async () => {
  const pool = poolOf();
  expect(await pool.do({ perform: ({ api }) => api.double(new Float32Array(2)), silenceMs: 1000 })).toHaveLength(4);
});

it("counts the bytes of buffers wherever they are, once each", () => {
  const buffer = new ArrayBuffer(8);
  expect(bytesWithin([{ a: [new Uint8Array(buffer), new Uint8Array(buffer, 4)] }, "text", null, 7])).toBe(8);
  expect(bytesWithin({ blob: new Blob(["x"]), values: [new Float64Array(3), new Float64Array(2)] })).toBe(40);
});
