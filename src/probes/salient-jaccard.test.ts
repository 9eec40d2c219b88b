import { expect, it } from "vitest";
import { sparse } from "../core/all-masks.ts";
import { salientJaccard } from "./salient-jaccard.ts";

const effects = (and: number[], or: number[] = [0, 0, 0, 0]) =>
  sparse({ and: Float64Array.from(and), or: Float64Array.from(or) });

it("counts concepts of both kinds by set, signs ignored", () => {
  const a = effects([9, 1, 0.5, 0], [0, 0, 0, 1]);
  const b = effects([0, -1, 0, 1], [0, 0, 0, 1]);
  // Salient in a: and 1, and 2, or 3; in b: and 1, and 3, or 3.
  expect(salientJaccard(a, b)).toBe(2 / 4);
  expect(salientJaccard(a, a)).toBe(1);
});

it("leaves out what is at or below τ", () => {
  expect(salientJaccard(effects([0, 1, 0.05, 0]), effects([0, 1, 0, 0]))).toBe(1);
});

it("is null when nothing is salient on either side", () => {
  expect(salientJaccard(effects([0, 0, 0, 0]), effects([5, 0, 0, 0]))).toBeNull();
});
