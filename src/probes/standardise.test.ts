import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { foldStandardisation, standardisationOf, standardise } from "./standardise.ts";

const ROWS = 40;
const random = mulberry32(7);
// Feature 0 varies around 5, feature 1 hardly, feature 2 not at all.
const values = Float32Array.from({ length: ROWS * 3 }, (_, i) => [5 + 2 * random(), 0.01 * random(), 3][i % 3]!);
const standardisation = standardisationOf(values, 3);
const standardised = values.slice();
standardise(standardised, standardisation);

it("gives every varying feature mean 0 and deviation 1, and leaves constant ones at 0", () => {
  for (let f = 0; f < 3; f++) {
    const column = Array.from({ length: ROWS }, (_, row) => standardised[row * 3 + f]!);
    expect(column.reduce((sum, x) => sum + x, 0) / ROWS).toBeCloseTo(0, 5);
    expect(Math.sqrt(column.reduce((sum, x) => sum + x * x, 0) / ROWS)).toBeCloseTo(f === 2 ? 0 : 1, 5);
  }
});

it("folds back so that raw features give the same logits", () => {
  const fit = { weights: Float64Array.from({ length: 6 }, () => random() - 0.5), bias: Float64Array.of(0.3, -0.7) };
  const { weights, bias } = foldStandardisation(fit, standardisation);
  for (let row = 0; row < ROWS; row++) {
    for (let c = 0; c < 2; c++) {
      let expected = fit.bias[c]!;
      let actual = bias[c]!;
      for (let f = 0; f < 3; f++) {
        expected += fit.weights[f * 2 + c]! * standardised[row * 3 + f]!;
        actual += weights[c * 3 + f]! * values[row * 3 + f]!;
      }
      expect(actual).toBeCloseTo(expected, 4);
    }
  }
});
