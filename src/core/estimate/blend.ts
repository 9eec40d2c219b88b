/** The least-squares problem of a sample together with what a surrogate says of all masks. */
import { keptLines, type FitProblem } from "../sparse-fit/problem.ts";
import type { Column, Dictionary } from "./dictionary.ts";
import { problemOf } from "./dictionary.ts";
import type { Fourier } from "./fourier.ts";
import { NO_SET, setOf, subsetsOf } from "./player-sets.ts";

/**
 * The problem of v at a sample's rows and of a function at all 2^n masks, which count as much as `weight` times as many rows as the sample has: as if the
 * function had answered masks that nobody asked for. Its products with columns are exact sums of its coefficients, and of two columns the covariance over
 * all masks is known. With weight 0 it is the sample's own.
 */
export function blendedProblem(dictionary: Dictionary, v: Float64Array, fourier: Fourier, weight: number): FitProblem {
  const sampled = problemOf(dictionary, v);
  if (weight === 0) return sampled;
  const { columns } = dictionary;
  const more = weight * v.length;
  let square = 0;
  for (const [set, value] of fourier) if (set !== NO_SET) square += value * value;
  return {
    count: sampled.count,
    rows: v.length + more,
    gram: (i, j) => sampled.gram(i, j) + more * covarianceOf(columns[i], columns[j]),
    line: keptLines((i) => {
      const covariances = covariancesWith(columns, i);
      return sampled.line(i).map((sum, j) => sum + more * covariances[j]);
    }),
    products: sampled.products.map((sum, j) => sum + more * covarianceWith(columns[j], fourier)),
    square: sampled.square + more * square,
  };
}

/** The covariance of two columns over all masks. */
export function covarianceOf(a: Column, b: Column): number {
  const apart = a.players.length + b.players.length;
  let shared = 0;
  for (let i = 0, j = 0; i < a.players.length && j < b.players.length;) {
    if (a.players[i] === b.players[j]) shared++;
    if (a.players[i] <= b.players[j]) i++;
    else j++;
  }
  // Where one is all shown the other has one that is; of two of a kind, all of both are shown, or hidden.
  if (a.kind !== b.kind) return shared > 0 ? 2 ** -apart : 0;
  return 2 ** (shared - apart) - 2 ** -apart;
}

/** The covariance of the i-th of many columns and each. */
function covariancesWith(columns: readonly Column[], i: number): Float64Array {
  return Float64Array.from(columns, (column) => covarianceOf(columns[i], column));
}

/** The covariance of a column and a function over all masks: AND = Π (1 + χ_i) / 2, OR = 1 − Π (1 − χ_i) / 2. */
export function covarianceWith({ kind, players }: Column, fourier: Fourier): number {
  let sum = 0;
  for (const subset of subsetsOf(players, players.length)) {
    if (subset.length === 0) continue;
    const value = fourier.get(setOf(subset)) ?? 0;
    sum += kind === "or" && subset.length % 2 === 0 ? -value : value;
  }
  return sum / 2 ** players.length;
}
