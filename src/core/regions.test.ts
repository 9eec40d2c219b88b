import fc from "fast-check";
import { expect, it } from "vitest";
import { mulberry32 } from "./random.ts";
import { SIDES, sideOf, sideStrengths } from "./regions.ts";
import { sumOf, type ConceptEffect } from "./strongest.ts";

const concept = (kind: "and" | "or", mask: number, effect: number): ConceptEffect => ({ kind, mask, effect });

it("tells where a concept lies, worked by hand", () => {
  // The region is a and b of a, b, c, d.
  expect([0b0001, 0b0011, 0b0101, 0b1111, 0b1100, 0b1000].map((mask) => sideOf(mask, 0b0011))).toEqual([
    "inside",
    "inside",
    "across",
    "across",
    "outside",
    "outside",
  ]);
  expect(sideOf(0b11, 0)).toBe("outside");
  expect(sideOf(0b11, 0b1111)).toBe("inside");
});
it("adds sizes up by kind and side, worked by hand", () => {
  const concepts = [
    concept("and", 0b0001, 3),
    concept("and", 0b0110, -2),
    concept("or", 0b0011, -1),
    concept("or", 0b1100, 0.5),
    concept("and", 0b1000, -0.25),
  ];
  expect(sideStrengths(concepts, 0b0011)).toEqual({
    and: { inside: 3, across: 2, outside: 0.25 },
    or: { inside: 1, across: 0, outside: 0.5 },
  });
});
it("leaves nothing out and counts nothing twice, and turns inside out with the region", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 511 }), (seed, region) => {
      const random = mulberry32(seed);
      const concepts = Array.from({ length: 20 }, () =>
        concept(random() < 0.5 ? "and" : "or", 1 + Math.floor(511 * random()), random() - 0.5),
      );
      const here = sideStrengths(concepts, region);
      const there = sideStrengths(concepts, 511 - region);
      expect(SIDES.reduce((sum, side) => sum + here.and[side] + here.or[side], 0)).toBeCloseTo(sumOf(concepts), 9);
      for (const kind of ["and", "or"] as const) {
        expect(here[kind].inside).toBeCloseTo(there[kind].outside, 9);
        expect(here[kind].across).toBeCloseTo(there[kind].across, 9);
      }
    }),
    { seed: 4, numRuns: 100 },
  );
});
