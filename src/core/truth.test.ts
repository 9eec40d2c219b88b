import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { compareWithTruth, farthestFromTruth, type TrueConcept } from "./truth.ts";

const row = (
  kind: "and" | "or",
  mask: number,
  lives: readonly (readonly [number, number])[],
  bridged: readonly number[] = [],
) => ({ kind, mask, effects: new Float64Array(4), lives: lives.map(([first, last]) => ({ first, last })), bridged });

const truth: readonly TrueConcept[] = [
  { kind: "and", mask: 1, effects: [0.5, 0.6, 0, 0] },
  { kind: "or", mask: 1, effects: [0, 0, 0, -2] },
  { kind: "and", mask: 6, effects: [0, 1, 1, 0] },
  { kind: "or", mask: 7, effects: [0, 0, 0, 0] },
];

describe("compareWithTruth", () => {
  it("marks what is there, what is missing and what is not there, layer by layer", () => {
    const rows = [row("and", 1, [[0, 2]]), row("or", 1, [[0, 3]], [1]), row("and", 2, [[1, 1]])];
    expect(compareWithTruth(rows, truth)).toEqual({
      marks: [
        ["there", "there", "extra", null],
        ["extra", null, "extra", "there"],
        [null, "extra", null, null],
      ],
      there: 3,
      missing: 2,
      extra: 4,
      absent: [truth[2]],
    });
  });
  it("calls a gap that is bridged missing where the concept is truly there", () => {
    expect(compareWithTruth([row("and", 6, [[0, 3]], [1])], [truth[2]!])).toMatchObject({
      marks: [["extra", "missing", "there", "extra"]],
      there: 1,
      missing: 1,
      extra: 2,
      absent: [],
    });
  });
  it("finds nothing to say of nothing", () => {
    expect(compareWithTruth([], [])).toEqual({ marks: [], there: 0, missing: 0, extra: 0, absent: [] });
  });
});

describe("farthestFromTruth", () => {
  const layer = (and: readonly number[], or: readonly number[]) =>
    sparse({ and: Float64Array.from(and), or: Float64Array.from(or) });
  const one: readonly TrueConcept[] = [{ kind: "and", mask: 3, effects: [1, -2] }];
  it("finds the largest error of a true concept", () => {
    expect(
      farthestFromTruth([layer([0, 0, 0, 0.9], [0, 0, 0, 0]), layer([0, 0, 0, -1.5], [0, 0.25, 0, 0])], one),
    ).toEqual({ layer: 1, error: 0.5 });
  });
  it("finds an effect that is truly nought", () => {
    expect(farthestFromTruth([layer([0, 0, 0, 1], [0, 0, -0.75, 0]), layer([0, 0, 0, -2], [0, 0, 0, 0])], one)).toEqual(
      { layer: 0, error: 0.75 },
    );
  });
  it("refuses nothing at all", () => expect(() => farthestFromTruth([], one)).toThrow(RangeError));
});
