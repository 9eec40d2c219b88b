/** Who explains a game: an estimator asks it for values and answers with interactions. */
import { allMasks } from "../core/all-masks.ts";
import type { DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { Estimate, Game } from "../core/games.ts";
import type { Interactions } from "../core/interactions.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { LayerSolver } from "../backends/evaluator.ts";

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
      watch.signal?.throwIfAborted();
      const abort = new AbortController();
      const stop = (): void => abort.abort(watch.signal?.reason);
      watch.signal?.addEventListener("abort", stop);
      const { signal } = abort;
      const solve = async (v: Float64Array, index: number): Promise<Interactions> => {
        const onProgress = watch.onSolve && ((progress: SolveProgress) => watch.onSolve?.(index, progress));
        const interactions = await solver.solve(v, options[index]!, { signal, priority: watch.priority, onProgress });
        // A solver that answers after a cancel has nobody to tell.
        if (!signal.aborted) watch.onLayer?.(index, interactions, v);
        return interactions;
      };
      try {
        // The last layers take longest as a rule: begun first, they do not keep one solver busy when the others are through.
        const backwards = await Promise.all(layers.toReversed().map((v, i) => solve(v, layers.length - 1 - i)));
        watch.signal?.throwIfAborted();
        return { interactions: backwards.toReversed(), values: { masks, layers } };
      } finally {
        // One layer's failure stops the others.
        abort.abort();
        watch.signal?.removeEventListener("abort", stop);
      }
    },
  };
}
