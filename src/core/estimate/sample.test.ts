import { describe, expect, it } from "vitest";
import { everybody, hasPlayer, NOBODY, orderOf } from "../masks.ts";
import { endsOf, fewestMasks, isHeldOut, sampleMasks } from "./sample.ts";

describe("a sample of masks", () => {
  it.each([3, 9, 16, 20, 64, 256])("of %i players has the ends first and every mask once", (n) => {
    const count = Math.min(2 ** n, 900);
    const masks = [...sampleMasks(n, count, 1)];
    expect(new Set(masks).size).toBe(count);
    expect(masks.slice(0, 2)).toEqual([everybody(n), NOBODY]);
    const orders = new Set(masks.slice(2, endsOf(n).length).map(orderOf));
    expect([...orders].every((order) => order === 1 || order === n - 1)).toBe(true);
  });

  it.each([9, 64])("of %i players begins like a longer one of the same seed, not like one of another", (n) => {
    const long = [...sampleMasks(n, 400, 7)];
    expect([...sampleMasks(n, 200, 7)]).toEqual(long.slice(0, 200));
    expect([...sampleMasks(n, 400, 8)]).not.toEqual(long);
  });

  it("shows each player in half of its random masks", () => {
    const random = [...sampleMasks(40, 4082, 3)].slice(82);
    for (let player = 0; player < 40; player++) {
      const share = random.filter((mask) => hasPlayer(mask, player)).length / random.length;
      // Five standard deviations.
      expect(Math.abs(share - 0.5)).toBeLessThan(0.04);
    }
  });

  it("holds out a fifth of the random masks, and no end", () => {
    const held = Array.from({ length: 118 }, (_, place) => isHeldOut(place, endsOf(8).length));
    expect(held.slice(0, 18)).not.toContain(true);
    expect(held.filter(Boolean)).toHaveLength(20);
  });

  it("refuses fewer masks than say anything, and more than there are", () => {
    expect(fewestMasks(3)).toBe(8);
    expect(() => sampleMasks(64, 139, 1)).toThrow(RangeError);
    expect(() => sampleMasks(9, 513, 1)).toThrow(RangeError);
  });
});
