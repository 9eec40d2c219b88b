import { describe, expect, it } from "vitest";
import { firstHalf, sharesLayout, sharesOf } from "./layout.ts";

const complete = [
  { all: 0.2, perOrder: [0.4, null] },
  { all: 0.6, perOrder: [0.9, 0] },
  { all: 1, perOrder: [1, 1] },
];
const redundant = [
  { all: 0.7, perOrder: [0.5, 1] },
  { all: 0.1, perOrder: [0, null] },
  { all: 0, perOrder: [0, 0] },
];

describe("sharesOf", () => {
  it("is of all orders, or of one, with the agreement of each layer's probe", () => {
    expect(sharesOf(complete, redundant, [0.5, 0.6, null], null)[0]).toEqual({
      completeness: 0.2,
      redundancy: 0.7,
      agreement: 0.5,
    });
    expect(
      sharesOf(complete, redundant, [], 2).map(({ completeness, redundancy }) => [completeness, redundancy]),
    ).toEqual([
      [null, 1],
      [0, null],
      [1, 0],
    ]);
  });
});

describe("firstHalf", () => {
  it("is the first layer with half of it, else the one with most, and nothing where the output holds none", () => {
    const of = (...shares: (number | null)[]) => firstHalf(shares.map((completeness) => ({ completeness })));
    expect(of(0.2, 0.6, 0.4, 1)).toEqual({ kind: "half", layer: 1, share: 0.6 });
    expect(of(0.2, 0.4, null, 1)).toEqual({ kind: "late", layer: 1, share: 0.4 });
    expect(of(null, null, null)).toBeNull();
    expect(of(1)).toBeNull();
  });
});

describe("sharesLayout", () => {
  it("has 0 at the bottom and 1 at the top, and gaps where nothing is known", () => {
    const layout = sharesLayout(sharesOf(complete, redundant, [0.5, 0.5, null], 2), 400);
    expect(layout.points[0]!.completeness).toBeNull();
    expect(layout.points[2]!.completeness).toBeCloseTo(layout.ticks.at(-1)!.y, 9);
    expect(layout.points[1]!.completeness).toBeCloseTo(layout.bottom, 9);
    expect(layout.points[0]!.agreement!.height).toBeCloseTo((layout.bottom - layout.ticks.at(-1)!.y) / 2, 9);
    expect(layout.redundancy.match(/M/g)).toHaveLength(2);
  });
});
