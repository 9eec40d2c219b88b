/**
 * From an approximate answer to an exact one: a basis made of the approximation's effects and active rows is optimal for
 * a problem near the one at hand, and a short path (path.ts) leads from there.
 */
import { subsetSums } from "../transforms.ts";
import { PathBasis, type EnteringColumn } from "./path-basis.ts";
import type { PathProblem } from "./path-problem.ts";
import { Path } from "./path.ts";
import { extent } from "./scaled-problem.ts";

/** Effects and duals below these are rounding, relative to the range of v and to the costs. */
const SMALLEST_EFFECT = 1e-9;
const SMALLEST_DUAL = 1e-6;
/** A column whose pivots are all below this depends on those before it: it stays out. */
const SMALLEST_PIVOT = 0.05;
/** Among the rows whose pivot is at least this share of the largest, the one with the largest dual is taken. */
const PIVOT_SHARE = 0.3;

/** An approximate answer: primal and dual each sparse and in agreement, but only nearly fitting the problem. */
export interface Approximation {
  /** Effects over all columns [AND by S | OR by S], [2·2^n]; many are 0. */
  readonly effects: Float64Array;
  /** Their prices: within ±1, and ±1 by its sign where an effect is not 0. */
  readonly prices: Float64Array;
  /** The residual at every mask, within ±κ, [2^n]. */
  readonly residual: Float64Array;
  /** The dual, [2^n]: 0 where the residual is within ±κ, of the opposite sign elsewhere. */
  readonly dual: Float64Array;
}

/** The most rows the basis of an approximation can have. */
export function basisSize({ effects, dual }: Approximation): number {
  return Math.min(1 + columnsOf(effects).length, dual.reduce((count, t) => count + (isActive(t) ? 1 : 0), 0));
}

/**
 * The path from the problem that `approximation` solves, or null if it has no active row. Effects enter in order of
 * size, as long as they are independent and there are active rows. Yields the operations done since the last yield; cost
 * O(m n 2^n + m³) for m effects.
 */
export function* pathFromApproximation(problem: PathProblem, approximation: Approximation): Generator<number, Path | null, void> {
  const { n, size, costs } = problem;
  const { effects, dual } = approximation;
  let first = 0;
  for (let mask = 1; mask < size; mask++) if (Math.abs(dual[mask]) > Math.abs(dual[first])) first = mask;
  if (!isActive(dual[first])) return null;
  const basis = new PathBasis(size, first, -Math.sign(dual[first]));
  basis.t[0] = dual[first];
  const work = new Float64Array(2 * size);
  for (const column of columnsOf(effects)) {
    const z = effects[column];
    const combined = basis.combineColumn(column);
    const entering = { column, sigma: Math.sign(z), z, combined, rate: 0 };
    const row = bestRow(basis, dual, remainder(basis, entering, work, n));
    if (row >= 0) {
      const s = -Math.sign(dual[row]);
      const ray = new Float64Array(basis.m);
      basis.combineRow(row, s, ray);
      basis.add({ row, s, t: dual[row], ray, rate: 0 }, entering);
    }
    yield size * (2 * n + 4) + 2 * basis.m ** 2;
  }
  return new Path(problem, basis, residualOf(problem, basis, approximation, work), pricesOf(costs, basis, approximation));
}

function isActive(dual: number): boolean {
  return Math.abs(dual) > SMALLEST_DUAL;
}

/** The columns whose effect is not 0, the largest effect first. */
function columnsOf(effects: Float64Array): number[] {
  const columns = [...effects.keys()].filter((column) => Math.abs(effects[column]) > SMALLEST_EFFECT);
  return columns.sort((a, b) => Math.abs(effects[b]) - Math.abs(effects[a]) || a - b);
}

/** What the basis leaves of a column at every mask, folded: the sum of `work` at a mask and at its mirror image. */
function remainder(basis: PathBasis, { column, combined }: EnteringColumn, work: Float64Array, n: number): Float64Array {
  basis.scatterColumns(combined, work);
  work[column] = -1;
  return subsetSums(work, n);
}

/** The free active row to pivot on, −1 if the column depends on the basis. */
function bestRow(basis: PathBasis, dual: Float64Array, left: Float64Array): number {
  const pivot = (row: number): number => Math.abs(left[row] + left[left.length - 1 - row]);
  const free = (row: number): boolean => isActive(dual[row]) && basis.activeRows[row] === 0;
  let largest = SMALLEST_PIVOT / PIVOT_SHARE;
  for (let row = 0; row < dual.length; row++) if (free(row)) largest = Math.max(largest, pivot(row));
  let best = -1;
  for (let row = 0; row < dual.length; row++) {
    if (!free(row) || pivot(row) < PIVOT_SHARE * largest) continue;
    if (best < 0 || Math.abs(dual[row]) > Math.abs(dual[best])) best = row;
  }
  return best;
}

/** The residual of the approximation, at ±κ on the basis; sets the constant so that least is wanting of v. */
function residualOf({ n, v, kappa }: PathProblem, basis: PathBasis, approximation: Approximation, work: Float64Array): Float64Array {
  const residual = approximation.residual.map((r) => Math.max(-kappa, Math.min(kappa, r)));
  for (let r = 0; r < basis.m; r++) residual[basis.rows[r]] = kappa * basis.s[r];
  basis.scatterColumns(basis.z, work);
  subsetSums(work, n);
  const [low, high] = extent(v.map((value, mask) => value + residual[mask] - work[mask] - work[work.length - 1 - mask]));
  basis.z[0] += (low + high) / 2;
  return residual;
}

/** The prices of the approximation, at ±c on the basis. */
function pricesOf(costs: Float64Array, basis: PathBasis, { prices }: Approximation): Float64Array {
  const within = prices.map((price, column) => (costs[column] < Infinity ? costs[column] * Math.max(-1, Math.min(1, price)) : 0));
  for (let k = 1; k < basis.m; k++) within[basis.columns[k]] = basis.sigma[k] * costs[basis.columns[k]];
  return within;
}
