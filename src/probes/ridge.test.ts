import { describe, expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { fitRidge } from "./ridge.ts";

const random = mulberry32(3);

/** Rows [rows · features] of mean 0, and targets that half follow from them. */
function drawn(rows: number, features: number): { x: Float32Array; y: Float64Array } {
  const x = Float32Array.from({ length: rows * features }, () => random() - 0.5);
  for (let f = 0; f < features; f++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += x[row * features + f]! / rows;
    for (let row = 0; row < rows; row++) x[row * features + f]! -= mean;
  }
  const y = Float64Array.from({ length: rows }, (_, row) => 3 + 2 * x[row * features]! + 0.3 * (random() - 0.5));
  return { x, y };
}

/** Gradient of Σ (y − bias − w · x)² / 2 + λ/2 · Σ w², which is 0 at the minimum. */
function gradient(x: Float32Array, y: Float64Array, weights: Float64Array, bias: number, lambda: number): number[] {
  const features = weights.length;
  const sums = Array.from(weights, (weight) => lambda * weight);
  y.forEach((target, row) => {
    let error = bias - target;
    for (let f = 0; f < features; f++) error += weights[f]! * x[row * features + f]!;
    for (let f = 0; f < features; f++) sums[f]! += error * x[row * features + f]!;
  });
  return sums;
}

describe("fitRidge", () => {
  it.each([
    [40, 6],
    [12, 30],
    [20, 20],
  ])("finds the minimum for %i rows of %i features", (rows, features) => {
    const { x, y } = drawn(rows, features);
    const { weights, bias, lambda } = fitRidge(x, features, y);
    expect(bias).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / rows, 10);
    for (const slope of gradient(x, y, weights, bias, lambda)) expect(Math.abs(slope)).toBeLessThan(1e-6);
  });
  it("is the same whichever Gram matrix it takes", () => {
    // One row more than features, and the same with a feature that says nothing, so that both ways are gone.
    const { x, y } = drawn(9, 8);
    const wide = Float32Array.from({ length: 9 * 10 }, (_, i) =>
      i % 10 < 8 ? x[Math.floor(i / 10) * 8 + (i % 10)]! : 0,
    );
    const [narrow, padded] = [fitRidge(x, 8, y), fitRidge(wide, 10, y)];
    expect(padded.lambda).toBeCloseTo(narrow.lambda, 8);
    narrow.weights.forEach((weight, f) => expect(padded.weights[f]).toBeCloseTo(weight, 6));
  });
  it("chooses a strong penalty for noise and a weak one for what is linear", () => {
    const { x } = drawn(60, 20);
    const noise = Float64Array.from({ length: 60 }, () => random() - 0.5);
    const linear = Float64Array.from({ length: 60 }, (_, row) => 5 * x[row * 20 + 3]!);
    expect(fitRidge(x, 20, noise).lambda).toBeGreaterThan(100 * fitRidge(x, 20, linear).lambda);
  });
  it("gives the mean where nothing varies", () => {
    const { weights, bias } = fitRidge(new Float32Array(12), 3, Float64Array.of(1, 2, 3, 6));
    expect([...weights, bias]).toEqual([0, 0, 0, 3]);
  });
});
