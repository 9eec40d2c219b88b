import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nothingShown } from "../../core/baseline.ts";
import { sparse } from "../../core/all-masks.ts";
import { gridPlayers, pickedCells, playerOfPixel } from "../../core/patches.ts";
import { maskedImage, sumOfTerms, termsOf } from "./behind.ts";

const effects = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 16, maxLength: 16 })
  .map((values) => Float64Array.from(values));
const none = new Float64Array(16);

describe("termsOf", () => {
  it("sums to the effect, for AND and for OR of any order", () => {
    fc.assert(
      fc.property(effects, effects, fc.integer({ min: 1, max: 15 }), (and, or, mask) => {
        const layer = sparse({ and, or });
        expect(sumOfTerms(termsOf({ kind: "and", mask }, layer))).toBeCloseTo(and[mask]!, 9);
        expect(sumOfTerms(termsOf({ kind: "or", mask }, layer))).toBeCloseTo(or[mask]!, 9);
      }),
    );
  });
  it("adds an AND's input when an even number of its patches is hidden", () => {
    const and = new Float64Array(16);
    and[0b11] = 2;
    and[0b01] = 0.5;
    const terms = termsOf({ kind: "and", mask: 0b11 }, sparse({ and, or: none }));
    expect(terms.map(({ shown, sign, value }) => [shown, sign, value])).toEqual([
      [0b11, 1, 2.5],
      [0b01, -1, 0.5],
      [0b10, -1, 0],
      [0, 1, 0],
    ]);
  });
  it("adds an OR's input when an odd number of its patches is still shown", () => {
    const or = new Float64Array(16);
    or[0b11] = 1;
    const terms = termsOf({ kind: "or", mask: 0b11 }, sparse({ and: none, or }));
    expect(terms.map(({ shown, sign, value }) => [shown, sign, value])).toEqual([
      [0b1111, -1, 1],
      [0b1110, 1, 1],
      [0b1101, 1, 1],
      [0b1100, -1, 0],
    ]);
  });
});

describe("what an input shows", () => {
  it("shows what is always shown, and hides what is always hidden", () => {
    const image = { width: 2, height: 2, rgb: Uint8Array.from({ length: 12 }, (_, i) => 10 * i + 10) };
    const of = (others: "hidden" | "shown") => {
      const players = gridPlayers(2, 2, 2, 2, pickedCells(2, 2, [1, 3], others));
      const hidden = nothingShown("zero", image, players, [0, 0, 0]);
      return [0b01, 0].map((shown) => {
        const { rgb } = maskedImage(image, hidden, playerOfPixel(players), shown);
        return [0, 1, 2, 3].map((pixel) => rgb[3 * pixel]);
      });
    };
    // b1 is shown, then not; b2 never.
    expect(of("hidden")).toEqual([
      [0, 40, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(of("shown")).toEqual([
      [10, 40, 70, 0],
      [10, 0, 70, 0],
    ]);
  });
});

describe("maskedImage", () => {
  it("leaves shown patches and puts the baseline elsewhere", () => {
    const players = gridPlayers(1, 2, 2, 1);
    const { rgb } = maskedImage(
      { width: 2, height: 1, rgb: Uint8Array.from([1, 2, 3, 4, 5, 6]) },
      new Float32Array(6).fill(9),
      playerOfPixel(players),
      0b10,
    );
    expect([...rgb]).toEqual([9, 9, 9, 4, 5, 6]);
  });
});
