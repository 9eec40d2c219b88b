import { describe, expect, it } from "vitest";
import { problemFrom, randomProblem, leastSquares } from "./columns.fixture.ts";
import { ebic, type Criterion } from "./criterion.ts";
import { polish } from "./polish.ts";
import type { FitProblem } from "./problem.ts";
import type { SupportFit } from "./support-fit.ts";

const X = [0, 1, 0, 1, 0, 1, 0, 1];
const Y = [0, 0, 1, 1, 0, 0, 1, 1];
const AND = X.map((x, i) => x * Y[i]!);
const OR = X.map((x, i) => Math.max(x, Y[i]!));
const COLUMNS = [X, Y, AND, OR];

function polished(
  problem: FitProblem,
  start: readonly number[],
  criterion: Criterion,
  familyOf: (column: number) => readonly number[],
): SupportFit {
  const steps = polish(problem, start, { criterion, familyOf, mostColumns: 5 });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("EBIC", () => {
  it("is what Chen and Chen write", () => {
    const criterion = ebic({ rows: 100, count: 10, square: 1 }, 0.5);
    expect(criterion(3, 0.5)).toBeCloseTo(100 * Math.log(0.005) + 3 * Math.log(100) + Math.log(120), 10);
  });

  it("takes the fewest columns where only rounding is left", () => {
    const criterion = ebic({ rows: 100, count: 10, square: 1 }, 0);
    expect(criterion(2, 1e-14)).toBeLessThan(criterion(3, 1e-20));
  });
});

describe("polishing", () => {
  it.each([[[0, 1, 2]], [[0]], [[]], [[2, 3]]])("finds x ∨ y from the columns %j", (start) => {
    const problem = problemFrom(
      COLUMNS,
      OR.map((x) => 1 + 2 * x),
    );
    const fit = polished(problem, start, ebic(problem, 1), () => [0, 1, 2, 3]);
    expect(fit.support).toEqual([3]);
    expect(fit.effects()[0]).toBeCloseTo(2, 10);
  });

  it("of three columns out of x, y, x ∧ y, x ∨ y, which all say the same, takes those with the smallest effects", () => {
    // 1.9x + 2.2y − 2 x∧y = −0.1x + 0.2y + 2 x∨y
    const problem = problemFrom(
      COLUMNS,
      X.map((x, i) => 1.9 * x + 2.2 * Y[i]! - 2 * AND[i]!),
    );
    const fit = polished(problem, [0, 1, 2], ebic(problem, 1), () => [0, 1, 2, 3]);
    expect(fit.size).toBe(3);
    expect(fit.residual).toBeCloseTo(0, 10);
    expect(fit.effects().reduce((sum, effect) => sum + Math.abs(effect), 0)).toBeCloseTo(2.3, 10);
  });

  it.each([1, 2, 3, 4, 5, 6])("finds the best of all supports of a small problem (seed %i)", (seed) => {
    const problem = randomProblem(10, 60, 3, seed);
    const criterion = ebic(problem, 1);
    let least = Infinity;
    let best: number[] = [];
    for (let subset = 0; subset < 1024; subset++) {
      const columns = [...Array(10).keys()].filter((j) => (subset >> j) & 1);
      const fit = columns.length > 5 ? null : leastSquares(problem, columns);
      if (fit !== null && criterion(columns.length, fit.residual) < least) {
        least = criterion(columns.length, fit.residual);
        best = columns;
      }
    }
    expect(best.length).toBeGreaterThan(0);
    const fit = polished(problem, [], criterion, (column) => [column]);
    expect(fit.support.toSorted((a, b) => a - b)).toEqual(best);
  });
});
