/** The least-squares problem of a sample together with what a surrogate says of all masks. */
import { keptLines, type FitProblem } from "../sparse-fit/problem.ts";
import type { Column, Dictionary } from "./dictionary.ts";
import { problemOf, productsOf, productsWith } from "./dictionary.ts";
import type { Fourier } from "./fourier.ts";
import { NO_SET, setOf, subsetsOf } from "./player-sets.ts";

/**
 * The problem of v at a sample's rows and of a function at all 2^n masks, which count as much as `weight` times as many rows as the sample has: as if the
 * function had answered masks that nobody asked for. Its products with columns are exact sums of its coefficients, and of two columns the covariance over
 * all masks is known. With weight 0 it is the sample's own.
 */
export function blendedProblem(dictionary: Dictionary, v: Float64Array, fourier: Fourier, weight: number): FitProblem {
  if (weight === 0) return problemOf(dictionary, v);
  const { columns } = dictionary;
  const { gram, line } = productsOf(dictionary, v.length);
  const { count, products, square: ofSample } = productsWith(dictionary, v);
  const more = weight * v.length;
  const addCovariances = covariancesOf(columns);
  let square = 0;
  for (const [set, value] of fourier) if (set !== NO_SET) square += value * value;
  return {
    count,
    rows: v.length + more,
    gram: (i, j) => gram(i, j) + more * covarianceOf(columns[i], columns[j]),
    line: keptLines((i) => addCovariances(line(i), i, more)),
    products: products.map((sum, j) => sum + more * covarianceWith(columns[j], fourier)),
    square: ofSample + more * square,
  };
}

/** The covariance of two columns over all masks. */
export function covarianceOf(a: Column, b: Column): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.players.length && j < b.players.length;) {
    if (a.players[i] === b.players[j]) shared++;
    if (a.players[i] <= b.players[j]) i++;
    else j++;
  }
  return covarianceBy(a.kind === b.kind, a.players.length + b.players.length, shared);
}

/** The covariance of two columns of so many players together, so many of them in both. */
function covarianceBy(isOneKind: boolean, players: number, shared: number): number {
  // Where one is all shown the other has one that is; of two of a kind, all of both are shown, or hidden.
  if (!isOneKind) return shared > 0 ? 2 ** -players : 0;
  return 2 ** (shared - players) - 2 ** -players;
}

/** Adds the covariances of the i-th of the columns and each, so many times, to a line. */
export function covariancesOf(
  columns: readonly Column[],
): (line: Float64Array, i: number, times: number) => Float64Array {
  const ofPlayer: number[][] = [];
  columns.forEach(({ players }, j) => players.forEach((player) => (ofPlayer[player] ??= []).push(j)));
  const shared = new Uint8Array(columns.length);
  return (line, i, times) => {
    const { kind, players } = columns[i];
    shared.fill(0);
    for (const player of players) for (const j of ofPlayer[player]) shared[j]++;
    // Of columns that share no player it is 0.
    for (let j = 0; j < line.length; j++)
      if (shared[j] > 0)
        line[j] +=
          times * covarianceBy(kind === columns[j].kind, players.length + columns[j].players.length, shared[j]);
    return line;
  };
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
