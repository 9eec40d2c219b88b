/** Who explains a game: an estimator asks it for values and answers with interactions. */
import { allMasks } from "../core/all-masks.ts";
import type { DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import { layerSample } from "../core/estimate/layer-sample.ts";
import { touching } from "../core/estimate/neighbourhoods.ts";
import { sampleMasks } from "../core/estimate/sample.ts";
import type { Estimate, Game } from "../core/games.ts";
import type { Interactions } from "../core/interactions.ts";
import { compareMasks, indexOfMask, masksOf, type Masks } from "../core/masks.ts";
import type { Players } from "../core/patches.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { LayerSolver, SampleSolver, SolveOptions } from "../backends/evaluator.ts";

/** How an estimate is watched and stopped. */
export interface EstimateWatch {
  readonly signal?: AbortSignal | undefined;
  /** Asked anew for each layer; the foreground where it is not said. */
  readonly priority?: CurrentPriority | undefined;
  onSolve?(layer: number, progress: SolveProgress): void;
  /** A layer is explained, with its v at the masks that were looked at; layers come in any order. */
  onLayer?(layer: number, interactions: Interactions, v: Float64Array): void;
}

/** Explains every layer of a game. */
export interface Estimator {
  /**
   * Asks the game for as many values as it needs, those of ∅ and of all players among them; `options` are each layer's own. Rejects with the signal's
   * reason, or as the game does.
   */
  estimate(game: Game, options: readonly DecomposeOptions[], watch?: EstimateWatch): Promise<Estimate>;
}

/** The estimator that asks for all 2^n masks and decomposes each layer's v exactly, several layers at once where the solver can. */
export function createExhaustiveEstimator(solver: LayerSolver): Estimator {
  return {
    estimate: async (game, options, watch = {}) => {
      const masks = allMasks(game.n);
      const layers = await game.values(masks);
      const interactions = await explainLayers(layers, watch, (v, layer, solving) =>
        solver.solve(v, options[layer]!, solving),
      );
      return { interactions, values: { masks, layers } };
    },
  };
}

/** What a sample is drawn from, and how large it is. */
export interface SampleBudget {
  /** How many masks, from `fewestMasks(n)` to 2^n. */
  readonly masks: number;
  /** Of the order of the masks, and of what is drawn by the fit. */
  readonly seed: number;
  /** On how many half-samples the selection is repeated, for frequencies and better errors; on none where it is not said. Each costs about half of the estimate. */
  readonly halves?: number | undefined;
}

/**
 * The estimator that asks for `masks` masks only, those that `sampleMasks` draws, for up to 256 players: few effects are fitted to v there (see
 * `estimateSteps`), which a layer's `sampled` says the quality of. Which players touch is told by where their patches lie. The options of layers have no part
 * in it: what is left unexplained is not chosen beforehand. RangeError on a game of other players and on an unfit budget.
 */
export function createSamplingEstimator(
  solver: SampleSolver,
  players: Players,
  { masks: budget, seed, halves }: SampleBudget,
): Estimator {
  const { n } = players;
  return {
    estimate: async (game, _, watch = {}) => {
      if (game.n !== n) throw new RangeError(`the game must be of ${n} players, got ${game.n}`);
      const drawn = sampleMasks(n, budget, seed);
      const masks = ascending(drawn);
      const layers = await game.values(masks);
      const fit = fitterOf(solver, players, masks, { drawn, seed, halves });
      const interactions = await explainLayers(layers, watch, (v, _, solving) => fit(v, solving));
      return { interactions, values: { masks, layers } };
    },
  };
}

/** Which masks the network is run on, ascending: all, or those of a sample. */
export function masksAsked(n: number, sample: SampleBudget | null): Masks {
  return sample === null ? allMasks(n) : ascending(sampleMasks(n, sample.masks, sample.seed));
}

const ascending = (masks: Masks): Masks => masksOf([...masks].sort(compareMasks));

/** Fits a layer's v, which is told at the masks that a fitter was made for, in their order. */
export type Fitter = (v: Float64Array, solving: SolveOptions) => Promise<Interactions>;

/** What fits v, known at `masks`, ascending, to those of them that are `drawn`, in the order that they were drawn in; where that is a part of a sample, so many `ends` are. */
export function fitterOf(
  solver: SampleSolver,
  players: Players,
  masks: Masks,
  {
    drawn,
    ends,
    seed,
    halves,
  }: Pick<SampleBudget, "seed" | "halves"> & { readonly drawn: Masks; readonly ends?: number },
): Fitter {
  const sample = layerSample(players.n, drawn, touching(players), seed, halves, ends);
  const places = Uint32Array.from(drawn, (mask) => indexOfMask(masks, mask));
  return (v, solving) =>
    solver.estimate(
      sample,
      Float64Array.from(places, (place) => v[place]!),
      solving,
    );
}

/** The estimator of what the network was run on: of every mask, or of a sample of them. */
export function estimatorOf(
  { sample, players }: { readonly sample: SampleBudget | null; readonly players: Players },
  solver: LayerSolver & SampleSolver,
): Estimator {
  return sample === null ? createExhaustiveEstimator(solver) : createSamplingEstimator(solver, players, sample);
}

/** Has every layer's v explained, as many at once as the solver likes; the failure of one stops the others. */
async function explainLayers(
  layers: readonly Float64Array[],
  watch: EstimateWatch,
  explain: (v: Float64Array, layer: number, solving: SolveOptions) => Promise<Interactions>,
): Promise<readonly Interactions[]> {
  watch.signal?.throwIfAborted();
  const abort = new AbortController();
  const stop = (): void => abort.abort(watch.signal?.reason);
  watch.signal?.addEventListener("abort", stop);
  const { signal } = abort;
  const solve = async (v: Float64Array, index: number): Promise<Interactions> => {
    const onProgress = watch.onSolve && ((progress: SolveProgress) => watch.onSolve?.(index, progress));
    const interactions = await explain(v, index, { signal, priority: watch.priority, onProgress });
    // A solver that answers after a cancel has nobody to tell.
    if (!signal.aborted) watch.onLayer?.(index, interactions, v);
    return interactions;
  };
  try {
    // The last layers take longest as a rule: begun first, they do not keep one solver busy when the others are through.
    const backwards = await Promise.all(layers.toReversed().map((v, i) => solve(v, layers.length - 1 - i)));
    watch.signal?.throwIfAborted();
    return backwards.toReversed();
  } finally {
    abort.abort();
    watch.signal?.removeEventListener("abort", stop);
  }
}
