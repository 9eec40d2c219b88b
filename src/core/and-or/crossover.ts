/**
 * From an approximate answer to an exact one: a basis made of the approximation's effects and active rows is optimal for
 * a problem near the one at hand, and a short path (path.ts) leads from there.
 */
import { KernelMemory, subsetSumsIn } from "../simd/memory.ts";
import { subsetSums } from "../transforms.ts";
import { PathBasis } from "./path-basis.ts";
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

/**
 * How near its bound, as a share of it, what stays out of the basis may start: what started at the bound would want to
 * enter at once, and from many such ties the path may not find its way.
 */
const INSIDE = 0.98;

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
  return Math.min(
    1 + columnsOf(effects).length,
    dual.reduce((count, t) => count + (isActive(t) ? 1 : 0), 0),
  );
}

/**
 * The path from the problem that `approximation` solves, or null if it has no active row. Effects enter in order of
 * size, as long as they are independent and there are active rows. Yields the operations done since the last yield; cost
 * O(m n 2^n + m³) for m effects.
 */
export function* pathFromApproximation(
  problem: PathProblem,
  approximation: Approximation,
): Generator<number, Path | null, void> {
  const { n, size, costs } = problem;
  const { effects, dual } = approximation;
  let first = 0;
  for (let mask = 1; mask < size; mask++) if (Math.abs(dual[mask]) > Math.abs(dual[first])) first = mask;
  if (!isActive(dual[first])) return null;
  const basis = new PathBasis(size, first, -Math.sign(dual[first]));
  basis.t[0] = dual[first];
  const memory = new KernelMemory(2 * size * dual.BYTES_PER_ELEMENT);
  const work = memory.doubles(2 * size);
  /** The dual where it may still enter. */
  const free = dual.map((t) => (isActive(t) ? t : 0));
  free[first] = 0;
  for (const column of columnsOf(effects)) {
    const z = effects[column];
    const combined = basis.combineColumn(column);
    const entering = { column, sigma: Math.sign(z), z, combined, rate: 0 };
    basis.scatterColumns(combined, work);
    work[column] = -1;
    subsetSumsIn(memory.kernels, work, n);
    const row = bestRow(free, work);
    if (row >= 0) {
      free[row] = 0;
      const s = -Math.sign(dual[row]);
      const ray = new Float64Array(basis.m);
      basis.combineRow(row, s, ray);
      basis.add({ row, s, t: dual[row], ray, rate: 0 }, entering);
    }
    yield size * (n + 2) + basis.m ** 2;
  }
  return new Path(
    problem,
    basis,
    residualOf(problem, basis, approximation, work),
    pricesOf(costs, basis, approximation),
  );
}

function isActive(dual: number): boolean {
  return Math.abs(dual) > SMALLEST_DUAL;
}

/** The columns whose effect is not 0, the largest effect first. */
function columnsOf(effects: Float64Array): number[] {
  const columns = [...effects.keys()].filter((column) => Math.abs(effects[column]) > SMALLEST_EFFECT);
  return columns.sort((a, b) => Math.abs(effects[b]) - Math.abs(effects[a]) || a - b);
}

/**
 * The row to pivot on, −1 if there is none: `free` is the dual of the rows that may enter, 0 elsewhere, [2^n]; the sum of
 * `left` at a mask and at its mirror image, [2·2^n], is what the basis leaves of the column there.
 */
function bestRow(free: Float64Array, left: Float64Array): number {
  const pivot = (row: number): number => Math.abs(left[row] + left[left.length - 1 - row]);
  let largest = SMALLEST_PIVOT / PIVOT_SHARE;
  for (let row = 0; row < free.length; row++) if (free[row] !== 0) largest = Math.max(largest, pivot(row));
  let best = -1;
  for (let row = 0; row < free.length; row++) {
    if (free[row] === 0 || pivot(row) < PIVOT_SHARE * largest) continue;
    if (best < 0 || Math.abs(free[row]) > Math.abs(free[best])) best = row;
  }
  return best;
}

/** The residual of the approximation, at ±κ on the basis, inside elsewhere; sets the constant so that least is wanting of v. */
function residualOf(
  { n, v, kappa }: PathProblem,
  basis: PathBasis,
  approximation: Approximation,
  work: Float64Array,
): Float64Array {
  const residual = approximation.residual.map((r) => within(INSIDE * kappa, r));
  for (let r = 0; r < basis.m; r++) residual[basis.rows[r]] = kappa * basis.s[r];
  basis.scatterColumns(basis.z, work);
  subsetSums(work, n);
  const [low, high] = extent(
    v.map((value, mask) => value + residual[mask] - work[mask] - work[work.length - 1 - mask]),
  );
  basis.z[0] += (low + high) / 2;
  return residual;
}

/** The prices of the approximation, at ±c on the basis, inside elsewhere. */
function pricesOf(costs: Float64Array, basis: PathBasis, { prices }: Approximation): Float64Array {
  const bounded = prices.map((price, column) => (costs[column] < Infinity ? costs[column] * within(INSIDE, price) : 0));
  for (let k = 1; k < basis.m; k++) bounded[basis.columns[k]] = basis.sigma[k] * costs[basis.columns[k]];
  return bounded;
}

function within(bound: number, value: number): number {
  return Math.max(-bound, Math.min(bound, value));
}
