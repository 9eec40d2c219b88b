import { expect, it } from "vitest";
import { mulberry32 } from "../random.ts";
import { KernelMemory } from "../simd/memory.ts";
import { FloatMatrix } from "./float-matrix.ts";
import { ridgeFits, ridgeValues } from "./ridge.ts";

it("solves (K + λ) weights + constant = v with weights that add up to 0, on the first rows of a matrix, for every penalty at once", () => {
  const [side, rows] = [30, 24];
  const random = mulberry32(4);
  const features = Array.from({ length: side }, () => Array.from({ length: 8 }, () => random() - 0.5));
  const matrix = new FloatMatrix(new KernelMemory(FloatMatrix.roomOf(side)), side);
  features.forEach((a, i) =>
    matrix.line(i).set(features.map((b) => a.reduce((sum, value, k) => sum + value * b[k]!, 0))),
  );
  const v = Float64Array.from({ length: side }, () => 5 + random());
  const steps = ridgeFits(matrix, rows, v, [0.01, 1]);
  let step = steps.next();
  while (!step.done) step = steps.next();
  expect(step.value.map(({ penalty }) => penalty)).toEqual([0.01, 1]);
  for (const fit of step.value) {
    expect(fit.weights).toHaveLength(rows);
    expect(fit.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0, 8);
    const values = ridgeValues(matrix, 0, rows, fit);
    for (let row = 0; row < rows; row++) expect(values[row]! + fit.penalty * fit.weights[row]!).toBeCloseTo(v[row]!, 6);
    const unseen = features
      .slice(rows)
      .map((_, i) => fit.weights.reduce((sum, weight, j) => sum + weight * matrix.line(rows + i)[j]!, fit.constant));
    ridgeValues(matrix, rows, side, fit).forEach((value, i) => expect(value).toBeCloseTo(unseen[i]!, 9));
  }
});
