import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allMasks, dense, sparse } from "./all-masks.ts";
import { effectsOf, randomEffects } from "./effects.fixture.ts";
import { fitButForConstant, fitOf, rebuild, rebuildError, rebuildSalient } from "./faithfulness.ts";
import { mulberry32 } from "./random.ts";
import { moebius } from "./transforms.ts";

const MAX_N = 6;

/** Random v `[2^n]` in −4 … 4. */
function randomValues(n: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length: 2 ** n }, () => 8 * random() - 4);
}

/** An exact decomposition of v with δ = 0: `orPart` as OR effects by Eq. 2, v − orPart as AND effects by Eq. 1. */
function exactly(v: Float64Array, orPart: Float64Array) {
  const and = moebius(v.map((value, mask) => value - orPart[mask]!));
  const or = moebius(orPart.toReversed()).map((effect) => -effect);
  and[0] = 0;
  or[0] = 0;
  return { constant: v[0]!, ...sparse({ and, or }) };
}

describe("rebuild", () => {
  it("adds ANDs of shown patches and ORs that are touched, by hand", () => {
    const effects = effectsOf(2, [
      ["and", 0, 99],
      ["or", 0, 99],
      ["and", 1, 2],
      ["and", 3, 4],
      ["or", 3, -1],
    ]);
    expect([...rebuild({ ...effects, constant: 0.5 }, allMasks(2))]).toEqual([0.5, 1.5, -0.5, 5.5]);
    expect([...rebuild({ ...effects, constant: 0.5 }, Uint32Array.of(1, 3))]).toEqual([1.5, 5.5]);
  });

  it("equals the double sum of Eq. 3", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_N }), fc.nat(), (n, seed) => {
        const effects = randomEffects(n, seed);
        const [and, or] = [dense(effects.and, n), dense(effects.or, n)];
        const rebuilt = rebuild({ constant: 3, ...effects }, allMasks(n));
        rebuilt.forEach((value, shown) => {
          let expected = 3;
          for (let mask = 1; mask < and.length; mask++) {
            if ((mask & shown) === mask) expected += and[mask]!;
            if ((mask & shown) !== 0) expected += or[mask]!;
          }
          expect(value).toBeCloseTo(expected, 12);
        });
        // Some of the masks, the first left out: the sum is then taken effect by effect.
        const some = allMasks(n).filter((mask) => mask > 0 && (mask * 7 + seed) % 3 !== 0);
        rebuild({ constant: 3, ...effects }, some).forEach((value, i) =>
          expect(value).toBeCloseTo(rebuilt[some[i]!]!, 12),
        );
      }),
      { seed: 91 },
    );
  });

  it("changes nothing", () => {
    const effects = randomEffects(3, 92);
    const copy = structuredClone(effects);
    rebuild({ ...effects, constant: 0 }, allMasks(3));
    rebuild({ ...effects, constant: 0 }, Uint32Array.of(5));
    expect(effects).toEqual(copy);
  });
});

describe("rebuildError", () => {
  it("is rounding for exact effects, however v is split between AND and OR", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(), (n, seed) => {
        const v = randomValues(n, seed);
        const { maxAbs, rms } = rebuildError(v, allMasks(n), exactly(v, randomValues(n, seed + 1)));
        expect(maxAbs).toBeLessThanOrEqual(1e-9 * 4);
        expect(rms).toBeLessThanOrEqual(maxAbs);
      }),
      { seed: 93 },
    );
  });

  it("is δ itself for effects of v + δ", () => {
    const v = Float64Array.of(0, 1, 2, 3);
    const shifted = Float64Array.of(0, 1.5, 2, 2);
    const { maxAbs, rms } = rebuildError(v, allMasks(2), exactly(shifted, new Float64Array(4)));
    expect(maxAbs).toBe(1);
    expect(rms).toBeCloseTo(Math.sqrt(1.25 / 4), 14);
  });

  it("refuses lengths that do not match and numbers that are not finite", () => {
    const effects = { constant: 0, ...effectsOf(2, []) };
    const all = allMasks(2);
    expect(() => rebuildError(new Float64Array(8), all, effects)).toThrow(
      "v must have a value for each mask, 4, got 8",
    );
    expect(() => rebuildError(Float64Array.of(0, 0, NaN, 0), all, effects)).toThrow("NaN at mask 2");
    expect(() => rebuildError(new Float64Array(4), all, { ...effects, constant: Infinity })).toThrow(
      "constant must be finite, got Infinity",
    );
    expect(() => rebuild(effects, allMasks(3))).toThrow("masks must be of 2 players, got 4");
    expect(() => rebuild(effects, Uint32Array.of(0, 2, 1, 3))).toThrow("masks must ascend, got 1 after 2");
  });
});

const salientFit = (
  ...[v, masks, from, tau]: [Float64Array, Uint32Array, Parameters<typeof rebuildSalient>[0], number]
) => fitOf(v, rebuildSalient(from, masks, tau));

describe("the fit of the salient effects alone", () => {
  const v = Float64Array.of(0, 4, 0, 4.5);
  const effects = exactly(v, new Float64Array(4));

  it("leaves out effects of at most τ", () => {
    // Effects 4 on {0} and 0.5 on {0, 1}: without the latter the residuals are 0, 0, 0, −0.5; v's mean is 2.125.
    const deviations = 2.125 ** 2 * 2 + 1.875 ** 2 + 2.375 ** 2;
    expect(salientFit(v, allMasks(2), effects, 0.5).maxAbs).toBe(0.5);
    expect(salientFit(v, allMasks(2), effects, 0.5).r2).toBeCloseTo(1 - 0.25 / deviations, 14);
    expect(salientFit(v, allMasks(2), effects, 0.49)).toEqual({ maxAbs: 0, worst: 0, r2: 1 });
  });

  it("is below 0 when the constant alone does worse than the mean", () => {
    const { maxAbs, r2 } = salientFit(v, allMasks(2), effects, 10);
    expect(maxAbs).toBe(4.5);
    expect(r2).toBeLessThan(0);
  });

  it("has no R² for a constant v", () => {
    const constant = new Float64Array(8).fill(0.1);
    expect(salientFit(constant, allMasks(3), exactly(constant, new Float64Array(8)), 0).r2).toBeNull();
  });

  it("with τ = 0 is the rebuilding error", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_N }), fc.nat(), (n, seed) => {
        const values = randomValues(n, seed);
        const from = { constant: 1, ...randomEffects(n, seed) };
        expect(salientFit(values, allMasks(n), from, 0).maxAbs).toBe(rebuildError(values, allMasks(n), from).maxAbs);
      }),
      { seed: 94 },
    );
  });

  it("refuses a negative τ", () => {
    expect(() => salientFit(v, allMasks(2), effects, -1)).toThrow("tau must be 0 or more and finite, got -1");
    expect(() => salientFit(v, allMasks(2), effects, NaN)).toThrow(RangeError);
  });
});

describe("fitButForConstant", () => {
  it("leaves what differs from mask to mask, worked by hand", () => {
    expect(fitButForConstant([0, 1, 2, 3], [10, 11, 12, 13])).toMatchObject({ maxAbs: 0, r2: 1 });
    // Off by 1, 1, 1 and 5, 2 on average: by −1, −1, −1 and 3 after that.
    expect(fitButForConstant([0, 1, 2, 3], [-1, 0, 1, -2])).toEqual({ maxAbs: 3, worst: 3, r2: 1 - 12 / 5 });
    expect(fitButForConstant([2, 2], [3, 4]).r2).toBeNull();
  });
});

describe("fitOf", () => {
  it("is the largest residual, where it is, and R², worked by hand", () => {
    // Residuals 0, −0.5, 1, 0; deviations from the mean 1.5: 2.25 + 0.25 + 0.25 + 2.25.
    expect(fitOf([0, 1, 2, 3], [0, 0.5, 3, 3])).toEqual({ maxAbs: 1, worst: 2, r2: 1 - 1.25 / 5 });
    expect(fitOf([2, 2], [2, 3])).toEqual({ maxAbs: 1, worst: 1, r2: null });
  });
});
