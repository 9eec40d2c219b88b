import { afterEach, expect, it } from "vitest";
import { nextTask } from "../platform/next-task.ts";
import { closeFakeWorkers, fakeWorker, type FakeWorker } from "../platform/fake-worker.fixture.ts";
import { PLAIN_FACTS } from "./batching.ts";
import type { InferenceWorkerApi } from "./protocol.ts";
import { WorkerHandle } from "../platform/worker-handle.ts";
import { createWorkerSource } from "./worker-source.ts";

afterEach(closeFakeWorkers);

function world(warmUp: (address: string) => Promise<void> = async () => undefined) {
  const started: FakeWorker[] = [];
  const warmed: string[] = [];
  const source = createWorkerSource(() => {
    const worker = fakeWorker<InferenceWorkerApi>({
      warmUp: (address) => (warmed.push(address), warmUp(address)),
      load: async () => ({ runtime: new ArrayBuffer(4), facts: PLAIN_FACTS }),
      run: async () => new Float32Array(),
    });
    started.push(worker);
    return worker;
  }, "https://example.org/runtime.wasm");
  return { source, started, warmed };
}

it("warms one worker, once, and gives it to whoever asks first", async () => {
  const { source, started, warmed } = world();
  source.warmUp();
  source.warmUp();
  expect(started).toHaveLength(1);
  const first = source.spawn();
  expect(first).toBe(started[0]);
  expect(source.spawn()).toBe(started[1]);
  source.warmUp();
  expect(started).toHaveLength(2);
  // It answers to its new owner as any other does.
  expect(
    (
      await new WorkerHandle<InferenceWorkerApi>(first, "inference").api.load({} as never, {
        batchSize: 1,
        runtime: "",
        known: null,
      })
    ).runtime.byteLength,
  ).toBe(4);
  expect(warmed).toEqual(["https://example.org/runtime.wasm"]);
});

it("starts workers as they are asked for where none was warmed", () => {
  const { source, started } = world();
  expect([source.spawn(), source.spawn()]).toEqual(started);
});

it("does not hand out a worker that died while it was warming up", () => {
  const { source, started } = world();
  source.warmUp();
  started[0]!.crash("blocked");
  expect(started[0]!.terminated).toBe(true);
  expect(source.spawn()).toBe(started[1]);
});

it("leaves a worker alone that dies in somebody's hands", () => {
  const { source, started } = world();
  source.warmUp();
  source.spawn();
  started[0]!.crash("killed");
  expect(started[0]!.terminated).toBe(false);
});

it("hands out a worker whose runtime did not open: it will say why", async () => {
  const { source, started } = world(() => Promise.reject(new Error("status 404")));
  source.warmUp();
  await nextTask();
  expect(source.spawn()).toBe(started[0]);
});
