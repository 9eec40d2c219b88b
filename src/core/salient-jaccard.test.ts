import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { fitAgreement, isWithinNoise, layerAgreements, salientJaccard } from "./salient-jaccard.ts";

const effects = (and: number[], or: number[] = [0, 0, 0, 0]) =>
  sparse({ and: Float64Array.from(and), or: Float64Array.from(or) });

describe("salientJaccard", () => {
  it("counts concepts of both kinds by set, signs ignored", () => {
    const a = effects([9, 1, 0.5, 0], [0, 0, 0, 1]);
    const b = effects([0, -1, 0, 1], [0, 0, 0, 1]);
    // Salient in a: and 1, and 2, or 3; in b: and 1, and 3, or 3.
    expect(salientJaccard(a, b)).toBe(2 / 4);
    expect(salientJaccard(a, a)).toBe(1);
  });

  it("leaves out what is at or below τ", () => {
    expect(salientJaccard(effects([0, 1, 0.05, 0]), effects([0, 1, 0, 0]))).toBe(1);
  });

  it("is null when nothing is salient on either side", () => {
    expect(salientJaccard(effects([0, 0, 0, 0]), effects([5, 0, 0, 0]))).toBeNull();
  });
});

const first = effects([9, 1, 2, 0]);
const second = effects([0, 1, 0, 3]);

describe("layerAgreements", () => {
  it("holds each layer against the one before, which the first has none of", () => {
    // Salient at the first: and 1, and 2; at the second: and 1, and 3. The third layer holds what the second does.
    expect(layerAgreements([first, second, second])).toEqual([null, 1 / 3, 1]);
  });
  it("tells nothing where a layer is missing or both are empty", () => {
    const empty = effects([1, 0, 0, 0]);
    expect(layerAgreements([first, null, second, empty, empty])).toEqual([null, null, null, 0, null]);
    expect(layerAgreements([])).toEqual([]);
  });
  it("counts as salient what is above the share asked for", () => {
    // Above 0.6 of the largest stands and 2 of the first (2 of 2), and 3 of the second (3 of 3).
    expect(layerAgreements([first, effects([0, 1, 1.5, 3])], 0.6)).toEqual([null, 0]);
  });
});

describe("fitAgreement", () => {
  it("is the mean over the pairs that hold something, worked by hand", () => {
    const empty = effects([1, 0, 0, 0]);
    // Of the pairs one and the other agree on a third, either with the empty one on nothing, and the empty ones are no pair that holds anything.
    expect(fitAgreement([first, second])).toBe(1 / 3);
    expect(fitAgreement([first, second, second])).toBeCloseTo((1 / 3 + 1 / 3 + 1) / 3, 12);
    expect(fitAgreement([first, second, empty])).toBeCloseTo(1 / 9, 12);
    expect(fitAgreement([first, empty, empty])).toBe(0);
  });
  it("is none of one fit, or where no fit holds anything", () => {
    const empty = effects([1, 0, 0, 0]);
    expect([fitAgreement([]), fitAgreement([first]), fitAgreement([empty, empty])]).toEqual([null, null, null]);
  });
});

describe("isWithinNoise", () => {
  it("asks that layers agree no less than two fits of one do", () => {
    expect(isWithinNoise(0.5, 0.49)).toBe(true);
    expect(isWithinNoise(0.5, 0.5)).toBe(true);
    expect(isWithinNoise(0.49, 0.5)).toBe(false);
  });
  it("is not said where either is not known", () => {
    expect([isWithinNoise(null, 0.5), isWithinNoise(1, null)]).toEqual([false, false]);
  });
});
