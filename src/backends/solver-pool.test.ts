import { afterEach, describe, expect, it, vi } from "vitest";
import { decompose, decomposeSteps, DEFAULT_DECOMPOSE, kappaOf } from "../core/and-or.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { mulberry32 } from "../core/random.ts";
import { drainSteps, effectRangeHere } from "./drain-steps.ts";
import { closeFakeWorkers, fakeWorker, type FakeWorker } from "../platform/fake-worker.fixture.ts";
import type { SolverWorkerApi } from "./protocol.ts";
import { createSolverApi } from "./solver-api.ts";
import { SolverPool } from "./solver-pool.ts";

afterEach(() => {
  closeFakeWorkers();
  vi.restoreAllMocks();
});

/** A machine so slow that every step of a solve is a long one. */
function slowMachine(): void {
  let nowMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (nowMs += 1000));
}

function scores(n: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length: 2 ** n }, () => 4 * random() - 2);
}

function poolOf(workers: number) {
  const spawned: FakeWorker[] = [];
  const pool = new SolverPool({
    workers,
    spawn: () => {
      const worker = fakeWorker<SolverWorkerApi>(createSolverApi());
      spawned.push(worker);
      return worker;
    },
  });
  return { pool, spawned };
}

const decomposed = (v: Float64Array) => interactionsOf(v, decompose(v));

describe("SolverPool", () => {
  it("solves as the core does, to the bit, and leaves v as it is", async () => {
    const { pool } = poolOf(2);
    const list = [1, 2, 3, 4].map((seed) => scores(5, seed));
    const solved = await Promise.all(list.map((v) => pool.solve(v, DEFAULT_DECOMPOSE)));
    solved.forEach((interactions, i) => expect(interactions).toEqual(decomposed(list[i]!)));
    expect(list[0]).toEqual(scores(5, 1));
  });

  it("solves again, to the same bits, when its worker dies", async () => {
    slowMachine();
    const { pool, spawned } = poolOf(1);
    const v = scores(8, 5);
    const solving = pool.solve(v, DEFAULT_DECOMPOSE, {
      onProgress: () => spawned.length === 1 && spawned[0]!.crash("killed"),
    });
    expect(await solving).toEqual(decomposed(v));
    expect(spawned).toHaveLength(2);
  });

  it("stops a long solve when cancelled, and its worker takes the next", async () => {
    slowMachine();
    const { pool, spawned } = poolOf(1);
    const controller = new AbortController();
    const long = pool.solve(
      scores(12, 6),
      { kappaFraction: 0, kappaOf: "range" },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(long).rejects.toMatchObject({ name: "AbortError" });
    const v = scores(4, 7);
    expect(await pool.solve(v, DEFAULT_DECOMPOSE)).toEqual(decomposed(v));
    expect(spawned).toHaveLength(1);
  });

  it("tells how far an effect can go as the core does, and stops when cancelled", async () => {
    slowMachine();
    const { pool, spawned } = poolOf(1);
    const v = scores(5, 9);
    const question = { concept: { kind: "and", mask: 3 }, kappa: kappaOf(v, DEFAULT_DECOMPOSE) } as const;
    const fractions: number[] = [];
    const range = await pool.effectRange(v, question, { onProgress: ({ fraction }) => fractions.push(fraction) });
    expect(range).toEqual(await effectRangeHere(v, question));
    expect(v).toEqual(scores(5, 9));
    const controller = new AbortController();
    const long = scores(12, 6);
    const stopped = pool.effectRange(
      long,
      { ...question, kappa: kappaOf(long, DEFAULT_DECOMPOSE) },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(await pool.effectRange(v, question)).toEqual(range);
    expect(spawned).toHaveLength(1);
    await expect(pool.effectRange(v, { ...question, concept: { kind: "or", mask: 1 } })).rejects.toBeInstanceOf(
      RangeError,
    );
  });

  it("hands on a RangeError about a bad v", async () => {
    const { pool } = poolOf(1);
    await expect(pool.solve(new Float64Array(3), DEFAULT_DECOMPOSE)).rejects.toBeInstanceOf(RangeError);
  });
});

describe("drainSteps", () => {
  it("tells of progress between 0 and 1 on a long solve", async () => {
    slowMachine();
    const fractions: number[] = [];
    const steps = decomposeSteps(scores(8, 8), DEFAULT_DECOMPOSE);
    await drainSteps(steps, { onProgress: ({ fraction }) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThan(0);
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });
});
