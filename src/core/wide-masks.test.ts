/** Masks of up to 256 players against plain sets of integers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codeOf,
  compareMasks,
  everybody,
  hasPlayer,
  indexOfMask,
  intersection,
  isWithin,
  maskOf,
  maskOfCode,
  masksOf,
  MAX_PLAYERS,
  meets,
  NOBODY,
  onlyPlayer,
  orderOf,
  patchesOf,
  subsetsOf,
  union,
  without,
  type Mask,
} from "./masks.ts";

/** Around the 31st player a mask changes its form: half of the sets are of few players, so that both forms meet. */
const setOf = (n: number): fc.Arbitrary<ReadonlySet<number>> =>
  fc
    .oneof(
      fc.uniqueArray(fc.nat(n - 1), { maxLength: n }),
      fc.uniqueArray(fc.nat(Math.min(n, 31) - 1), { maxLength: 6 }),
      fc.uniqueArray(fc.nat(n - 1), { maxLength: 4 }),
    )
    .map((players) => new Set(players));

const ascending = (set: Iterable<number>): number[] => [...set].sort((a, b) => a - b);
const masked = (set: Iterable<number>): Mask => maskOf(set);
const isSubset = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => [...a].every((player) => b.has(player));

/** Below 0 where the largest player that is in one set alone is in `b`: the order of the numbers that the sets' bits are. */
function compareSets(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const apart = [...a, ...b].filter((player) => a.has(player) !== b.has(player));
  return apart.length === 0 ? 0 : a.has(Math.max(...apart)) ? 1 : -1;
}

describe.each([12, 31, 32, 40, 64, MAX_PLAYERS])("masks of %i players", (n) => {
  const players = Array.from({ length: n }, (_, player) => player);

  it("are sets: of one set there is one mask, however it came about", () => {
    fc.assert(
      fc.property(setOf(n), (set) => {
        const mask = masked(set);
        const united = [...set].reduce<Mask>((sum, player) => union(sum, onlyPlayer(player)), NOBODY);
        const left = players
          .filter((player) => !set.has(player))
          .reduce<Mask>((rest, player) => without(rest, onlyPlayer(player)), everybody(n));
        expect([united, left]).toEqual([mask, mask]);
        expect(typeof mask).toBe(ascending(set).at(-1)! > 30 ? "bigint" : "number");
        expect(new Set([mask, united, left]).size).toBe(1);
        expect(patchesOf(mask)).toEqual(ascending(set));
        expect(orderOf(mask)).toBe(set.size);
        expect(players.filter((player) => hasPlayer(mask, player))).toEqual(ascending(set));
      }),
    );
  });

  it("meet, unite and differ as sets do", () => {
    fc.assert(
      fc.property(setOf(n), setOf(n), fc.boolean(), (a, other, nested) => {
        const b = nested ? new Set([...a, ...other]) : other;
        const [x, y] = [masked(a), masked(b)];
        expect(union(x, y)).toBe(masked([...a, ...b]));
        expect(intersection(x, y)).toBe(masked([...a].filter((player) => b.has(player))));
        expect(without(x, y)).toBe(masked([...a].filter((player) => !b.has(player))));
        expect(without(everybody(n), x)).toBe(masked(players.filter((player) => !a.has(player))));
        expect(meets(x, y)).toBe([...a].some((player) => b.has(player)));
        expect(isWithin(x, y)).toBe(isSubset(a, b));
        expect(isWithin(y, x)).toBe(isSubset(b, a));
        expect(isWithin(x, everybody(n))).toBe(true);
        expect(Math.sign(compareMasks(x, y))).toBe(compareSets(a, b));
      }),
    );
  });

  it("have 2^order subsets, the largest first", () => {
    fc.assert(
      fc.property(
        setOf(n).map((set) => new Set([...set].slice(0, 7))),
        (set) => {
          const subsets = subsetsOf(masked(set));
          expect(subsets).toHaveLength(2 ** set.size);
          expect(new Set(subsets).size).toBe(2 ** set.size);
          for (const subset of subsets) expect(patchesOf(subset).every((player) => set.has(player))).toBe(true);
          expect(subsets).toEqual(subsets.toSorted((a, b) => compareMasks(b, a)));
        },
      ),
    );
  });

  it("are found in ascending lists, and come back out of codes", () => {
    fc.assert(
      fc.property(fc.array(setOf(n), { maxLength: 20 }), setOf(n), (sets, sought) => {
        const list = masksOf([...new Set(sets.map(masked))].sort(compareMasks));
        const there = sets.some((set) => compareSets(set, sought) === 0);
        const at = indexOfMask(list, masked(sought));
        expect(at >= 0).toBe(there);
        if (there) expect(list[at]).toBe(masked(sought));
        expect(list instanceof Uint32Array).toBe([...list].every((mask) => typeof mask === "number"));
        for (const mask of list) expect(maskOfCode(JSON.parse(JSON.stringify(codeOf(mask))))).toBe(mask);
      }),
    );
  });
});

it.each([
  -1,
  0.5,
  2 ** 31,
  NaN,
  "5",
  "0x5",
  "0x7fffffff",
  "0x080000000",
  "0x8000000G",
  "0xABCDEF123",
  `0x1${"0".repeat(64)}`,
  "0x",
  "",
  null,
  [1],
  true,
])("takes %j for no mask's code", (code) => {
  expect(maskOfCode(code)).toBeNull();
});

it("writes codes as they are documented", () => {
  expect(codeOf(maskOf([0, 2]))).toBe(5);
  expect(codeOf(maskOf([31]))).toBe("0x80000000");
  expect(codeOf(maskOf([0, 63]))).toBe("0x8000000000000001");
  expect(maskOfCode(`0x${"f".repeat(64)}`)).toBe(everybody(256));
});
