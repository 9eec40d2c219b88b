import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Priority } from "../platform/priority.ts";
import type { Computation, JobContext } from "./computation.ts";
import { createJobs } from "./jobs.ts";

/** A computation whose steps the test lets go one by one. */
function stepwise() {
  const runs: {
    readonly input: string;
    readonly context: JobContext<number>;
    finish(answer: string): void;
    fail(e: unknown): void;
  }[] = [];
  const computation: Computation<string, string, number> = {
    id: "stepwise",
    key: (input) => `key of ${input}`,
    run: (input, context) =>
      new Promise((finish, fail) => {
        runs.push({ input, context, finish, fail });
      }),
  };
  return { computation, runs };
}

const begun = async (): Promise<void> => {
  await Promise.resolve();
};

describe("jobs", () => {
  it("runs any number at once, each with its own progress and answer", async () => {
    const jobs = createJobs();
    const { computation, runs } = stepwise();
    const told: string[] = [];
    const started = ["a", "b", "c"].map((input) =>
      jobs.start(computation, input, { onProgress: (news) => told.push(`${input} ${news}`) }),
    );
    expect(jobs.running).toEqual(started);
    await begun();
    expect(runs.map(({ input }) => input)).toEqual(["a", "b", "c"]);
    runs[2]!.context.progress(3);
    runs[0]!.context.progress(1);
    runs[1]!.finish("B");
    expect(await started[1]!.done).toBe("B");
    expect(jobs.running).toEqual([started[0], started[2]]);
    runs[1]!.context.progress(2);
    runs[0]!.finish("A");
    runs[2]!.finish("C");
    expect(await Promise.all(started.map(({ done }) => done))).toEqual(["A", "B", "C"]);
    expect(told).toEqual(["c 3", "a 1"]);
    expect(jobs.running).toEqual([]);
  });

  it("knows a job by its computation and the key of its input, and numbers it", () => {
    const jobs = createJobs();
    const { computation } = stepwise();
    const [one, other] = [jobs.start(computation, "x"), jobs.start(computation, "x")];
    expect([one.computation, one.key, one.priority]).toEqual(["stepwise", "key of x", "foreground"]);
    expect(other.id).toBeGreaterThan(one.id);
  });

  it("cancels one at once, even one that does not listen, and no other", async () => {
    const jobs = createJobs();
    const { computation, runs } = stepwise();
    const told: number[] = [];
    const cancelled = jobs.start(computation, "a", { onProgress: (news) => told.push(news) });
    const other = jobs.start(computation, "b");
    await begun();
    const reason = new Error("enough");
    cancelled.cancel(reason);
    await expect(cancelled.done).rejects.toBe(reason);
    runs[0]!.context.progress(1);
    runs[0]!.finish("too late");
    expect(told).toEqual([]);
    expect(runs.map(({ context }) => context.signal.aborted)).toEqual([true, false]);
    expect(jobs.running).toEqual([other]);
    runs[1]!.finish("B");
    expect(await other.done).toBe("B");
    other.cancel();
    expect(await other.done).toBe("B");
  });

  it("is cancelled by a signal as well, also before it begins", async () => {
    const jobs = createJobs();
    const { computation, runs } = stepwise();
    const controller = new AbortController();
    const job = jobs.start(computation, "a", { signal: controller.signal });
    const early = jobs.start(computation, "b");
    early.cancel();
    await expect(early.done).rejects.toMatchObject({ name: "AbortError" });
    controller.abort(new Error("closed"));
    await expect(job.done).rejects.toThrow("closed");
    expect(runs.map(({ input }) => input)).toEqual(["a"]);
  });

  it("hands on what a computation throws, at once or later, and goes on with the others", async () => {
    const jobs = createJobs();
    const { computation, runs } = stepwise();
    const throwing: Computation<string, never> = {
      id: "throwing",
      key: () => "",
      run: () => {
        throw new RangeError("at once");
      },
    };
    const other = jobs.start(computation, "b");
    await expect(jobs.start(throwing, "a").done).rejects.toThrow("at once");
    const later = jobs.start(computation, "c");
    await begun();
    runs[1]!.fail(new RangeError("later"));
    await expect(later.done).rejects.toThrow("later");
    expect(jobs.running).toEqual([other]);
    runs[0]!.finish("B");
    expect(await other.done).toBe("B");
  });

  it("tells a running computation its priority as it is now", async () => {
    const jobs = createJobs();
    const { computation, runs } = stepwise();
    const job = jobs.start(computation, "a", { priority: "background" });
    await begun();
    const seen: Priority[] = [runs[0]!.context.priority()];
    job.setPriority("foreground");
    seen.push(runs[0]!.context.priority(), job.priority);
    expect(seen).toEqual(["background", "foreground", "foreground"]);
    runs[0]!.finish("A");
    await job.done;
  });

  it("settles every job as it ended, whatever the order of ends, cancels and failures", async () => {
    const end = fc.constantFrom("finish", "fail", "cancel", "cancel then finish");
    await fc.assert(
      fc.asyncProperty(
        fc.array(end, { minLength: 1, maxLength: 12 }).chain((ends) =>
          fc.record({
            ends: fc.constant(ends),
            order: fc.shuffledSubarray([...ends.keys()], { minLength: ends.length }),
          }),
        ),
        async ({ ends, order }) => {
          const jobs = createJobs();
          const { computation, runs } = stepwise();
          const started = ends.map((_, i) => jobs.start(computation, String(i)));
          const settled = Promise.allSettled(started.map(({ done }) => done));
          await begun();
          for (const i of order) {
            if (ends[i] === "finish") runs[i]!.finish(`answer ${i}`);
            else if (ends[i] === "fail") runs[i]!.fail(`failure ${i}`);
            else started[i]!.cancel(`reason ${i}`);
            if (ends[i] === "cancel then finish") runs[i]!.finish("nobody hears this");
          }
          expect(await settled).toEqual(
            ends.map((how, i) =>
              how === "finish"
                ? { status: "fulfilled", value: `answer ${i}` }
                : { status: "rejected", reason: how === "fail" ? `failure ${i}` : `reason ${i}` },
            ),
          );
          expect(jobs.running).toEqual([]);
        },
      ),
      { seed: 13 },
    );
  });
});
