import { expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import type { Firmness } from "../../exploration/firmness.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { firmShares } from "./firm-shares.ts";

const layer = (and: number[], or: number[], tau: number) =>
  ({ interactions: sparse({ and: Float64Array.from(and), or: Float64Array.from(or) }), tau }) as unknown as SolvedLayer;
const layers = [layer([9, 2, 0.05, -1], [0, 0, 0, 1], 0.1), layer([9, 0, 0, 0], [0, 0, 0, 0], 0.1)];
const firmness = (isFirm: Readonly<Record<string, boolean | null>>): Firmness =>
  new Map(Object.entries(isFirm).map(([name, firm]) => [name, { isFirm: firm }])) as unknown as Firmness;

it("is of what is salient, the empty concept and what is below τ left out, worked by hand", () => {
  // Salient: 2, −1 and the OR of 1; firm: the first and the OR.
  expect(firmShares(layers, firmness({ and1: true, and2: true, and3: false, or3: true }))).toEqual([3 / 4, null]);
});
it("counts what is no row of the picture as not firm, and tells nothing where nobody looked or could", () => {
  expect(firmShares(layers, firmness({ and1: true }))).toEqual([2 / 4, null]);
  expect(firmShares(layers, null)).toBeNull();
  expect(firmShares(layers, firmness({ and1: null, or3: null }))).toBeNull();
});
