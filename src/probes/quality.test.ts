import { expect, it } from "vitest";
import { firstClasses, qualitiesOf, scoresOf, type VersionLogits } from "./quality.ts";

it("takes the first of the largest logits of each row", () => {
  expect(firstClasses([1, 2, 2, 5, -1, 0], 3)).toEqual([1, 0]);
});

it("tells quality from logits, worked by hand", () => {
  const of = (...rows: readonly number[]): Float32Array => Float32Array.from(rows);
  // Two photographs of classes 0 and 1, two classes: v is the difference of the two logits.
  const network: VersionLogits = { whole: of(3, 0, 0, 5), halfHidden: of(0, 1, 0, 2), hidden: of(1, 0, 2, 0) };
  const probe: VersionLogits = { whole: of(1, 0, 4, 2), halfHidden: of(1, 0, 0, 1), hidden: of(0, 0, 0, 0) };
  expect(scoresOf(network.hidden, [0, 1], 2)).toEqual([1, -2]);
  expect(qualitiesOf([probe, network], [0, 1], 2)).toEqual([
    { accuracy: 0.5, accuracyHalfHidden: 1, scale: 1.5, meanAbsVEmpty: 0, agreement: 0.5 },
    { accuracy: 1, accuracyHalfHidden: 0.5, scale: 4.5, meanAbsVEmpty: 1.5, agreement: null },
  ]);
});
