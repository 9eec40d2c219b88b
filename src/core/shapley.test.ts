import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allMasks } from "./all-masks.ts";
import { effectsOf, randomEffects } from "./effects.fixture.ts";
import { rebuild } from "./faithfulness.ts";
import { orderOf } from "./masks.ts";
import { shapleyValues } from "./shapley.ts";

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

/** Σ over S without i of |S|!·(n − |S| − 1)!/n! · (game(S ∪ i) − game(S)). */
function naiveShapley(game: Float64Array, n: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    let value = 0;
    for (let mask = 0; mask < game.length; mask++) {
      if ((mask >>> i) & 1) continue;
      const size = orderOf(mask);
      value += ((factorial(size) * factorial(n - size - 1)) / factorial(n)) * (game[mask | (1 << i)]! - game[mask]!);
    }
    return value;
  });
}

describe("shapleyValues", () => {
  it("splits each effect evenly among its players", () => {
    expect([
      ...shapleyValues(
        effectsOf(3, [
          ["and", 0, 99],
          ["and", 1, 2],
          ["and", 3, -4],
          ["or", 7, 9],
          ["or", 6, 1],
        ]),
      ),
    ]).toEqual([3, 1.5, 3.5]);
  });

  it("equals the definition on the game v + δ, and sums to its whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(), (n, seed) => {
        const effects = randomEffects(n, seed);
        const game = rebuild({ ...effects, constant: -1.5 }, allMasks(n));
        const values = [...shapleyValues(effects)];
        naiveShapley(game, n).forEach((value, i) => expect(values[i]!).toBeCloseTo(value, 12));
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(game.at(-1)! - game[0]!, 12);
      }),
      { seed: 81 },
    );
  });

  it("is efficient for as many players as there can be", () => {
    const effects = randomEffects(16, 82);
    const game = rebuild({ ...effects, constant: 0.5 }, allMasks(16));
    const total = shapleyValues(effects).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total - (game.at(-1)! - game[0]!))).toBeLessThanOrEqual(1e-9 * Math.abs(total));
  });

  it("refuses what are no effects", () => {
    expect(() => shapleyValues({ ...effectsOf(2, [["or", 3, 1]]), n: 1 })).toThrow(RangeError);
    expect(() => shapleyValues(effectsOf(2, [["and", 2, NaN]]))).toThrow("NaN at mask 2");
  });
});
