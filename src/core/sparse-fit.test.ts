import { describe, expect, it } from "vitest";
import { randomProblem } from "./sparse-fit/columns.fixture.ts";
import { ebic } from "./sparse-fit/criterion.ts";
import { problemOf } from "./sparse-fit/problem.ts";
import { refit, sparseFit, type SparseFit } from "./sparse-fit.ts";
import type { FitProblem } from "./sparse-fit/problem.ts";

function fitOf(problem: FitProblem, starts: readonly (readonly number[])[] = []): SparseFit {
  const criterion = ebic(problem, 1);
  const steps = sparseFit(problem, { criterion, familyOf: (column) => [column], mostColumns: 20 }, starts);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("a fit by few columns", () => {
  it.each([1, 2, 3, 4])("is no worse than from any start, and the same again (seed %i)", (seed) => {
    const problem = randomProblem(60, 80, 6, seed);
    const criterion = ebic(problem, 1);
    const fit = fitOf(problem);
    expect(fit).toEqual(fitOf(problem));
    expect(fit.columns).toEqual(fit.columns.toSorted((a, b) => a - b));
    expect(fit.columns.length).toBeGreaterThan(3);
    const { residual, effects } = refit(problem, fit.columns);
    expect(residual).toBeCloseTo(fit.residual, 9);
    expect(effects).toEqual(fit.effects);
    for (let column = 0; column < 60; column++) {
      const other = refit(
        problem,
        fit.columns.includes(column) ? fit.columns.filter((c) => c !== column) : [...fit.columns, column],
      );
      expect(criterion(other.columns.length, other.residual)).toBeGreaterThan(
        criterion(fit.columns.length, residual) - 1e-6,
      );
    }
  });

  it("of a constant is by no column", () => {
    const problem = problemOf({
      rows: 4,
      gram: new Float64Array([2]),
      sums: [2],
      products: [10],
      sum: 20,
      square: 100,
    });
    expect(fitOf(problem)).toEqual({ columns: [], effects: new Float64Array(), residual: 0 });
  });

  it("refuses products of other lengths", () => {
    expect(() =>
      problemOf({ rows: 4, gram: new Float64Array(3), sums: [2], products: [1], sum: 0, square: 1 }),
    ).toThrow("1 columns must have 1 sums and 1 products, got 1 and 3");
  });
});
