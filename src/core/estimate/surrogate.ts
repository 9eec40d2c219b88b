/**
 * What v is at masks that nobody looked at, as well as it can be told: the mean of boosted trees and kernel ridge regression, weighted by what they
 * say of masks that they have not seen. It proposes sets, and answers more masks than the network did.
 */
import { forestFourier, type Fourier } from "./fourier.ts";
import type { FloatMatrix } from "./float-matrix.ts";
import { kernelFourier, type MaskKernel } from "./kernel.ts";
import { cliquesOf, type Touching } from "./neighbourhoods.ts";
import { NO_SET, setOf, subsetsOf, type PlayerSet } from "./player-sets.ts";
import { ridgeFits, ridgeValues } from "./ridge.ts";
import { boostedTrees, DEFAULT_BOOSTING, forestValues, type ShownPlayers } from "./trees.ts";
import { shareExplained } from "./share-explained.ts";
import { within } from "./within.ts";

/** Penalties of the ridge, as shares of the kernel's value at equal masks, and shares of it in the mean. */
const PENALTIES = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 0.3];
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** Sets of so many players are looked at among a patch and those around it, and of so many among those that all touch. */
const ORDER_AROUND = 3;
const ORDER_TOUCHING = 4;

/** How a surrogate is made of its two parts. */
export interface SurrogateChoice {
  readonly penalty: number;
  /** Of kernel ridge regression; the rest is the trees'. */
  readonly share: number;
}

/** Rows of a sample with the kernel between them. */
export interface KernelRows {
  readonly shown: ShownPlayers;
  readonly kernel: MaskKernel;
  readonly matrix: FloatMatrix;
  /** The sets whose coefficients the kernel is asked for. */
  readonly sets: readonly (readonly number[])[];
}

export interface Surrogate {
  readonly choice: SurrogateChoice;
  readonly fourier: Fourier;
  /** What it says of the rows behind those that it was fitted on. */
  readonly values: Float64Array;
}

/** The sets that a kernel of players that touch each other so is asked for. */
export function kernelSets(touches: Touching): number[][] {
  const sets = new Map<PlayerSet, number[]>();
  const add = (players: readonly number[], order: number): void => {
    for (const subset of subsetsOf(players, order)) sets.set(setOf(subset), subset);
  };
  touches.forEach((others, player) =>
    add(
      [player, ...others].sort((a, b) => a - b),
      ORDER_AROUND,
    ),
  );
  for (const clique of cliquesOf(touches)) add(clique, ORDER_TOUCHING);
  sets.delete(NO_SET);
  return [...sets.values()];
}

/** The first rows of many. */
export function firstRows({ n, shown }: ShownPlayers, rows: number): ShownPlayers {
  return { n, rows, shown: shown.subarray(0, rows * n) };
}

/**
 * Fits a surrogate to v at the first `rows` rows, and tells what it says of those behind them up to `end`. Where no choice is given it takes what says
 * these best. Yields the share done.
 */
export function* fitSurrogate(
  { shown, kernel, matrix, sets }: KernelRows,
  v: Float64Array,
  {
    rows,
    end,
    choice,
    trees,
    seed,
  }: { rows: number; end: number; choice: SurrogateChoice | null; trees: number; seed: number },
): Generator<number, Surrogate, void> {
  const seen = firstRows(shown, rows);
  const { n } = shown;
  const unseen: ShownPlayers = { n, rows: end - rows, shown: shown.shown.subarray(rows * n, end * n) };
  const truth = v.subarray(rows, end);
  const forest = yield* within(boostedTrees(seen, v.subarray(0, rows), { ...DEFAULT_BOOSTING, trees, seed }), 0, 0.5);
  const byTrees = forestValues(forest, unseen);
  const penalties = choice === null ? PENALTIES : [choice.penalty];
  const fits = yield* within(ridgeFits(matrix, rows, v, penalties), 0.5, 0.9);
  const ridges = fits.map((fit) => ({
    fit,
    values: ridgeValues(matrix, rows, end, fit),
  }));
  const ridge = bestOf(ridges, ({ values }) => shareExplained(truth, values));
  const mixed = (share: number): Float64Array =>
    byTrees.map((value, i) => (1 - share) * value + share * ridge.values[i]);
  const share = choice?.share ?? bestOf(SHARES, (value) => shareExplained(truth, mixed(value)));
  const fourier: Fourier = new Map();
  const take = (from: Fourier, weight: number): void => {
    for (const [set, value] of from) fourier.set(set, (fourier.get(set) ?? 0) + weight * value);
  };
  take(forestFourier(forest), 1 - share);
  if (share > 0) take(yield* within(kernelFourier(kernel, seen, ridge.fit.weights, sets), 0.9, 1), share);
  return { choice: { penalty: ridge.fit.penalty, share }, fourier, values: mixed(share) };
}

/** The first of those that are worth most. */
function bestOf<T>(list: readonly T[], worth: (item: T) => number): T {
  const worths = list.map(worth);
  return list[worths.indexOf(Math.max(...worths))];
}
