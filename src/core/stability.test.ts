import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { effectsOf } from "./effects.fixture.ts";
import { orderOf } from "./masks.ts";
import { signalToNoise, stabilityRatio } from "./stability.ts";

interface Golden {
  readonly stability_fixture: {
    readonly n: number;
    readonly draws: readonly (readonly number[])[];
    readonly ratio_ddof1: readonly number[];
  };
}

const {
  n,
  draws,
  ratio_ddof1: golden,
} = (JSON.parse(readFileSync(new URL("./golden/metrics.json", import.meta.url), "utf8")) as Golden).stability_fixture;

describe("signalToNoise", () => {
  it("equals the golden ratios of every mask", () => {
    golden.forEach((expected, mask) => {
      expect(Math.abs(signalToNoise(draws.map((draw) => draw[mask]!))! - expected)).toBeLessThanOrEqual(1e-9);
    });
  });

  it("divides by one less than the draws, whatever the sign", () => {
    // Mean 2, squares 1 + 1 over 1.
    expect(signalToNoise([1, 3])).toBe(2 / Math.sqrt(2));
    expect(signalToNoise([-1, -3])).toBe(2 / Math.sqrt(2));
    expect(signalToNoise([-1, 1])).toBe(0);
  });

  it("has no ratio without variance, also when the mean rounds", () => {
    expect(signalToNoise([0, 0])).toBeNull();
    expect(signalToNoise([0.1, 0.1, 0.1])).toBeNull();
    expect(signalToNoise([1e-200, 2e-200])).toBeNull();
  });

  it("refuses fewer than two draws and draws that are not finite", () => {
    expect(() => signalToNoise([1])).toThrow("stability needs at least 2 draws, got 1");
    expect(() => signalToNoise([1, NaN])).toThrow("draw 1 must be finite, got NaN");
  });
});

describe("stabilityRatio", () => {
  it("averages the golden ratios over the salient concepts of each order", () => {
    const layerOf = (draw: readonly number[]) => sparse({ and: Float64Array.from(draw), or: new Float64Array(2 ** n) });
    const largest = Math.max(...draws[0]!.slice(1).map(Math.abs));
    const result = stabilityRatio(layerOf(draws[0]!), draws.map(layerOf), 0.5);
    for (let order = 1; order <= n; order++) {
      const ratios = golden.filter((_, mask) => orderOf(mask) === order && Math.abs(draws[0]![mask]!) > 0.5 * largest);
      const { ratio, concepts, leftOut } = result[order - 1]!;
      expect(concepts).toBe(ratios.length);
      expect(leftOut).toBe(0);
      if (ratios.length === 0) expect(ratio).toBeNull();
      else expect(Math.abs(ratio! - ratios.reduce((sum, r) => sum + r, 0) / ratios.length)).toBeLessThanOrEqual(1e-9);
    }
    expect(result.some(({ concepts }) => concepts > 1)).toBe(true);
  });

  it("takes both kinds, only what is salient on the clean image, and counts what never varies", () => {
    const clean = effectsOf(2, [
      ["and", 1, 1],
      ["and", 2, 0.01],
      ["and", 3, -1],
      ["or", 3, 1],
    ]);
    const noisy = [
      effectsOf(2, [
        ["and", 1, 1],
        ["and", 2, 5],
        ["and", 3, -1],
        ["or", 3, 1],
      ]),
      effectsOf(2, [
        ["and", 1, 3],
        ["and", 2, 9],
        ["and", 3, -1],
        ["or", 3, 5],
      ]),
    ];
    expect(stabilityRatio(clean, noisy, 0.05)).toEqual([
      { ratio: 2 / Math.sqrt(2), concepts: 1, leftOut: 0 },
      { ratio: 3 / Math.sqrt(8), concepts: 1, leftOut: 1 },
    ]);
  });

  it("has no ratio for an order without salient concepts, or with none that varies", () => {
    const clean = effectsOf(2, [["and", 1, 1]]);
    expect(stabilityRatio(clean, [clean, clean], 0.05)).toEqual([
      { ratio: null, concepts: 0, leftOut: 1 },
      { ratio: null, concepts: 0, leftOut: 0 },
    ]);
  });

  it("refuses a single draw, and draws of another n", () => {
    const clean = effectsOf(2, [["and", 1, 1]]);
    expect(() => stabilityRatio(clean, [clean], 0.05)).toThrow("stability needs at least 2 draws, got 1");
    expect(() => stabilityRatio(clean, [clean, effectsOf(3, [])], 0.05)).toThrow(
      "draw 1 has 3 players, the clean image has 2",
    );
    expect(() => stabilityRatio(clean, [clean, clean], NaN)).toThrow(RangeError);
  });
});
