import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../src/core/random.ts";
import {
  areaUnderCurve,
  calibrationByChance,
  calibrationError,
  isOtherMean,
  isOtherShare,
  shareOf,
} from "./statistics.ts";

describe("a share", () => {
  it("has Wilson's interval", () => {
    // Newcombe (1998), table I: 81 of 263, and 0 of 20.
    expect(shareOf(81, 263)).toMatchObject({ low: expect.closeTo(0.2553, 3), high: expect.closeTo(0.3662, 3) });
    expect(shareOf(0, 20)).toMatchObject({ share: 0, low: 0, high: expect.closeTo(0.1611, 3) });
    expect(shareOf(20, 20)).toMatchObject({ share: 1, high: 1 });
  });

  it("is another than the stated one three standard errors away", () => {
    // Of 100 at .5 an error is .05.
    expect(isOtherShare(0.64, 100, 0.5)).toBe(false);
    expect(isOtherShare(0.66, 100, 0.5)).toBe(true);
    expect(isOtherShare(0.34, 100, 0.5)).toBe(true);
    expect([isOtherShare(0.99, 100, 1), isOtherShare(0.97, 100, 1)]).toEqual([false, true]);
  });
});

it("a mean is another three standard errors away, more where the stated one is of few", () => {
  const mean = { mean: 2, standardError: 0.1, count: 30 };
  expect([isOtherMean(mean, 2.29), isOtherMean(mean, 2.31)]).toEqual([false, true]);
  // √(1 + 30 / 30) times as far.
  expect([isOtherMean(mean, 2.42, 30), isOtherMean(mean, 2.43, 30)]).toEqual([false, true]);
  expect(isOtherMean({ ...mean, count: 9 }, 5)).toBe(false);
  expect(isOtherMean({ mean: null, standardError: null, count: 0 }, 1)).toBe(false);
});

describe("the area under the curve", () => {
  it("is worked by hand", () => {
    expect(areaUnderCurve([3, 4], [1, 2])).toBe(1);
    expect(areaUnderCurve([1, 3], [2, 2, 4])).toBeCloseTo(2 / 6, 12);
    expect(areaUnderCurve([2, 2, 5], [2, 1])).toBeCloseTo((0.5 + 1 + 0.5 + 1 + 1 + 1) / 6, 12);
  });

  it("counts the pairs", () => {
    const list = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const pairs = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
        const share = pairs.reduce<number>((sum, won) => sum + won, 0) / pairs.length;
        expect(areaUnderCurve(a, b)).toBeCloseTo(share, 12);
        expect(areaUnderCurve(b, a)).toBeCloseTo(1 - share, 12);
      }),
      { seed: 3 },
    );
  });
});

describe("the calibration error", () => {
  it("is worked by hand", () => {
    // One bin, of .6 and .65: half right, .125 too sure. Another: .9, right.
    const answers = [
      { p: 0.61, isRight: true },
      { p: 0.64, isRight: false },
      { p: 0.9, isRight: true },
      { p: 0.9, isRight: true },
    ];
    expect(calibrationError(answers)).toBeCloseTo((0.25 + 0.2) / 4, 12);
    expect(calibrationError([{ p: 1, isRight: true }])).toBe(0);
  });

  it("of a network that is right as often as it says is what chance makes of it", () => {
    const random = mulberry32(4);
    const answers = Array.from({ length: 500 }, () => {
      const p = 0.1 + 0.9 * random();
      return { p, isRight: random() < p };
    });
    const { median, high } = calibrationByChance(answers, mulberry32(5));
    expect(median).toBeGreaterThan(0.02);
    expect(high).toBeGreaterThan(median);
    expect(calibrationError(answers)).toBeLessThan(high);
    const boasting = answers.map(({ p, isRight }) => ({ p: (1 + p) / 2, isRight }));
    expect(calibrationError(boasting)).toBeGreaterThan(calibrationByChance(boasting, mulberry32(5)).high);
  });
});
