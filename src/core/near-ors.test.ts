import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLargeOr, LARGE_OR, nearOrGroups } from "./near-ors.ts";

const mask = (text: string): number => [...text].reduce((sum, digit) => sum + 2 ** Number(digit), 0);
const or = (patches: string, sign = 1) => ({ kind: "or" as const, mask: mask(patches), sign });
const and = (patches: string, sign = 1) => ({ kind: "and" as const, mask: mask(patches), sign });

/** Whether neither has more than one patch that the other lacks, patch by patch. */
function nearlySame(a: number, b: number): boolean {
  const lacking = (one: number, other: number) =>
    Array.from({ length: 16 }, (_, i) => 2 ** i).filter((bit) => (one & bit) !== 0 && (other & bit) === 0);
  return lacking(a, b).length <= 1 && lacking(b, a).length <= 1;
}

describe("nearly the same patches", () => {
  const together = (a: string, b: string): boolean => nearOrGroups([or(a), or(b)]).length === 1;
  it("are one more, one less, and one exchanged", () => {
    expect(together("01234", "012345")).toBe(true);
    expect(together("012345", "01234")).toBe(true);
    expect(together("01234", "01235")).toBe(true);
    expect(together("01234", "01234")).toBe(true);
  });
  it("are not two", () => {
    expect(together("01234", "0123456")).toBe(false);
    expect(together("01234", "01256")).toBe(false);
    expect(together("01234", "012567")).toBe(false);
  });
});

describe("isLargeOr", () => {
  it("speaks of ORs of many patches only", () => {
    expect([or("01234"), or("0123"), and("01234")].map(isLargeOr)).toEqual([true, false, false]);
    expect(LARGE_OR).toBe(5);
  });
});

/** By looking at every pair. */
function naiveGroups<T extends ReturnType<typeof or | typeof and>>(concepts: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const concept of concepts) {
    const led = groups.find(
      ([leader]) =>
        isLargeOr(concept) &&
        isLargeOr(leader!) &&
        leader!.sign === concept.sign &&
        nearlySame(leader!.mask, concept.mask),
    );
    if (led === undefined) groups.push([concept]);
    else led.push(concept);
  }
  return groups;
}

describe("nearOrGroups", () => {
  it("puts large ORs of nearly the same patches and one sign together, led by the first", () => {
    const concepts = [
      and("01234"),
      or("01234"),
      or("01"),
      or("012345"),
      or("01235", -1),
      or("45678"),
      or("01236"),
      or("01234567", -2),
      or("0123456", -1),
    ];
    expect(nearOrGroups(concepts).map((group) => group.map((concept) => concepts.indexOf(concept)))).toEqual([
      [0],
      [1, 3, 6],
      [2],
      [4],
      [5],
      [7, 8],
    ]);
  });
  it("loses none, takes none twice, and keeps every member near its leader", () => {
    const concept = fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      mask: fc.integer({ min: 1, max: 511 }),
      sign: fc.constantFrom(-1, 1),
    });
    fc.assert(
      fc.property(fc.array(concept, { maxLength: 40 }), (concepts) => {
        const groups = nearOrGroups(concepts);
        expect(groups.flat()).toHaveLength(concepts.length);
        expect(new Set(groups.flat())).toEqual(new Set(concepts));
        for (const [leader, ...others] of groups)
          for (const other of others) {
            expect(nearlySame(leader!.mask, other.mask)).toBe(true);
            expect([other.kind, other.sign, isLargeOr(other)]).toEqual(["or", leader!.sign, true]);
          }
        expect(groups).toEqual(naiveGroups(concepts));
      }),
      { seed: 4 },
    );
  });
});
