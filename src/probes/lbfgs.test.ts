import { expect, it } from "vitest";
import { minimise } from "./lbfgs.ts";

it("finds the minimum of a badly scaled quadratic in far fewer steps than its condition number", async () => {
  const curvature = [1, 10, 100, 1000];
  const target = [1, -2, 3, -4];
  const result = await minimise(
    async (point) => ({
      value: curvature.reduce((sum, c, i) => sum + (c / 2) * (point[i]! - target[i]!) ** 2, 0),
      gradient: Float64Array.from(curvature, (c, i) => c * (point[i]! - target[i]!)),
    }),
    new Float64Array(4),
    { gradientNorm: 1e-8, maxIterations: 100 },
  );
  expect(result.converged).toBe(true);
  expect(result.iterations).toBeLessThan(40);
  target.forEach((value, i) => expect(result.point[i]).toBeCloseTo(value, 6));
});

it("says when the iterations ran out", async () => {
  const result = await minimise(
    async (point) => ({ value: point[0]! ** 4, gradient: Float64Array.of(4 * point[0]! ** 3) }),
    Float64Array.of(100),
    { gradientNorm: 1e-12, maxIterations: 3 },
  );
  expect(result).toMatchObject({ converged: false, iterations: 3 });
});

it("takes a start that is already the minimum", async () => {
  const start = Float64Array.of(0);
  const result = await minimise(
    async (point) => ({ value: point[0]! ** 2, gradient: Float64Array.of(2 * point[0]!) }),
    start,
    { gradientNorm: 0, maxIterations: 10 },
  );
  expect(result).toMatchObject({ converged: true, iterations: 0 });
});
