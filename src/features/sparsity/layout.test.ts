import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { possibleConcepts, salientAt, sortedShares } from "./layout.ts";

const effects = sparse({ and: Float64Array.of(9, 4, -2, 0), or: Float64Array.of(0, 0, 0, 0.2) });

describe("a layer's effects", () => {
  it("are sorted as shares of the largest, without the empty concept, worked by hand", () => {
    expect(sortedShares(effects)).toEqual([1, 0.5, 0.05]);
    expect(sortedShares(sparse({ and: new Float64Array(4), or: new Float64Array(4) }))).toEqual([]);
  });
  it("are salient above the share asked for", () => {
    expect([0.01, 0.05, 0.5, 0.6].map((tau) => salientAt(effects, tau))).toEqual([3, 2, 1, 1]);
  });
  it("are some of all that there could be", () => {
    expect([1, 2, 3].map(possibleConcepts)).toEqual([1, 4, 11]);
  });
});
