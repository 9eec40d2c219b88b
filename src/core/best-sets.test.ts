import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allMasks, placeOf } from "./all-masks.ts";
import { bestSets, insertionAndDeletion } from "./best-sets.ts";
import { mulberry32 } from "./random.ts";

describe("bestSets", () => {
  it("is worked by hand for two players", () => {
    // v of none, a, b, both.
    const { shown, hidden } = bestSets(2, allMasks(2), [0, 3, 1, 2]);
    expect(shown).toEqual([
      { set: 0, v: 0 },
      { set: 1, v: 3 },
      { set: 3, v: 2 },
    ]);
    // Hiding a leaves b: 1; hiding b leaves a: 3.
    expect(hidden).toEqual([
      { set: 0, v: 2 },
      { set: 1, v: 1 },
      { set: 3, v: 0 },
    ]);
  });
  it("is what a search through all sets of a size finds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(), (n, seed) => {
        const random = mulberry32(seed);
        const v = Float64Array.from({ length: 2 ** n }, () => 8 * random() - 4);
        const size = (mask: number): number => [...mask.toString(2)].filter((bit) => bit === "1").length;
        const { shown, hidden } = bestSets(n, allMasks(n), v);
        for (let k = 0; k <= n; k++) {
          const sets = [...v.keys()].filter((mask) => size(mask) === k);
          expect(shown[k]!.v).toBe(Math.max(...sets.map((mask) => v[mask]!)));
          expect(v[placeOf(shown[k]!.set)]).toBe(shown[k]!.v);
          expect(hidden[k]!.v).toBe(Math.min(...sets.map((mask) => v[2 ** n - 1 - mask]!)));
          expect(v[2 ** n - 1 - placeOf(hidden[k]!.set)]).toBe(hidden[k]!.v);
        }
      }),
    );
  });
  it("tells nothing of sizes of which no mask is known", () => {
    const { shown, hidden } = bestSets(2, Uint32Array.of(0, 3), [0, 2]);
    expect([shown[1], hidden[1]]).toEqual([null, null]);
    expect([shown[2], hidden[2]]).toEqual([
      { set: 3, v: 2 },
      { set: 3, v: 0 },
    ]);
  });
});

describe("insertionAndDeletion", () => {
  it("shows and hides the largest first, worked by hand", () => {
    expect(insertionAndDeletion([1, 2], allMasks(2), [0, 3, 1, 2])).toEqual({
      insertion: [0, 1, 2],
      deletion: [2, 3, 0],
    });
  });
  it("is no better than the best set of that size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(), (n, seed) => {
        const random = mulberry32(seed);
        const v = Float64Array.from({ length: 2 ** n }, () => 8 * random() - 4);
        const order = Float64Array.from({ length: n }, () => random());
        const { shown, hidden } = bestSets(n, allMasks(n), v);
        const { insertion, deletion } = insertionAndDeletion(order, allMasks(n), v);
        insertion.forEach((score, k) => expect(score!).toBeLessThanOrEqual(shown[k]!.v));
        deletion.forEach((score, k) => expect(score!).toBeGreaterThanOrEqual(hidden[k]!.v));
      }),
    );
  });
  it("has gaps where a mask is not known", () => {
    expect(insertionAndDeletion([1, 2], Uint32Array.of(0, 3), [0, 2]).insertion).toEqual([0, null, 2]);
  });
});
