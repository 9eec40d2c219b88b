import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { plainMatrix } from "./design-matrix.ts";
import {
  accuracyOf,
  crossEntropyOf,
  fitLogits,
  fitProbe,
  regularisedLoss,
  type FitOptions,
  type Targets,
} from "./probe-fit.ts";

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
const hard: Targets = { labels };

/** Shares of classes, some of them 0. */
const soft: Targets = (() => {
  const random = mulberry32(7);
  const shares = Float32Array.from(
    { length: ROWS * CLASSES },
    (_, i) => Math.max(0, random() - 0.2) + (i % CLASSES === labels[Math.floor(i / CLASSES)] ? 0.5 : 0),
  );
  for (let row = 0; row < ROWS; row++) {
    const of = shares.subarray(row * CLASSES, (row + 1) * CLASSES);
    const sum = of.reduce((a, b) => a + b);
    of.forEach((share, c) => (of[c] = share / sum));
  }
  return { shares };
})();
/** How often each row counts: 0 to 3 times. */
const counts = Uint8Array.from({ length: ROWS }, (_, row) => (row * 7) % 4);
const options: FitOptions = { classes: CLASSES, l2: 0.01, tolerance: 1e-6, maxIterations: 200 };

it.each([
  ["labels", hard, undefined],
  ["shares", soft, undefined],
  ["shares of rows that count", soft, counts],
])("computes the gradient that finite differences give: %s", async (_, targets, weights) => {
  const random = mulberry32(2);
  const point = Float64Array.from({ length: (FEATURES + 1) * CLASSES }, () => random() - 0.5);
  const lossAt = (at: Float64Array) => regularisedLoss(matrix, targets, { classes: CLASSES, l2: 0.1, weights }, at);
  const { gradient } = await lossAt(point);
  // Logits are 32-bit: a step much smaller than this drowns in their rounding.
  const step = 1e-2;
  for (let i = 0; i < point.length; i++) {
    const at = async (offset: number) => (await lossAt(point.with(i, point[i]! + offset))).value;
    expect(gradient[i]).toBeCloseTo(((await at(step)) - (await at(-step))) / (2 * step), 4);
  }
});

it("separates what is separable", async () => {
  const far = clouds(3, 12);
  const separable = plainMatrix(far.values, FEATURES);
  const fit = await fitProbe(separable, { labels: far.labels }, { ...options, l2: 1e-3 });
  expect(accuracyOf(await fitLogits(separable, fit), far.labels, CLASSES)).toBe(1);
});

it.each([
  ["labels", hard, undefined, 1e-6],
  // Shares that hardly differ make a gradient so small that 32-bit logits end it earlier.
  ["shares of rows that count", soft, counts, 1e-4],
])("agrees with plain gradient descent: %s", async (_, targets, weights, tolerance) => {
  const fit = await fitProbe(matrix, targets, { ...options, weights, tolerance });
  expect(fit.converged).toBe(true);
  const point = new Float64Array((FEATURES + 1) * CLASSES);
  for (let i = 0; i < 5000; i++) {
    const { gradient } = await regularisedLoss(matrix, targets, { ...options, weights }, point);
    for (let k = 0; k < point.length; k++) point[k]! -= 0.3 * gradient[k]!;
  }
  fit.weights.forEach((weight, i) => expect(weight).toBeCloseTo(point[i]!, 3));
});

it("finds the weights that shares ask for, worked by hand", async () => {
  // One feature, 0 in the first row and 1 in the second: without a penalty both rows can be answered exactly.
  const shares = Float32Array.of(0.25, 0.75, 0.8, 0.2);
  const fit = await fitProbe(plainMatrix(Float32Array.of(0, 1), 1), { shares }, { ...options, classes: 2, l2: 0 });
  const odds = (p: number) => Math.log(p / (1 - p));
  expect(fit.bias[0]! - fit.bias[1]!).toBeCloseTo(odds(0.25), 3);
  expect(fit.weights[0]! - fit.weights[1]!).toBeCloseTo(odds(0.8) - odds(0.25), 3);
  // What is left of the cross-entropy is what the shares themselves do not say.
  const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  expect(fit.loss).toBeCloseTo((entropy(0.25) + entropy(0.8)) / 2, 5);
});

it("learns from shares that are all of one class what it learns from labels", async () => {
  const shares = Float32Array.from({ length: ROWS * CLASSES }, (_, i) =>
    labels[Math.floor(i / CLASSES)] === i % CLASSES ? 1 : 0,
  );
  expect(await fitProbe(matrix, { shares }, options)).toEqual(await fitProbe(matrix, hard, options));
});

it.each([
  ["labels", hard],
  ["shares", soft],
])("learns from rows that count what it learns from the rows repeated: %s", async (_, targets) => {
  const repeated = Array.from(counts, (count, row) => Array<number>(count).fill(row)).flat();
  const pick = (from: ArrayLike<number>, width: number) =>
    Float32Array.from(
      { length: repeated.length * width },
      (_, i) => from[repeated[Math.floor(i / width)]! * width + (i % width)]!,
    );
  const again = plainMatrix(pick(values, FEATURES), FEATURES);
  const targetsAgain: Targets =
    "labels" in targets ? { labels: pick(targets.labels, 1) } : { shares: pick(targets.shares, CLASSES) };
  const weighted = await fitProbe(matrix, targets, { ...options, weights: counts });
  const long = await fitProbe(again, targetsAgain, options);
  expect(weighted.loss).toBeCloseTo(long.loss, 6);
  weighted.weights.forEach((weight, i) => expect(weight).toBeCloseTo(long.weights[i]!, 4));
});

it("tells the cross-entropy of logits", () => {
  const logits = Float32Array.of(Math.log(1), Math.log(3), Math.log(2), Math.log(2));
  const shares = Float32Array.of(1, 0, 0.5, 0.5);
  expect(crossEntropyOf(logits, { shares }, 2)).toBeCloseTo((-Math.log(0.25) - Math.log(0.5)) / 2, 6);
  expect(crossEntropyOf(logits, { labels: [1, 0] }, 2)).toBeCloseTo((-Math.log(0.75) - Math.log(0.5)) / 2, 6);
});

it("finds the same probe from another start", async () => {
  const fromZero = await fitProbe(matrix, hard, options);
  const other = await fitProbe(matrix, hard, { ...options, l2: 1 });
  const warm = await fitProbe(matrix, hard, options, other);
  warm.weights.forEach((weight, i) => expect(weight).toBeCloseTo(fromZero.weights[i]!, 4));
});

it("shrinks towards the prior as the penalty grows", async () => {
  const uneven = Uint8Array.from({ length: ROWS }, (_, row) => (row % 6 === 0 ? 2 : row % 3 === 0 ? 1 : 0));
  const fit = await fitProbe(matrix, { labels: uneven }, { ...options, l2: 1e4 });
  const shares = [0, 1, 2].map((label) => uneven.filter((other) => other === label).length / ROWS);
  expect(Math.max(...fit.weights.map(Math.abs))).toBeLessThan(1e-3);
  expect(fit.bias[0]! - fit.bias[1]!).toBeCloseTo(Math.log(shares[0]! / shares[1]!), 3);
});

it("refuses targets and weights that do not fit", async () => {
  for (const [targets, weights] of [
    [{ labels: labels.subarray(1) }, undefined],
    [{ labels: labels.map((label) => label + 1) }, undefined],
    [{ shares: new Float32Array(ROWS) }, undefined],
    [hard, counts.subarray(1)],
    [hard, new Uint8Array(ROWS)],
  ] as const)
    await expect(fitProbe(matrix, targets, { ...options, weights })).rejects.toThrow(RangeError);
});
