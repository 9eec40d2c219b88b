/** The least-squares problem of a sample together with what a surrogate says of all masks. */
import type { FitProblem } from "../sparse-fit/problem.ts";
import type { Column, Dictionary } from "./dictionary.ts";
import { problemOf } from "./dictionary.ts";
import type { Fourier } from "./fourier.ts";
import { NO_SET, setOf, subsetsOf } from "./player-sets.ts";

/** So often a column's products are counted one by one; then with all columns at once, and kept. */
const SINGLE_PRODUCTS = 8;

/**
 * The problem of v at a sample's rows and of a function at all 2^n masks, which count as much as `weight` times as many rows as the sample has: as if the
 * function had answered masks that nobody asked for. Its products with columns are exact sums of its coefficients, and of two columns the covariance over
 * all masks is known. With weight 0 it is the sample's own. Products of columns are counted as they are asked for; of a column that comes to a support, with
 * all others, which costs columns · rows / 32.
 */
export function blendedProblem(dictionary: Dictionary, v: Float64Array, fourier: Fourier, weight: number): FitProblem {
  const sampled = problemOf(dictionary, v);
  const { columns } = dictionary;
  const { count } = sampled;
  const more = weight * v.length;
  const product = (i: number, j: number): number =>
    more === 0 ? sampled.gram(i, j) : sampled.gram(i, j) + more * covarianceOf(columns[i], columns[j]);
  const lines = new Array<Float64Array | undefined>(count);
  const asked = new Uint8Array(count);
  const gram = (i: number, j: number): number => {
    const line = lines[i];
    if (line !== undefined) return line[j];
    if (lines[j] !== undefined) return lines[j][i];
    if (asked[i]++ < SINGLE_PRODUCTS) return product(i, j);
    lines[i] = Float64Array.from({ length: count }, (_, k) => lines[k]?.[i] ?? product(i, k));
    return lines[i][j];
  };
  if (more === 0) return { ...sampled, gram };
  let square = 0;
  for (const [set, value] of fourier) if (set !== NO_SET) square += value * value;
  return {
    count,
    rows: v.length + more,
    gram,
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
