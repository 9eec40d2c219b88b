import { describe, expect, it } from "vitest";
import { leastSquares, problemFrom, randomProblem } from "./columns.fixture.ts";
import { lassoPath } from "./lasso-path.ts";
import type { FitProblem } from "./problem.ts";

describe("the lasso's path", () => {
  it("takes orthogonal columns by the size of their products, and refits without shrinking", () => {
    const columns = [
      [1, 1, -1, -1],
      [1, -1, 1, -1],
      [1, -1, -1, 1],
    ];
    const v = [0, 1, 2].reduce((sum, j) => sum.map((x, i) => x + [1, -3, 2][j]! * columns[j]![i]!), [7, 7, 7, 7]);
    const points = [...lassoPath(problemFrom(columns, v), 3)];
    expect(points.map(({ columns }) => columns)).toEqual([[1], [1, 2], [1, 2, 0]]);
    expect(points.map(({ penalty }) => penalty)).toEqual([1, 2 / 3, 1 / 3].map((share) => expect.closeTo(share, 12)));
    expect(points.map(({ residual }) => residual)).toEqual([20, 4, 0].map((rest) => expect.closeTo(rest, 9)));
    expect([...points[2]!.effects]).toEqual([-3, 2, 1].map((effect) => expect.closeTo(effect, 12)));
  });

  it.each([1, 2, 3, 4])("meets the supports that coordinate descent ends at between its points (seed %i)", (seed) => {
    const problem = randomProblem(15, 60, 6, seed);
    const points = [...lassoPath(problem, 12)];
    expect(points.length).toBeGreaterThan(5);
    points.slice(0, -1).forEach(({ columns, penalty, residual, effects }, i) => {
      const between = (penalty + points[i + 1]!.penalty) / 2;
      if (penalty - points[i + 1]!.penalty < 1e-4) return;
      expect(columns.toSorted((a, b) => a - b)).toEqual(descend(problem, between));
      const fit = leastSquares(problem, columns)!;
      expect(residual).toBeCloseTo(fit.residual, 9);
      effects.forEach((effect, k) => expect(effect).toBeCloseTo(fit.effects[k]!, 9));
    });
  });

  it("never takes a column that is a sum of the others, and ends where nothing is left", () => {
    const x = [0, 1, 0, 1, 0, 1, 0, 1];
    const y = [0, 0, 1, 1, 0, 0, 1, 1];
    const and = x.map((value, i) => value * y[i]!);
    const or = x.map((value, i) => Math.max(value, y[i]!));
    const v = x.map((value, i) => value + 0.9 * y[i]! - 0.4 * and[i]!);
    const points = [...lassoPath(problemFrom([x, y, and, or], v), 4)];
    expect(points.at(-1)!.residual).toBeCloseTo(0, 9);
    for (const { columns } of points) expect(columns.length).toBeLessThan(4);
  });
});

/** Coordinate descent on ½ Σ residual² + λ Σ |coefficient|, columns at length 1, λ a share of the largest product: the columns with a coefficient. */
function descend({ count, gram, products }: FitProblem, share: number): number[] {
  const length = Float64Array.from({ length: count }, (_, j) => Math.sqrt(gram(j, j)));
  const first = Math.max(...products.map((product, j) => Math.abs(product) / length[j]!));
  const coefficients = new Float64Array(count);
  for (let sweep = 0; sweep < 20_000; sweep++)
    for (let j = 0; j < count; j++) {
      let product = products[j]! / length[j]!;
      for (let i = 0; i < count; i++)
        if (i !== j) product -= (coefficients[i]! * gram(i, j)) / (length[i]! * length[j]!);
      coefficients[j] = Math.sign(product) * Math.max(0, Math.abs(product) - share * first);
    }
  return [...coefficients.keys()].filter((j) => coefficients[j] !== 0);
}
