import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { effectsOf, fewestHolding, strongest, sumOf } from "./strongest.ts";

const effects = sparse({ and: Float64Array.of(9, 2, -3, 0.1), or: Float64Array.of(0, 0, 0, -2) });

describe("strongest", () => {
  it("is what is salient, by size, the empty concept left out, worked by hand", () => {
    expect(strongest(effects, 0.15)).toEqual([
      { kind: "and", mask: 2, effect: -3 },
      { kind: "and", mask: 1, effect: 2 },
      { kind: "or", mask: 3, effect: -2 },
    ]);
    expect(sumOf(strongest(effects, 0.15))).toBe(7);
    expect(strongest(effects, 3)).toEqual([]);
  });
  it("is the layer's own effects again", () => {
    expect(effectsOf(2, strongest(effects, 0))).toEqual(effects);
  });
});

describe("fewestHolding", () => {
  it("is worked by hand", () => {
    const of = [4, -3, 2, 1].map((effect) => ({ effect }));
    expect([0, 0.4, 0.41, 0.7, 0.9, 0.91, 1].map((share) => fewestHolding(of, share))).toEqual([0, 1, 2, 2, 3, 4, 4]);
    expect(fewestHolding([], 0.5)).toBe(0);
  });
  it("is as few as any choice", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 9 }),
        fc.constantFrom(0.5, 0.7, 0.9, 0.95),
        (sizes, share) => {
          const sorted = sizes.toSorted((a, b) => b - a);
          const total = sizes.reduce((sum, size) => sum + size, 0);
          let least = Infinity;
          for (let set = 0; set < 2 ** sizes.length; set++) {
            const chosen = sorted.filter((_, i) => (set >> i) & 1);
            if (chosen.reduce((sum, size) => sum + size, 0) >= share * total) least = Math.min(least, chosen.length);
          }
          expect(
            fewestHolding(
              sorted.map((effect) => ({ effect })),
              share,
            ),
          ).toBe(least);
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });
});
