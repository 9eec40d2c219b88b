import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextTask } from "./next-task.ts";
import type { TaskPriority } from "./priority.ts";
import { BACKGROUND_SHARE, TaskQueue } from "./task-queue.ts";

/** Tasks that the test ends one by one; `begun` tells in which order they began. */
function tasksOf(queue: TaskQueue) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (name: string, priority: TaskPriority | (() => TaskPriority), signal?: AbortSignal) =>
    queue.do(
      () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      },
      { priority: typeof priority === "string" ? () => priority : priority, signal },
    );
  const end = async (name: string): Promise<void> => {
    ends.get(name)!();
    ends.delete(name);
    await nextTask();
  };
  return { begun, add, end, atWork: () => [...ends.keys()] };
}

describe("TaskQueue", () => {
  it("begins as many tasks as it has places, the foreground first, first come, first served", async () => {
    const { begun, add, end } = tasksOf(new TaskQueue(2));
    const results = (
      ["b1 background", "b2 background", "f1 foreground", "b3 background", "f2 foreground"] as const
    ).map((task) => add(task.slice(0, 2), task.slice(3) as TaskPriority));
    expect(begun).toEqual(["b1", "b2"]);
    for (const name of ["b2", "b1", "f1", "f2", "b3"]) await end(name);
    expect(begun).toEqual(["b1", "b2", "f1", "f2", "b3"]);
    expect(await Promise.all(results)).toEqual(["b1", "b2", "f1", "b3", "f2"]);
  });

  it("gives the background one task in eight, and never holds it back where nobody else waits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom("foreground", "background", "end"), { minLength: 20, maxLength: 120 }),
        async (places, events) => {
          const queue = new TaskQueue(places);
          const { begun, add, end, atWork } = tasksOf(queue);
          const waiting = { f: 0, b: 0 };
          /** What began, and whether the other kind was waiting then. */
          const log: { readonly kind: "f" | "b"; readonly wereWaiting: { f: number; b: number } }[] = [];
          let read = 0;
          const note = (): void => {
            for (; read < begun.length; read++) {
              const kind = begun[read]![0] as "f" | "b";
              waiting[kind] -= 1;
              log.push({ kind, wereWaiting: { ...waiting } });
            }
          };
          let count = 0;
          for (const event of events) {
            if (event === "end") {
              const [oldest] = atWork();
              if (oldest !== undefined) await end(oldest);
            } else {
              const kind = event[0] as "f" | "b";
              waiting[kind] += 1;
              void add(`${kind}${++count}`, event);
            }
            note();
          }
          for (let [oldest] = atWork(); oldest !== undefined; [oldest] = atWork()) {
            await end(oldest);
            note();
          }
          expect(waiting).toEqual({ f: 0, b: 0 });
          let ahead = 0;
          for (const { kind, wereWaiting } of log) {
            // A task of the background that overtakes one of the foreground has waited for its share.
            if (kind === "b" && wereWaiting.f > 0) expect(ahead).toBe(BACKGROUND_SHARE - 1);
            ahead = kind === "f" && wereWaiting.b > 0 ? ahead + 1 : 0;
            expect(ahead).toBeLessThan(BACKGROUND_SHARE);
          }
        },
      ),
      { seed: 13, numRuns: 60 },
    );
  });

  it("asks a task for its priority when a place is free, not when it comes", async () => {
    const { begun, add, end } = tasksOf(new TaskQueue(1));
    let priority: TaskPriority = "background";
    void add("first", "foreground");
    void add("changed", () => priority);
    void add("other", "foreground");
    void add("third", "foreground");
    await end("first");
    priority = "foreground";
    await end("other");
    await end("changed");
    await end("third");
    expect(begun).toEqual(["first", "other", "changed", "third"]);
  });

  it("takes back what is cancelled while it waits, keeps the place of what is at work, and disturbs no other", async () => {
    const { begun, add, end } = tasksOf(new TaskQueue(1));
    const [working, waiting] = [new AbortController(), new AbortController()];
    const first = add("first", "foreground", working.signal);
    const second = add("second", "foreground", waiting.signal);
    const third = add("third", "background");
    waiting.abort(new Error("enough"));
    working.abort(new Error("enough as well"));
    await expect(second).rejects.toThrow("enough");
    await expect(first).rejects.toThrow("enough as well");
    expect(begun).toEqual(["first"]);
    await end("first");
    await end("third");
    expect(await third).toBe("third");
    expect(begun).toEqual(["first", "third"]);
  });

  it("frees the place of a task that throws at once", async () => {
    const queue = new TaskQueue(1);
    const priority = () => "foreground" as const;
    const failing = queue.do(
      () => {
        throw new RangeError("at once");
      },
      { priority },
    );
    const next = queue.do(async () => "done", { priority });
    await expect(failing).rejects.toThrow("at once");
    expect(await next).toBe("done");
  });

  it("lets one work alone: after the foreground, before the rest of the background, and nothing else begins meanwhile", async () => {
    const queue = new TaskQueue(2);
    const { begun, add, end } = tasksOf(queue);
    void add("f1", "foreground");
    void add("b1", "background");
    let finish = (): void => undefined;
    const alone = queue.alone(async () => {
      begun.push("alone");
      void add("own", "alone");
      await new Promise<void>((resolve) => (finish = resolve));
      return 7;
    });
    void add("b2", "background");
    void add("f2", "foreground");
    await end("f1");
    // The foreground has still something to do.
    expect(begun).toEqual(["f1", "b1", "f2"]);
    await end("f2");
    expect(begun).toEqual(["f1", "b1", "f2"]);
    await end("b1");
    expect(begun).toEqual(["f1", "b1", "f2", "alone", "own"]);
    void add("f3", "foreground");
    await end("own");
    expect(begun).not.toContain("f3");
    finish();
    expect(await alone).toBe(7);
    await nextTask();
    expect(begun.slice(5)).toEqual(["f3", "b2"]);
  });

  it("lets those who want to be alone work one after another, also after one that failed", async () => {
    const queue = new TaskQueue();
    const log: string[] = [];
    const work = (name: string, fails = false) =>
      queue.alone(async () => {
        log.push(`${name} begins`);
        await nextTask();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const [first, second] = [work("a", true), work("b")];
    await expect(first).rejects.toThrow("a");
    await second;
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });
});
