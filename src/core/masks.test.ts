import { describe, expect, it } from "vitest";
import { checkValues, playersOf } from "./all-masks.ts";
import { checkPlayers, MAX_ENUMERABLE, orderOf, patchesOf } from "./masks.ts";

describe("playersOf and checkPlayers", () => {
  it("accepts every number of players from 1 to 16", () => {
    for (let n = 1; n <= MAX_ENUMERABLE; n++) {
      expect(playersOf(2 ** n)).toBe(n);
      expect(() => checkPlayers(n)).not.toThrow();
    }
  });

  it.each([0, -1, 1.5, 257, NaN, Infinity])("rejects %s players, naming the value", (n) => {
    expect(() => checkPlayers(n)).toThrow(RangeError);
    expect(() => checkPlayers(n)).toThrow(String(n));
  });

  it.each([0, 1, 3, 1023, 2 ** 17, 2 ** 33, 2.5, NaN, -2])("rejects a length of %s, naming it", (length) => {
    expect(() => playersOf(length)).toThrow(RangeError);
    expect(() => playersOf(length)).toThrow(String(length));
  });
});

describe("checkValues", () => {
  it("returns the number of players", () => {
    expect(checkValues(new Float64Array(8))).toBe(3);
    expect(checkValues([0, 1])).toBe(1);
  });

  it.each([NaN, Infinity, -Infinity])("rejects %s and names its mask", (bad) => {
    const v = new Float64Array(16);
    v[5] = bad;
    expect(() => checkValues(v)).toThrow(RangeError);
    expect(() => checkValues(v)).toThrow(`${bad} at mask 5`);
  });
});

describe("orderOf and patchesOf", () => {
  it("counts and lists the players shown", () => {
    expect(orderOf(0)).toBe(0);
    expect(orderOf(0b1011)).toBe(3);
    expect(orderOf(0xffff)).toBe(16);
    expect(patchesOf(0)).toEqual([]);
    expect(patchesOf(0b101001)).toEqual([0, 3, 5]);
  });

  it("agree on every mask of 16 players", () => {
    for (let mask = 0; mask < 2 ** 16; mask++) {
      const patches = patchesOf(mask);
      if (patches.length !== orderOf(mask) || patches.reduce((sum, i) => sum + 2 ** i, 0) !== mask)
        expect.fail(`mask ${mask}`);
    }
  });
});
