import { transfer } from "comlink";
import { afterEach, describe, expect, it } from "vitest";
import { turns } from "../platform/eventually.fixture.ts";
import { placeOf } from "../core/all-masks.ts";
import { sampleMasks } from "../core/estimate/sample.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { PLAIN_FACTS } from "./batching.ts";
import type { EngineEvent } from "./engine-report.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { InferenceError } from "./errors.ts";
import { smallInput, smallManifest } from "./fake-model.fixture.ts";
import { closeFakeWorkers, fakeWorker, type FakeWorker } from "../platform/fake-worker.fixture.ts";
import { WasmBackend } from "./wasm-backend.ts";
import { HeldInputs } from "./held-inputs.ts";
import { NOT_HELD, type InferenceWorkerApi, type MaskedInput } from "./protocol.ts";
import { MAX_ATTEMPTS } from "../platform/worker-pool.ts";

const model: LoadedModel = { manifest: smallManifest, bytes: new Uint8Array(8) };
const ROW = 3 * 2;
const ADDRESS = "https://example.org/runtime.wasm";
const RUNTIME_BYTES = 16;
const masks = sampleMasks(6, 64, 1);

afterEach(closeFakeWorkers);

/** What a fake network answers to one mask of one image: any function of both will do. */
const answer = (mask: number, input: MaskedInput, at: number): number =>
  Math.sin(mask * 7.3 + at) * input.image.rgb[mask % 72]!;

interface Happening {
  readonly worker: FakeWorker;
  /** Batches this worker was given, this one included. */
  readonly batch: number;
  /** Batches all workers were given. */
  readonly total: number;
  readonly size: number;
}

/** A pool of fake workers; `onRun` may kill one just as it gets a batch. */
function poolOf(
  workers: number,
  onRun: (now: Happening) => void | Promise<void> = () => undefined,
  onLoad: () => Promise<void> = async () => undefined,
) {
  const spawned: FakeWorker[] = [];
  const loaded: (string | number)[] = [];
  const prepared: MaskedInput[] = [];
  let total = 0;
  const spawn = (): FakeWorker => {
    const inputs = new HeldInputs((input) => {
      prepared.push(input);
      return input;
    });
    let room = 0;
    let batch = 0;
    const worker: FakeWorker = fakeWorker<InferenceWorkerApi>({
      warmUp: async () => undefined,
      load: async (_, { runtime, batchSize }) => {
        room = batchSize;
        loaded.push(typeof runtime === "string" ? runtime : runtime.byteLength);
        await onLoad();
        if (typeof runtime === "string") return { runtime: new ArrayBuffer(RUNTIME_BYTES), facts: PLAIN_FACTS };
        return transfer({ runtime, facts: PLAIN_FACTS }, [runtime]);
      },
      run: async (reference, list, size) => {
        const input = inputs.take(reference);
        if (input === null) return NOT_HELD;
        expect(list.length).toBeLessThanOrEqual(size);
        if (size > room) throw new RangeError(`opened for batches of ${room}, got one of ${size}`);
        batch += 1;
        total += 1;
        await onRun({ worker, batch, total, size });
        const rows = Float32Array.from({ length: list.length * ROW }, (_, i) =>
          answer(placeOf(list[Math.floor(i / ROW)]!), input, i % ROW),
        );
        return transfer(rows, [rows.buffer]);
      },
    });
    spawned.push(worker);
    return worker;
  };
  const events: EngineEvent[] = [];
  const pool = new WasmBackend(model, {
    workers,
    spawn,
    batchSize: 5,
    wasmUrl: ADDRESS,
    onEvent: (event) => events.push(event),
  });
  return { pool, spawned, loaded, prepared, events, runs: () => total };
}

async function evaluate(pool: WasmBackend, input = smallInput(), signal?: AbortSignal): Promise<Float32Array> {
  const logits = new Float32Array(64 * ROW).fill(NaN);
  const seen = new Set<number>();
  await pool.evaluate(input, masks, {
    signal,
    onBatch: (batch, rows) =>
      batch.forEach((mask, i) => {
        expect(seen.has(placeOf(mask))).toBe(false);
        seen.add(placeOf(mask));
        logits.set(rows.subarray(i * ROW, (i + 1) * ROW), placeOf(mask) * ROW);
      }),
  });
  return logits;
}

describe("WasmBackend", () => {
  it("gives the same bits whatever the number of workers, every mask once", async () => {
    const alone = await evaluate(poolOf(1).pool);
    expect(alone.some(Number.isNaN)).toBe(false);
    for (const workers of [2, 3, 20]) expect(await evaluate(poolOf(workers).pool)).toEqual(alone);
  });

  it("gives the same bits when batches come in out of order", async () => {
    const slow = poolOf(3, ({ total }) => turns(total % 3 === 0 ? 100 : 1));
    expect(await evaluate(slow.pool)).toEqual(await evaluate(poolOf(1).pool));
  });

  it("prepares each worker once per image", async () => {
    const { pool, prepared } = poolOf(2);
    await evaluate(pool, smallInput(1));
    await evaluate(pool, smallInput(2));
    expect(prepared).toHaveLength(4);
  });

  it("replaces a worker that dies mid-batch and runs its batch again, to the same bits", async () => {
    const deaths = poolOf(2, async ({ worker, total }) => {
      if (total !== 2 && total !== 7) return;
      worker.crash("killed");
      await new Promise(() => undefined);
    });
    expect(await evaluate(deaths.pool)).toEqual(await evaluate(poolOf(1).pool));
    expect(deaths.spawned).toHaveLength(4);
    expect(deaths.spawned.filter(({ terminated }) => terminated)).toHaveLength(2);
    expect(deaths.events).toEqual([{ code: "worker-replaced" }, { code: "worker-replaced" }]);
  });

  it("hands the runtime's bytes from worker to worker, and asks for them again when they died with one", async () => {
    let deadly = false;
    const { pool, spawned, loaded } = poolOf(2, async ({ worker }) => {
      if (!deadly) return;
      deadly = false;
      worker.crash("killed");
      await new Promise(() => undefined);
    });
    await pool.ready();
    // Both workers are open when they have answered.
    await expect.poll(() => loaded.length).toBe(2);
    await evaluate(pool);
    deadly = true;
    await evaluate(pool);
    expect(spawned).toHaveLength(3);
    expect(loaded).toEqual([ADDRESS, RUNTIME_BYTES, RUNTIME_BYTES]);
    const dying = poolOf(1, undefined, async () => {
      if (dying.loaded.length === 1) dying.spawned[0]!.crash("killed");
    });
    await dying.pool.ready();
    expect(dying.loaded).toEqual([ADDRESS, ADDRESS]);
  });

  const full = (): never => {
    throw new InferenceError("out-of-memory", { message: "std::bad_alloc" });
  };
  it.each([1, 3])(
    "halves a batch without room, in fresh workers, and stays with the smaller ones (%i workers)",
    async (workers) => {
      const small = poolOf(workers, ({ size }) => (size > 2 ? full() : undefined));
      expect(await evaluate(small.pool)).toEqual(await evaluate(poolOf(1).pool));
      expect(small.events).toEqual([{ code: "worker-halved", batchSize: 2 }]);
      expect(small.spawned.length).toBeGreaterThan(workers);
      const { length } = small.spawned;
      await evaluate(small.pool);
      expect(small.spawned).toHaveLength(length);
    },
  );

  it("splits a batch that has waited while another one was halved: the worker that it gets has opened for less", async () => {
    const small = poolOf(
      2,
      ({ size }) => (size > 2 ? full() : undefined),
      async () => {
        // The second worker is long in opening, so that the second batch waits for the first worker.
        if (small.loaded.length === 2) await expect.poll(() => small.spawned.length).toBe(3);
      },
    );
    await small.pool.ready();
    await expect.poll(() => small.spawned.length).toBe(2);
    expect(await evaluate(small.pool)).toEqual(await evaluate(poolOf(1).pool));
    expect(small.events).toEqual([{ code: "worker-halved", batchSize: 2 }]);
  });

  it("gives up where not even one mask has room", async () => {
    const { pool, events } = poolOf(2, full);
    await expect(evaluate(pool)).rejects.toMatchObject({
      code: "out-of-memory",
      context: { message: "std::bad_alloc" },
    });
    expect(events).toEqual([
      { code: "worker-halved", batchSize: 2 },
      { code: "worker-halved", batchSize: 1 },
    ]);
  });

  it("gives up on a batch that kills every worker it meets", async () => {
    const { pool, spawned } = poolOf(1, async ({ worker }) => {
      worker.crash("out of memory");
      await new Promise(() => undefined);
    });
    const failure = await evaluate(pool).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorkerError);
    expect(failure).toMatchObject({
      code: "worker-died",
      context: { attempts: MAX_ATTEMPTS, message: "out of memory" },
    });
    expect(spawned).toHaveLength(MAX_ATTEMPTS);
  });

  it("lives on after giving up", async () => {
    let deadly = true;
    const { pool } = poolOf(2, async ({ worker }) => {
      if (!deadly) return;
      worker.crash("killed");
      await new Promise(() => undefined);
    });
    await expect(evaluate(pool)).rejects.toMatchObject({ code: "worker-died" });
    deadly = false;
    expect(await evaluate(pool)).toEqual(await evaluate(poolOf(1).pool));
  });

  it("hands on what a worker throws, with its class, and does not try again", async () => {
    const { pool, spawned } = poolOf(1, () => {
      throw new InferenceError("non-finite", { layer: "stem" });
    });
    const failure = await evaluate(pool).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InferenceError);
    expect(failure).toMatchObject({ code: "non-finite", context: { layer: "stem" } });
    expect(spawned).toHaveLength(1);
  });

  it("stops at once when cancelled and issues no batch after that", async () => {
    const controller = new AbortController();
    let release = (): void => undefined;
    const { pool, runs } = poolOf(2, ({ total }) => {
      if (total < 4) return;
      controller.abort();
      return new Promise<void>((resolve) => (release = resolve));
    });
    await expect(evaluate(pool, smallInput(), controller.signal)).rejects.toMatchObject({ name: "AbortError" });
    const issued = runs();
    release();
    await turns();
    expect(runs()).toBe(issued);
  });

  it("rejects with the signal's own reason, even when it was cancelled before", async () => {
    const { pool, runs } = poolOf(1);
    const reason = new Error("enough");
    await expect(evaluate(pool, smallInput(), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(runs()).toBe(0);
  });

  it("takes up another image as soon as a cancelled batch is through", async () => {
    const controller = new AbortController();
    const { pool } = poolOf(2, ({ total }) => {
      if (total === 3) controller.abort();
    });
    const cancelled = evaluate(pool, smallInput(1), controller.signal);
    const next = evaluate(pool, smallInput(2));
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect(await next).toEqual(await evaluate(poolOf(1).pool, smallInput(2)));
  });

  it("leaves no call hanging when it is disposed of", async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { pool, spawned } = poolOf(2, () => {
      begin();
      return new Promise(() => undefined);
    });
    const waiting = evaluate(pool);
    await begun;
    pool.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "closed" });
    await expect(evaluate(pool)).rejects.toMatchObject({ code: "closed" });
    expect(spawned.every(({ terminated }) => terminated)).toBe(true);
  });

  it("rejects ready when no worker can open the model", async () => {
    const { pool } = poolOf(2, undefined, () =>
      Promise.reject(new InferenceError("session-failed", { message: "bad" })),
    );
    await expect(pool.ready()).rejects.toMatchObject({ code: "session-failed", context: { message: "bad" } });
  });

  it("is ready with the workers that do open, and does without the others", async () => {
    let opened = 0;
    const { pool, spawned, events } = poolOf(3, undefined, async () => {
      opened += 1;
      if (opened !== 2) throw new InferenceError("out-of-memory");
    });
    await expect(pool.ready()).resolves.toBeUndefined();
    expect(await evaluate(pool)).toEqual(await evaluate(poolOf(1).pool));
    expect(events).toEqual([{ code: "fewer-workers" }, { code: "fewer-workers" }]);
    expect(spawned.filter(({ terminated }) => !terminated)).toHaveLength(1);
  });

  it("runs a batch again, in a fresh worker, whose runtime threw", async () => {
    const broken = new Set<FakeWorker>();
    const { pool, spawned, events } = poolOf(2, ({ worker, total }) => {
      if (total === 3) broken.add(worker);
      if (broken.has(worker)) throw new InferenceError("session-failed", { message: "unreachable" });
    });
    expect(await evaluate(pool)).toEqual(await evaluate(poolOf(1).pool));
    expect(events).toEqual([{ code: "worker-replaced" }]);
    expect(spawned).toHaveLength(3);
  });

  it("gives up on a batch that every runtime throws at, with the runtime's own words", async () => {
    const { pool, spawned } = poolOf(1, () => {
      throw new InferenceError("session-failed", { message: "unreachable" });
    });
    await expect(evaluate(pool)).rejects.toMatchObject({ code: "session-failed", context: { message: "unreachable" } });
    expect(spawned).toHaveLength(MAX_ATTEMPTS);
  });

  it("opens one worker before the others", async () => {
    let opening = 0;
    let most = 0;
    let first = 0;
    const { pool, spawned } = poolOf(3, undefined, async () => {
      most = Math.max(most, ++opening);
      first ||= spawned.length;
      await turns(100);
      opening -= 1;
    });
    await pool.ready();
    expect([first, most]).toEqual([1, 1]);
    await expect.poll(() => spawned.length).toBe(3);
  });
});
