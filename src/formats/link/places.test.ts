import { describe, expect, it } from "vitest";
import { orderOf } from "../../core/masks.ts";
import { conceptAt, placeCount, placeOf } from "./places.ts";

describe("places", () => {
  it("are ANDs, then ORs of two patches or more, by order, then by mask, for as many players as there can be", () => {
    for (const n of [1, 2, 3, 5, 8, 12, 16]) {
      const masks = Array.from({ length: 2 ** n - 1 }, (_, i) => i + 1).sort(
        (a, b) => orderOf(a) - orderOf(b) || a - b,
      );
      const concepts = [
        ...masks.map((mask) => ({ kind: "and" as const, mask })),
        ...masks.filter((mask) => orderOf(mask) > 1).map((mask) => ({ kind: "or" as const, mask })),
      ];
      expect(placeCount(n)).toBe(concepts.length);
      // Thousands of assertions would take seconds.
      const wrong = concepts.filter(({ kind, mask }, place) => {
        const there = conceptAt(n, place);
        return placeOf(n, kind, mask) !== place || there.kind !== kind || there.mask !== mask;
      });
      expect(wrong).toEqual([]);
    }
  });
});
