import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { plainMatrix } from "./design-matrix.ts";
import { accuracyOf, fitLogits, fitProbe, regularisedLoss } from "./probe-fit.ts";

const CLASSES = 3;
const FEATURES = 4;
const ROWS = 60;

/** Three overlapping clouds of points. */
function clouds(seed: number, distance: number): { values: Float32Array; labels: Uint8Array } {
  const random = mulberry32(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => row % CLASSES);
  const values = Float32Array.from(
    { length: ROWS * FEATURES },
    (_, i) => normal() + (i % FEATURES === labels[Math.floor(i / FEATURES)] ? distance : 0),
  );
  return { values, labels };
}

const { values, labels } = clouds(1, 1);
const matrix = plainMatrix(values, FEATURES);
const options = { classes: CLASSES, l2: 0.01, tolerance: 1e-6, maxIterations: 200 };

it("computes the gradient that finite differences give", async () => {
  const random = mulberry32(2);
  const point = Float64Array.from({ length: (FEATURES + 1) * CLASSES }, () => random() - 0.5);
  const { gradient } = await regularisedLoss(matrix, labels, CLASSES, 0.1, point);
  // Logits are 32-bit: a step much smaller than this drowns in their rounding.
  const step = 1e-2;
  for (let i = 0; i < point.length; i++) {
    const at = async (offset: number) =>
      (await regularisedLoss(matrix, labels, CLASSES, 0.1, point.with(i, point[i]! + offset))).value;
    expect(gradient[i]).toBeCloseTo(((await at(step)) - (await at(-step))) / (2 * step), 4);
  }
});

it("separates what is separable", async () => {
  const far = clouds(3, 12);
  const separable = plainMatrix(far.values, FEATURES);
  const fit = await fitProbe(separable, far.labels, { ...options, l2: 1e-3 });
  expect(accuracyOf(await fitLogits(separable, fit), far.labels, CLASSES)).toBe(1);
});

it("agrees with plain gradient descent", async () => {
  const fit = await fitProbe(matrix, labels, options);
  expect(fit.converged).toBe(true);
  const point = new Float64Array((FEATURES + 1) * CLASSES);
  for (let i = 0; i < 5000; i++) {
    const { gradient } = await regularisedLoss(matrix, labels, CLASSES, options.l2, point);
    for (let k = 0; k < point.length; k++) point[k]! -= 0.3 * gradient[k]!;
  }
  fit.weights.forEach((weight, i) => expect(weight).toBeCloseTo(point[i]!, 3));
});

it("finds the same probe from another start", async () => {
  const fromZero = await fitProbe(matrix, labels, options);
  const other = await fitProbe(matrix, labels, { ...options, l2: 1 });
  const warm = await fitProbe(matrix, labels, options, other);
  warm.weights.forEach((weight, i) => expect(weight).toBeCloseTo(fromZero.weights[i]!, 4));
});

it("shrinks towards the prior as the penalty grows", async () => {
  const uneven = Uint8Array.from({ length: ROWS }, (_, row) => (row % 6 === 0 ? 2 : row % 3 === 0 ? 1 : 0));
  const fit = await fitProbe(matrix, uneven, { ...options, l2: 1e4 });
  const shares = [0, 1, 2].map((label) => uneven.filter((other) => other === label).length / ROWS);
  expect(Math.max(...fit.weights.map(Math.abs))).toBeLessThan(1e-3);
  expect(fit.bias[0]! - fit.bias[1]!).toBeCloseTo(Math.log(shares[0]! / shares[1]!), 3);
});

it("refuses labels that do not fit", async () => {
  await expect(fitProbe(matrix, labels.subarray(1), options)).rejects.toThrow(RangeError);
  await expect(
    fitProbe(
      matrix,
      labels.map((label) => label + 1),
      options,
    ),
  ).rejects.toThrow(RangeError);
});
