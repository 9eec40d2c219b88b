import { describe, expect, it } from "vitest";
import { chanceOverlap, choose } from "./chance-overlap.ts";

describe("chanceOverlap", () => {
  it("is worked by hand for two single elements out of four", () => {
    // They are the same one time in four, and the union is then one element.
    const { mean, high } = chanceOverlap([{ possible: 4, a: 1, b: 1 }])!;
    expect(mean).toBeCloseTo(1 / 4, 12);
    expect(high).toBe(1);
  });
  it("equals all draws counted, of two groups together", () => {
    const groups = [
      { possible: 4, a: 2, b: 3 },
      { possible: 3, a: 1, b: 2 },
    ];
    const subsets = (n: number, size: number): number[] =>
      Array.from({ length: 2 ** n }, (_, set) => set).filter((set) => ones(set) === size);
    const ones = (set: number): number => [...set.toString(2)].filter((digit) => digit === "1").length;
    const found: number[] = [];
    for (const a of subsets(4, 2))
      for (const b of subsets(4, 3))
        for (const c of subsets(3, 1))
          for (const d of subsets(3, 2)) found.push((ones(a & b) + ones(c & d)) / (ones(a | b) + ones(c | d)));
    const { mean, high } = chanceOverlap(groups)!;
    expect(mean).toBeCloseTo(found.reduce((sum, one) => sum + one, 0) / found.length, 12);
    expect(found.filter((one) => one > high + 1e-12).length / found.length).toBeLessThanOrEqual(0.05);
    expect(found.filter((one) => one > high - 1e-12).length / found.length).toBeGreaterThan(0.05);
  });
  it("is 1 where both hold all, null where neither holds any, and finite for thousands", () => {
    expect(chanceOverlap([{ possible: 5, a: 5, b: 5 }])).toEqual({ mean: 1, high: 1 });
    expect(chanceOverlap([{ possible: 5, a: 0, b: 0 }])).toBeNull();
    const large = chanceOverlap([{ possible: 12870, a: 6000, b: 6000 }])!;
    // They share about 6000² / 12870.
    expect(large.mean).toBeCloseTo(2797.2 / (12000 - 2797.2), 3);
    expect(large.high).toBeLessThan(large.mean + 0.02);
    expect(() => chanceOverlap([{ possible: 2, a: 3, b: 0 }])).toThrow(RangeError);
  });
});

it("chooses", () => {
  expect([choose(4, 0), choose(4, 2), choose(16, 8), choose(9, 9)]).toEqual([1, 6, 12870, 1]);
});
