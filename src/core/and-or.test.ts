import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSound, randomValues } from "./and-or/answer.fixture.ts";
import { naiveOptimum } from "./and-or/linear-programme.fixture.ts";
import {
  decompose,
  decomposeSteps,
  DEFAULT_DECOMPOSE,
  identityStable,
  kappaOf,
  type DecomposeOptions,
} from "./and-or.ts";
import { realCases } from "./golden/golden.fixture.ts";
import { orderOf } from "./masks.ts";

const kinds = ["noise", "ties", "game", "noisy game"] as const;
const byRange = (kappaFraction: number): DecomposeOptions => ({ kappaFraction, kappaOf: "range" });

/** Functions of up to six players and a κ, from 0 to beyond the trivial. */
const problems = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    kind: fc.constantFrom(...kinds),
    seed: fc.nat(),
    kappaFraction: fc.constantFrom(0, 1e-9, 1e-4, 0.01, 0.04, 0.2, 0.49, 0.5, 1),
  })
  .map(({ n, kind, seed, kappaFraction }) => ({ v: randomValues(n, kind, seed), n, options: byRange(kappaFraction) }));

const seeded = (numRuns: number) => ({ seed: 20240917, numRuns });

describe("decompose, on random functions", () => {
  it("rebuilds v within κ and proves its gap", () => {
    fc.assert(
      fc.property(problems, ({ v, options }) => expectSound(v, decompose(v, options))),
      seeded(400),
    );
  });

  it("agrees with a naive linear programme", () => {
    const small = problems.filter(({ n }) => n <= 5);
    fc.assert(
      fc.property(small, ({ v, options }) => {
        const answer = decompose(v, options);
        const optimum = naiveOptimum(v, answer.kappa);
        // The oracle's own rounding, which is all there is where the optimum is 0.
        const slack = 1e-9 * (1 + optimum);
        expect(answer.objective).toBeLessThanOrEqual(1.001 * optimum + slack);
        expect(answer.bound).toBeLessThanOrEqual(optimum + slack);
      }),
      seeded(100),
    );
  });

  it.each(kinds)("agrees with it for six players (%s)", (kind) => {
    const v = randomValues(6, kind, 1);
    const answer = decompose(v, byRange(0.04));
    const optimum = naiveOptimum(v, answer.kappa);
    expect(answer.objective).toBeLessThanOrEqual(1.001 * optimum);
    expect(answer.bound).toBeLessThanOrEqual((1 + 1e-9) * optimum);
  });

  it("keeps the objective when a constant is added", () => {
    fc.assert(
      fc.property(problems, fc.double({ min: -100, max: 100, noNaN: true }), ({ v, options }, shift) => {
        const plain = decompose(v, options);
        const shifted = decompose(
          v.map((value) => value + shift),
          options,
        );
        expectClose(shifted.objective, plain.objective, 1e-3);
      }),
      seeded(60),
    );
  });

  it("scales with v: the effects to the byte by a power of two, the objective by any factor", () => {
    fc.assert(
      fc.property(problems, ({ v, options }) => {
        const plain = decompose(v, options);
        const scaled = decompose(
          v.map((value) => 8 * value),
          options,
        );
        expect(scaled.and).toEqual(plain.and.map((effect) => 8 * effect));
        expect(scaled.or).toEqual(plain.or.map((effect) => 8 * effect));
        expectClose(
          decompose(
            v.map((value) => -3 * value),
            options,
          ).objective,
          3 * plain.objective,
          1e-3,
        );
      }),
      seeded(60),
    );
  });

  it("keeps the objective when players are renamed", () => {
    fc.assert(
      fc.property(problems, fc.nat(), ({ v, n, options }, turn) => {
        const renamed = v.map((_, mask) => v[rotate(mask, turn % n, n)]!);
        expectClose(decompose(renamed, options).objective, decompose(v, options).objective, 1e-3);
      }),
      seeded(60),
    );
  });

  it("leaves v as it is and gives the same bytes again", () => {
    fc.assert(
      fc.property(problems, ({ v, options }) => {
        const copy = v.slice();
        expect(decompose(v, options)).toStrictEqual(decompose(copy, options));
        expect(v).toEqual(copy);
      }),
      seeded(40),
    );
  });
});

describe("decompose, where no work is needed", () => {
  it("answers a constant with no effects", () => {
    const answer = decompose(new Float64Array(16).fill(-7.25), byRange(0));
    expect(answer).toMatchObject({ constant: -7.25, objective: 0, bound: 0, gap: 0, method: "trivial", iterations: 0 });
    expectSound(new Float64Array(16).fill(-7.25), answer);
  });

  it("answers what lies within κ of a constant with no effects", () => {
    const v = Float64Array.of(0, 1, 3, 2);
    const answer = decompose(v, byRange(0.5));
    expect(answer).toMatchObject({ constant: 1.5, objective: 0, method: "trivial", kappa: 1.5 });
    expectSound(v, answer);
  });

  it("solves one player by hand: the effect is the range less 2κ", () => {
    const answer = decompose(Float64Array.of(1, 5), byRange(0.1));
    expectSound(Float64Array.of(1, 5), answer);
    expect(answer.kappa).toBeCloseTo(0.4, 12);
    expect(answer.and[1]).toBeCloseTo(3.2, 6);
    expect(answer.constant).toBeCloseTo(1.4, 6);
  });
});

describe("the tie-break", () => {
  it("prefers low order, then AND: x ∨ y stays an OR, x + y stays two singles", () => {
    const either = decompose(Float64Array.of(0, 1, 1, 1), byRange(0.01));
    expect(either.or[3]).toBeGreaterThan(0.9);
    const sum = decompose(Float64Array.of(0, 1, 1, 2), byRange(0.01));
    expect([...sum.and].map(Math.round)).toEqual([0, 1, 1, 0]);
    expect([...sum.or]).toEqual([0, 0, 0, 0]);
  });

  it("leaves the gap to the objective: on real layers it is printed below a millionth", () => {
    for (const { v } of realCases()) expect(decompose(v).gap).toBeLessThan(1e-6);
  });

  it("may go by another hash, which moves effects among equal answers and not the objective", () => {
    const { v } = realCases().find(({ name }) => name === "real12-img9-b5")!;
    const own = decompose(v);
    expect(decompose(v, { ...DEFAULT_DECOMPOSE, tieBreak: 0 })).toStrictEqual(own);
    const others = [1, 2, 16383].map((tieBreak) => decompose(v, { ...DEFAULT_DECOMPOSE, tieBreak }));
    for (const other of others) {
      expectSound(v, other);
      expectClose(other.objective, own.objective, 1e-6);
      expect(other.and).not.toEqual(own.and);
    }
    expect(others[0]!.and).not.toEqual(others[1]!.and);
    // The order of preference is the same by every hash.
    expect(decompose(Float64Array.of(0, 1, 1, 2), { ...byRange(0.01), tieBreak: 3 }).or[3]).toBe(0);
    expect(decompose(Float64Array.of(0, 1, 1, 1), { ...byRange(0.01), tieBreak: 3 }).or[3]).toBeGreaterThan(0.9);
  });
});

describe("decomposeSteps", () => {
  it("yields rising fractions and iterations, and can be left at any time", () => {
    const { v } = realCases()[0]!;
    const steps = decomposeSteps(v, DEFAULT_DECOMPOSE);
    let last = { fraction: 0, iterations: -1 };
    let count = 0;
    for (let step = steps.next(); !step.done && count < 20; step = steps.next(), count++) {
      expect(step.value.fraction).toBeGreaterThanOrEqual(last.fraction);
      expect(step.value.fraction).toBeLessThanOrEqual(1);
      expect(step.value.iterations).toBeGreaterThan(last.iterations);
      last = step.value;
    }
    expect(count).toBe(20);
  });

  it("also reports when method B takes over", () => {
    const v = randomValues(10, "noise", 2);
    let last = 0;
    const steps = decomposeSteps(v, byRange(0.002));
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      expect(step.value.fraction).toBeGreaterThanOrEqual(last);
      last = step.value.fraction;
    }
    expect(step.value.method).toBe("B");
    expect(identityStable(step.value)).toBe(false);
    expectSound(v, step.value);
  });
});

describe("kappaOf", () => {
  const v = Float64Array.of(2, -1, 7, 4);

  it("is the fraction of the range, or of |v(N) − v(∅)|", () => {
    expect(kappaOf(v, { kappaFraction: 0.5, kappaOf: "range" })).toBe(4);
    expect(kappaOf(v, { kappaFraction: 0.5, kappaOf: "delta" })).toBe(1);
  });
});

describe("rejects", () => {
  it.each([0, 1, 3, 12, 2 ** 17])("a length of %i", (length) => {
    expect(() => decompose(new Float64Array(length))).toThrow(RangeError);
  });

  it.each([NaN, Infinity, -Infinity])("%s in v, naming the mask", (bad) => {
    const v = new Float64Array(8);
    v[3] = bad;
    expect(() => decompose(v)).toThrow(/mask 3/);
    expect(() => decompose(v)).toThrow(RangeError);
  });

  it.each([-0.1, NaN, Infinity])("a fraction of %s", (kappaFraction) => {
    expect(() => decompose(new Float64Array(8), byRange(kappaFraction))).toThrow(RangeError);
    expect(() => decompose(new Float64Array(8), byRange(kappaFraction))).toThrow(String(kappaFraction));
  });

  it.each([-1, 0.5, 16384, NaN])("a tie-break of %s", (tieBreak) => {
    expect(() => decompose(new Float64Array(8), { ...DEFAULT_DECOMPOSE, tieBreak })).toThrow(RangeError);
  });

  it("a range beyond the largest number", () => {
    expect(() => decompose(Float64Array.of(-1.7e308, 1.7e308))).toThrow(RangeError);
  });
});

function expectClose(actual: number, expected: number, relative: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-9);
}

function rotate(mask: number, by: number, n: number): number {
  const rotated = ((mask << by) | (mask >> (n - by))) & (2 ** n - 1);
  if (orderOf(rotated) !== orderOf(mask)) throw new Error("a renaming keeps the order");
  return rotated;
}
