import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextTask } from "../platform/next-task.ts";
import { createEngineCache } from "./engine-cache.ts";

const NO_ROOM = "no room";

/** A cache over engines named by their models; `room` engines can be open at once. */
function cacheOf(limit: number, room = Infinity) {
  const log: string[] = [];
  const alive: string[] = [];
  const tried: string[] = [];
  const engines = createEngineCache({
    limit,
    keyOf: (model: string) => model,
    isOutOfMemory: (error) => (error as Error).message === NO_ROOM,
    open: async (model) => {
      tried.push(model);
      await nextTask();
      if (model === "broken") throw new Error("broken");
      if (alive.length >= room) throw new Error(NO_ROOM);
      log.push(`open ${model}`);
      alive.push(model);
      return {
        model,
        ready: async () => undefined,
        dispose: () => {
          log.push(`dispose ${model}`);
          alive.splice(alive.indexOf(model), 1);
        },
      };
    },
  });
  /** Work that the test ends. */
  const work = (model: string, signal?: AbortSignal) => {
    let end = (_?: Error): void => undefined;
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const done = engines.use(
      model,
      (engine) => {
        begin();
        return new Promise<string>(
          (resolve, reject) => (end = (error) => (error ? reject(error) : resolve(engine.model))),
        );
      },
      signal,
    );
    return { begun, done, end: (error?: Error) => end(error) };
  };
  const use = (model: string): Promise<string> => engines.use(model, async (engine) => engine.model);
  return { engines, log, alive, tried, work, use };
}

describe("the engine cache", () => {
  it("keeps the engines of two models, and lets go of the one used longest ago before it opens a third", async () => {
    const { use, log } = cacheOf(2);
    for (const model of ["a", "b", "a", "b", "a"]) expect(await use(model)).toBe(model);
    expect(log).toEqual(["open a", "open b"]);
    await use("c");
    expect(log.slice(2)).toEqual(["dispose b", "open c"]);
    await use("a");
    expect(log).toHaveLength(4);
  });

  it("keeps one where there is no room for two", async () => {
    const { use, log } = cacheOf(1);
    for (const model of ["a", "b", "a"]) await use(model);
    expect(log).toEqual(["open a", "dispose a", "open b", "dispose b", "open a"]);
  });

  it("has an engine work only once it is ready, each time", async () => {
    let ready = (): void => undefined;
    let asked = 0;
    const engines = createEngineCache({
      limit: 2,
      keyOf: (model: string) => model,
      isOutOfMemory: () => false,
      open: async () => ({
        ready: () => new Promise<void>((resolve) => ((ready = resolve), (asked += 1))),
        dispose: () => undefined,
      }),
    });
    for (const time of [1, 2]) {
      let worked = false;
      const using = engines.use("a", async () => void (worked = true));
      await expect.poll(() => asked).toBe(time);
      await nextTask();
      expect(worked).toBe(false);
      ready();
      await using;
      expect(worked).toBe(true);
    }
  });

  it("opens one engine for all who use a model at the same time", async () => {
    const { use, log } = cacheOf(2);
    expect(await Promise.all([use("a"), use("a"), use("a")])).toEqual(["a", "a", "a"]);
    expect(log).toEqual(["open a"]);
  });

  it("never lets go of one in use, even where that makes one too many for a while", async () => {
    const { work, use, log, alive } = cacheOf(1);
    const long = work("a");
    await long.begun;
    expect(await use("b")).toBe("b");
    expect(log).toEqual(["open a", "open b", "dispose b"]);
    long.end();
    expect(await long.done).toBe("a");
    await nextTask();
    expect(alive).toEqual(["a"]);
  });

  it("gives fresh workers after work that failed, and lets others end theirs first", async () => {
    const { work, use, log } = cacheOf(2);
    const [failing, going] = [work("a"), work("a")];
    await Promise.all([failing.begun, going.begun]);
    failing.end(new Error("crashed"));
    await expect(failing.done).rejects.toThrow("crashed");
    expect(await use("a")).toBe("a");
    expect(log).toEqual(["open a", "open a"]);
    going.end();
    expect(await going.done).toBe("a");
    await nextTask();
    expect(log).toEqual(["open a", "open a", "dispose a"]);
  });

  it("keeps the engine of cancelled work, and of a cancelled wait for it", async () => {
    const { work, use, log } = cacheOf(2);
    const [early, late] = [new AbortController(), new AbortController()];
    const waiting = work("a", early.signal);
    const working = work("a", late.signal);
    early.abort(new Error("enough"));
    await expect(waiting.done).rejects.toThrow("enough");
    await working.begun;
    late.abort(new Error("enough"));
    working.end(late.signal.reason as Error);
    await expect(working.done).rejects.toThrow("enough");
    await use("a");
    expect(log).toEqual(["open a"]);
  });

  it("tells everybody who waits that an engine does not open, and tries again for the next one", async () => {
    const { use, log } = cacheOf(2);
    const both = [use("broken"), use("broken")];
    for (const one of both) await expect(one).rejects.toThrow("broken");
    await expect(use("broken")).rejects.toThrow("broken");
    expect(await use("a")).toBe("a");
    expect(log).toEqual(["open a"]);
  });

  it("lets go of idle engines where memory runs out, and opens after all", async () => {
    const { use, work, log } = cacheOf(3, 1);
    await use("a");
    expect(await use("b")).toBe("b");
    expect(log).toEqual(["open a", "dispose a", "open b"]);
    const busy = work("b");
    await busy.begun;
    await expect(use("c")).rejects.toThrow(NO_ROOM);
    busy.end();
    expect(await busy.done).toBe("b");
  });

  it("does not let go of the very engine that it makes room for", async () => {
    const { engines, work, tried, log, use } = cacheOf(3, 1);
    const busy = work("a");
    await busy.begun;
    engines.prepare("b");
    await nextTask();
    await nextTask();
    expect(tried).toEqual(["a", "b"]);
    busy.end();
    await busy.done;
    await expect(use("b")).resolves.toBe("b");
    expect(log).toEqual(["open a", "dispose a", "open b"]);
  });

  it("opens ahead what is expected, but only beside what is there", async () => {
    const { engines, use, log } = cacheOf(1);
    engines.expect("a");
    engines.expect("a");
    await use("a");
    engines.expect("b");
    engines.expect("broken");
    await nextTask();
    expect(log).toEqual(["open a"]);
  });

  it("opens ahead what will be used, in the place of what was used longest ago", async () => {
    const { engines, use, log } = cacheOf(1);
    await use("a");
    engines.prepare("b");
    expect(await use("b")).toBe("b");
    expect(log).toEqual(["open a", "dispose a", "open b"]);
  });

  it("holds no more than its limit when nothing is in use, whatever was done with it", async () => {
    const steps = fc.array(
      fc.record({
        model: fc.constantFrom("a", "b", "c", "broken"),
        how: fc.constantFrom("use", "work", "fail", "cancel"),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 }), steps, async (limit, list) => {
        const { work, alive, use } = cacheOf(limit);
        const running = list.map(({ model, how }) => {
          if (how === "use") return { how, model, done: use(model) };
          const controller = new AbortController();
          return { how, model, controller, ...work(model, how === "cancel" ? controller.signal : undefined) };
        });
        for (const one of running) one.done.catch(() => undefined);
        for (const one of running) {
          if (!("end" in one)) continue;
          if (one.how === "cancel") one.controller.abort(new Error("enough"));
          await Promise.race([one.begun, one.done.catch(() => undefined)]);
          // Nobody's engine is taken away.
          if (one.how === "work" && one.model !== "broken") expect(alive).toContain(one.model);
          one.end(one.how === "work" ? undefined : new Error(one.how));
        }
        const ends = await Promise.allSettled(running.map(({ done }) => done));
        ends.forEach(({ status }, i) => {
          const { how, model } = list[i]!;
          if (model === "broken" || how === "fail") expect(status).toBe("rejected");
          else if (how !== "cancel") expect(status).toBe("fulfilled");
        });
        await nextTask();
        expect(alive.length).toBeLessThanOrEqual(limit);
      }),
      { seed: 13, numRuns: 100 },
    );
  });
});
