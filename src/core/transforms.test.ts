import { describe, expect, it } from "vitest";
import { orderOf } from "./masks.ts";
import { mulberry32 } from "./random.ts";
import { moebius, subsetSums, supersetMoebius, supersetSums } from "./transforms.ts";

const isSubset = (s: number, t: number) => (s & t) === s;
const sign = (s: number, t: number) => (orderOf(s ^ t) & 1 ? -1 : 1);

/** b(T) = Σ_S matrix(T, S) a(S), by the definition. */
function apply(a: Float64Array, matrix: (t: number, s: number) => number): Float64Array {
  return a.map((_, t) => a.reduce((sum, value, s) => sum + matrix(t, s) * value, 0));
}

function randomVector(n: number): Float64Array {
  const random = mulberry32(n);
  return Float64Array.from({ length: 2 ** n }, () => random() - 0.5);
}

function expectClose(actual: Float64Array, expected: Float64Array) {
  const differences = actual.map((value, i) => Math.abs(value - expected[i]!));
  expect(Math.max(...differences)).toBeLessThan(1e-10);
}

describe.each([1, 2, 3, 4, 5, 6, 7])("for %i players, by definition", (n) => {
  const a = randomVector(n);

  it("subsetSums adds over subsets", () => {
    expectClose(
      subsetSums(a.slice()),
      apply(a, (t, s) => (isSubset(s, t) ? 1 : 0)),
    );
  });

  it("supersetSums adds over supersets", () => {
    expectClose(
      supersetSums(a.slice()),
      apply(a, (t, s) => (isSubset(t, s) ? 1 : 0)),
    );
  });

  it("moebius adds over subsets with alternating signs", () => {
    expectClose(
      moebius(a.slice()),
      apply(a, (t, s) => (isSubset(s, t) ? sign(s, t) : 0)),
    );
  });

  it("supersetMoebius adds over supersets with alternating signs", () => {
    expectClose(
      supersetMoebius(a.slice()),
      apply(a, (t, s) => (isSubset(t, s) ? sign(s, t) : 0)),
    );
  });
});

describe("inverses", () => {
  it.each([1, 2, 9, 12, 16])("undo the sums of %i players", (n) => {
    const a = randomVector(n);
    expectClose(moebius(subsetSums(a.slice())), a);
    expectClose(supersetMoebius(supersetSums(a.slice())), a);
  });
});

describe("hand-worked", () => {
  it("gives the dividends of a game of two players", () => {
    expect([...moebius(Float64Array.of(1, 4, 6, 15))]).toEqual([1, 3, 5, 6]);
  });

  it("works in place", () => {
    const a = Float64Array.of(1, 2);
    expect(subsetSums(a)).toBe(a);
    expect([...a]).toEqual([1, 3]);
  });
});

it.each([subsetSums, supersetSums])("takes two vectors end to end ($name)", (sums) => {
  const a = randomVector(5);
  const b = randomVector(6).slice(32);
  const both = new Float64Array(64);
  both.set(a);
  both.set(b, 32);
  expect([...sums(both, 5)]).toEqual([...sums(a), ...sums(b)]);
});

it.each([subsetSums, supersetSums, moebius, supersetMoebius])(
  "rejects a length that is no power of two ($name)",
  (transform) => {
    expect(() => transform(new Float64Array(12))).toThrow(RangeError);
    expect(() => transform(new Float64Array(1))).toThrow(RangeError);
  },
);

describe.each([
  ["subsetSums", subsetSums],
  ["supersetSums", supersetSums],
  ["moebius", moebius],
  ["supersetMoebius", supersetMoebius],
] as const)("%s", (_, transform) => {
  it.each([0, 1, 3, 6, 2 ** 17])("refuses a length of %i", (length) => {
    expect(() => transform(new Float64Array(length))).toThrow(RangeError);
  });

  it.each([NaN, Infinity, -Infinity])("refuses %f, and says where it stands", (value) => {
    expect(() => transform(Float64Array.of(0, 1, value, 3))).toThrow(/at mask 2/);
  });
});
