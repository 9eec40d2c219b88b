import { expect, it } from "vitest";
import { mulberry32 } from "../random.ts";
import { ridgeFits, ridgeValue } from "./ridge.ts";

it("solves (K + λ) weights + constant = v with weights that add up to 0, on the first rows of a matrix, for every penalty at once", () => {
  const [side, rows] = [30, 24];
  const random = mulberry32(4);
  const features = Array.from({ length: side }, () => Array.from({ length: 8 }, () => random() - 0.5));
  const matrix = Float32Array.from({ length: side * side }, (_, at) => {
    const [a, b] = [features[Math.floor(at / side)]!, features[at % side]!];
    return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  });
  const v = Float64Array.from({ length: side }, () => 5 + random());
  const steps = ridgeFits(matrix, side, rows, v, [0.01, 1]);
  let step = steps.next();
  while (!step.done) step = steps.next();
  expect(step.value.map(({ penalty }) => penalty)).toEqual([0.01, 1]);
  for (const fit of step.value) {
    expect(fit.weights).toHaveLength(rows);
    expect(fit.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0, 8);
    for (let row = 0; row < rows; row++)
      expect(ridgeValue(matrix, side, row, fit) + fit.penalty * fit.weights[row]!).toBeCloseTo(v[row]!, 6);
  }
});
