import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrationOf, isotonic, type Judged } from "./calibration.ts";

/** `count` statements of which `right` are true. */
const judged = (said: number, right: number, count: number): Judged[] =>
  Array.from({ length: count }, (_, i) => ({ said, isTrue: i < right }));

describe("isotonic", () => {
  it("pools what falls by the weights", () => {
    expect(isotonic([1, 3, 2, 4], [1, 1, 1, 1])).toEqual([1, 2.5, 2.5, 4]);
    expect(isotonic([3, 1, 2], [1, 3, 1])).toEqual([1.5, 1.5, 2]);
    expect(isotonic([], [])).toEqual([]);
  });

  it("never falls, keeps the weighted mean, and no other such sequence of few values is nearer", () => {
    const some = fc.array(
      fc.record({ value: fc.integer({ min: 0, max: 4 }), weight: fc.integer({ min: 1, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(some, fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 5, maxLength: 5 }), (given, drawn) => {
        const values = given.map(({ value }) => value);
        const weights = given.map(({ weight }) => weight);
        const distance = (to: readonly number[]): number =>
          given.reduce((sum, { value, weight }, i) => sum + weight * (value - to[i]!) ** 2, 0);
        const found = isotonic(values, weights);
        found.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(found[i]!));
        const meanOf = (of: readonly number[]): number => of.reduce((sum, value, i) => sum + value * weights[i]!, 0);
        expect(meanOf(found)).toBeCloseTo(meanOf(values), 9);
        const rising = drawn
          .slice(0, given.length)
          .sort((a, b) => a - b)
          .map((half) => half / 2);
        expect(distance(found)).toBeLessThanOrEqual(distance(rising) + 1e-9);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("calibrationOf", () => {
  it("is how often statements of a count are true, with two imagined ones as often true as the count says", () => {
    const table = calibrationOf([...judged(4, 98, 98), ...judged(3, 60, 98), ...judged(2, 49, 98)], 4);
    expect(table).toEqual([0, 0.25, 0.5, 61.5 / 100, 1]);
  });

  it("takes a count of which nothing is known by what it says, and pools where more replicates are right less often", () => {
    expect(calibrationOf([], 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const table = calibrationOf([...judged(8, 50, 98), ...judged(7, 90, 98)], 8);
    expect(table[7]).toBe(table[8]);
    // The two imagined of six replicates, 1.5 of them true, are pooled with them.
    expect(table[8]).toBeCloseTo((52 + 91.75 + 1.5) / 202, 9);
  });

  it("refuses counts that there are not", () => {
    expect(() => calibrationOf([{ said: 9, isTrue: true }], 8)).toThrow(RangeError);
    expect(() => calibrationOf([{ said: 0.5, isTrue: true }], 8)).toThrow(RangeError);
  });
});
