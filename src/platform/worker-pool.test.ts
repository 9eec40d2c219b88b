import type { Mortal } from "./mortal.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { turns } from "./eventually.fixture.ts";
import { closeFakeWorkers, fakeWorker, type FakeWorker } from "./fake-worker.fixture.ts";
import { MAX_ATTEMPTS, WorkerPool } from "./worker-pool.ts";

interface EchoApi extends Mortal {
  echo(value: number): Promise<number>;
}

afterEach(() => {
  closeFakeWorkers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function poolOf(
  size: number,
  echo: EchoApi["echo"] = async (value) => value,
  begin: (worker: FakeWorker) => FakeWorker = (worker) => worker,
) {
  const replaced: string[] = [];
  const spawned: FakeWorker[] = [];
  const pool = new WorkerPool<EchoApi>({
    name: "echo",
    size,
    spawn: () => {
      const worker = begin(fakeWorker<EchoApi>({ echo }));
      spawned.push(worker);
      return worker;
    },
    open: async () => undefined,
    onReplaced: (reason) => replaced.push(reason),
  });
  const ask = (value: number, silenceMs = 10_000, signal?: AbortSignal) =>
    pool.do({ perform: ({ api }) => api.echo(value), silenceMs, signal });
  return { pool, spawned, replaced, ask };
}

describe("WorkerPool", () => {
  it("starts workers only for the work there is", async () => {
    const { ask, spawned } = poolOf(4);
    expect(await ask(1)).toBe(1);
    expect(await ask(2)).toBe(2);
    expect(spawned).toHaveLength(1);
  });

  it("replaces a worker that goes silent, and gives up after a few", async () => {
    const { ask, spawned } = poolOf(1, () => new Promise(() => undefined));
    await expect(ask(1, 20)).rejects.toMatchObject({
      code: "worker-died",
      context: { attempts: MAX_ATTEMPTS, message: "no answer for 20 ms" },
    });
    expect(spawned.every(({ terminated }) => terminated)).toBe(true);
  });

  it("tells of a worker that dies in the middle of its task", async () => {
    const { ask, spawned, replaced } = poolOf(1, async (value) => {
      if (spawned.length === 1) {
        // After its first word, as soon as the page has heard it.
        void turns().then(() => spawned[0]!.crash("killed"));
        return new Promise(() => undefined);
      }
      return value;
    });
    expect(await ask(1)).toBe(1);
    expect(replaced).toEqual(["killed"]);
  });

  it("knows that a worker has begun where the browser refuses locks, and that it dies", async () => {
    vi.stubGlobal("navigator", {
      locks: { request: () => Promise.reject(new DOMException("The request was denied.", "SecurityError")) },
    });
    let replies = 0;
    const { ask, spawned } = poolOf(1, async (value) => {
      if (++replies === 1) return value;
      void turns().then(() => spawned.at(-1)!.crash("killed"));
      return new Promise(() => undefined);
    });
    expect(await ask(1)).toBe(1);
    await expect(ask(2)).rejects.toMatchObject({ code: "worker-died" });
  });

  it("replaces a worker whose script did not load without a word: it had begun nothing", async () => {
    let failures = 2;
    const { ask, spawned, replaced } = poolOf(1, undefined, (worker) => {
      if (failures-- > 0) {
        const silent: FakeWorker = { ...worker, terminated: false, postMessage: () => undefined };
        setImmediate(() => silent.crash("error"));
        return silent;
      }
      return worker;
    });
    expect(await ask(1)).toBe(1);
    expect(spawned).toHaveLength(3);
    expect(replaced).toEqual([]);
  });

  it("can end the worker of a task that is cancelled, and goes on with another", async () => {
    const { pool, spawned, ask } = poolOf(1, (value) =>
      value === 1 ? new Promise(() => undefined) : Promise.resolve(value),
    );
    const controller = new AbortController();
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const stopped = pool.do({
      perform: ({ api }) => {
        begin();
        return api.echo(1);
      },
      silenceMs: 10_000,
      signal: controller.signal,
      onCancel: (handle) => handle.terminate("cancelled"),
    });
    await begun;
    controller.abort(new Error("no longer wished for"));
    await expect(stopped).rejects.toThrow("no longer wished for");
    expect(spawned.map(({ terminated }) => terminated)).toEqual([true]);
    expect(await ask(2)).toBe(2);
    expect(spawned).toHaveLength(2);
  });

  it("waits on for a worker that gives signs of life", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { pool, spawned } = poolOf(1, async (value) => {
      begin();
      await new Promise((resolve) => setTimeout(resolve, 120));
      return value;
    });
    const result = pool.do({
      silenceMs: 60,
      perform: async ({ api }, alive) => {
        const beat = setInterval(alive, 10);
        return api.echo(3).finally(() => clearInterval(beat));
      },
    });
    await begun;
    await vi.advanceTimersByTimeAsync(120);
    expect(await result).toBe(3);
    expect(spawned).toHaveLength(1);
  });

  it("replaces a worker that died while it had nothing to do", async () => {
    const { ask, spawned } = poolOf(1);
    await ask(1);
    spawned[0]!.crash("gone");
    expect(await ask(2)).toBe(2);
    expect(spawned).toHaveLength(2);
  });

  it("keeps a worker whose task failed on this side before it was asked", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { pool, ask, spawned } = poolOf(1);
    const failed = pool.do({
      silenceMs: 20,
      perform: () => {
        throw new RangeError("out of memory");
      },
    });
    await expect(failed).rejects.toThrow("out of memory");
    await vi.advanceTimersByTimeAsync(60);
    expect(await ask(1)).toBe(1);
    expect(spawned).toHaveLength(1);
  });

  it("drops a task cancelled while it waits, and does the others", async () => {
    const { ask } = poolOf(1);
    const controller = new AbortController();
    const [first, second, third] = [ask(1), ask(2, 10_000, controller.signal), ask(3)];
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    expect(await Promise.all([first, third])).toEqual([1, 3]);
  });

  it("does not retry a cancelled task whose worker dies", async () => {
    const controller = new AbortController();
    const { ask, spawned } = poolOf(1, () => {
      controller.abort();
      spawned[0]!.crash("killed");
      return new Promise(() => undefined);
    });
    await expect(ask(1, 10_000, controller.signal)).rejects.toMatchObject({ name: "AbortError" });
    await turns();
    expect(spawned).toHaveLength(1);
  });

  it("refuses a size of no workers", () => {
    expect(() => poolOf(0)).toThrow(RangeError);
  });
});
