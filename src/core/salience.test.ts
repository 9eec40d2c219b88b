import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { effectsOf } from "./effects.fixture.ts";
import { isSalient, largestEffect, tauOf } from "./salience.ts";

const effects = sparse({ and: Float64Array.of(99, 2, -3, 0.5), or: Float64Array.of(-99, 0, 0, -4) });

describe("tauOf", () => {
  it("is the fraction of the strongest effect of both kinds, without ∅", () => {
    expect(largestEffect(effects)).toBe(4);
    expect(tauOf(effects)).toBe(0.2);
    expect(tauOf(effects, 0.5)).toBe(2);
  });

  it("is 0 when nothing has an effect, and then nothing is salient", () => {
    const none = sparse({ and: Float64Array.of(7, 0), or: new Float64Array(2) });
    expect(tauOf(none)).toBe(0);
    expect(isSalient(0, tauOf(none))).toBe(false);
  });

  it("refuses effects that are no effects, and fractions outside 0 … 1", () => {
    expect(() => tauOf({ ...effects, n: 1 })).toThrow(RangeError);
    expect(() => tauOf(effectsOf(1, [["and", 1, NaN]]))).toThrow("NaN at mask 1");
    expect(() => tauOf(effects, NaN)).toThrow("tau fraction must be a number from 0 to 1, got NaN");
    expect(() => tauOf(effects, -0.1)).toThrow(RangeError);
    expect(() => tauOf(effects, 1.1)).toThrow(RangeError);
  });
});

describe("isSalient", () => {
  it("asks for more than τ in size, of either sign", () => {
    expect([0.3, -0.3, 0.2, -0.2, 0].map((effect) => isSalient(effect, 0.2))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
