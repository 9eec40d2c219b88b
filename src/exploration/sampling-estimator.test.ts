import { describe, expect, it } from "vitest";
import { createLocalSolver } from "../backends/local-engine.ts";
import { DEFAULT_DECOMPOSE } from "../core/and-or.ts";
import { plantedValue, type Planted } from "../core/estimate/games.fixture.ts";
import type { Game } from "../core/games.ts";
import { effectAt } from "../core/interactions.ts";
import { compareMasks, everybody, maskOf, NOBODY, type Masks } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { createSamplingEstimator } from "./estimator.ts";

const LAYERS: readonly Planted[] = [
  [
    ["and", [3], 1],
    ["and", [0, 1, 7], -2],
  ],
  [
    ["or", [12, 13], 1.5],
    ["and", [20, 30, 35], 1],
  ],
];

const players = gridPlayers(6, 6, 48, 48);

function gameOf(): Game & { readonly asked: Masks[] } {
  const asked: Masks[] = [];
  return {
    n: 36,
    layerCount: LAYERS.length,
    asked,
    values: async (masks) => {
      asked.push(masks);
      return LAYERS.map((planted) => Float64Array.from(masks, (mask) => plantedValue(planted, mask)));
    },
  };
}

const OPTIONS = LAYERS.map(() => DEFAULT_DECOMPOSE);

describe("the sampling estimator", () => {
  it("asks for so many masks, ascending, once, and finds each layer's effects", async () => {
    const game = gameOf();
    const told: number[] = [];
    const { interactions, values } = await createSamplingEstimator(createLocalSolver(), players, {
      masks: 500,
      seed: 3,
    }).estimate(game, OPTIONS, { onLayer: (layer) => told.push(layer) });
    expect(game.asked).toHaveLength(1);
    const masks = [...game.asked[0]!];
    expect(masks).toHaveLength(500);
    expect(masks).toEqual(masks.toSorted(compareMasks));
    expect([masks[0], masks.at(-1)]).toEqual([NOBODY, everybody(36)]);
    expect(values.layers.map(({ length }) => length)).toEqual([500, 500]);
    expect(told.toSorted()).toEqual([0, 1]);
    LAYERS.forEach((planted, layer) => {
      for (const [kind, set, effect] of planted)
        expect(effectAt(interactions[layer]!, kind, maskOf(set))).toBeCloseTo(effect, 6);
      expect(interactions[layer]!.sampled).toMatchObject({ masks: 500, seed: 3 });
    });
  });

  it("stops with the signal's reason", async () => {
    const abort = new AbortController();
    const estimating = createSamplingEstimator(createLocalSolver(), players, { masks: 500, seed: 3 }).estimate(
      gameOf(),
      OPTIONS,
      { signal: abort.signal, onSolve: () => abort.abort("enough") },
    );
    await expect(estimating).rejects.toBe("enough");
  });

  it("refuses a game of other players, and a budget that says nothing", async () => {
    const estimator = createSamplingEstimator(createLocalSolver(), gridPlayers(5, 5, 50, 50), { masks: 500, seed: 1 });
    await expect(estimator.estimate(gameOf(), OPTIONS)).rejects.toThrow(RangeError);
    await expect(
      createSamplingEstimator(createLocalSolver(), players, { masks: 20, seed: 1 }).estimate(gameOf(), OPTIONS),
    ).rejects.toThrow(RangeError);
  });
});
