import { estimateHere } from "../backends/drain-steps.ts";
import { effectsOf } from "../core/effects.fixture.ts";
import { rebuild } from "../core/faithfulness.ts";
import type { Game } from "../core/games.ts";
import type { Interactions, Kind } from "../core/interactions.ts";
import { maskOf, type Mask } from "../core/masks.ts";
import { gridPlayers, type PickedCells } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import { DEFAULT_TAU_FRACTION, tauOf } from "../core/salience.ts";
import { createSamplingEstimator, type SampleBudget } from "./estimator.ts";
import { madeUpSnapshot } from "./snapshot.fixture.ts";
import type { Snapshot } from "./snapshot.ts";

/** A grid of so many cells a side, and what it is estimated from. */
export interface SampledShape extends SampleBudget {
  readonly side: number;
  readonly layers: number;
  /** All of them where it is left out. */
  readonly picked?: PickedCells;
}

/** A seeded picture of many patches that is really estimated, from planted effects of orders 1 to 3; the same shape gives the same snapshot. */
export async function sampledSnapshot({ side, layers: count, picked, ...budget }: SampledShape): Promise<Snapshot> {
  const size = 2 * side;
  const players = gridPlayers(side, side, size, size, picked);
  const random = mulberry32(budget.seed);
  const planted = Array.from({ length: count }, () => {
    const drawn = Array.from({ length: 12 }, (_, i): [Kind, Mask, number] => {
      const order = 1 + (i % 3);
      const mask = maskOf(Array.from({ length: order }, () => Math.floor(random() * players.n)));
      return [i % 5 === 4 ? "or" : "and", mask, (random() < 0.5 ? -1 : 1) * (0.5 + random())];
    });
    // Of few players some are drawn twice.
    return effectsOf(players.n, [...new Map(drawn.map((one) => [`${one[0]}${one[1]}`, one])).values()]);
  });
  const game: Game = {
    n: players.n,
    layerCount: count,
    values: (masks) => Promise.resolve(planted.map((effects) => rebuild({ ...effects, constant: -1 }, masks))),
  };
  const estimator = createSamplingEstimator({ estimate: estimateHere }, players, budget);
  const solved: [Interactions, Float64Array][] = [];
  const { values } = await estimator.estimate(game, [], { onLayer: (layer, ...found) => (solved[layer] = found) });
  const madeUp = madeUpSnapshot({ seed: budget.seed, rows: 1, cols: 2, layers: count, size });
  return {
    ...madeUp,
    players,
    values,
    layers: madeUp.layers.map((layer, l) => {
      const [interactions, v] = solved[l]!;
      const tau = tauOf(interactions, DEFAULT_TAU_FRACTION);
      return { ...layer, interactions, tau, vEmpty: v[0]!, vFull: v.at(-1)! };
    }),
  };
}
