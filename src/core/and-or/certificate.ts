import { subsetSums, supersetSums } from "../transforms.ts";
import { evenSplit, extent, strengthOf, type ScaledProblem, type Split } from "./scaled-problem.ts";

/** A split that keeps |δ| ≤ κ, its constant, and its objective. */
export interface Feasible {
  readonly split: Split;
  readonly constant: number;
  /** fit − v at every mask, [2^n]. */
  readonly delta: Float64Array;
  readonly objective: number;
}

/**
 * Makes a split feasible. The order-1 OR is folded into the order-1 AND (y_i [i∉T] = y_i − y_i [i∈T]);
 * the constant centres the residual; where |δ| still passes κ, the excess e is given back to both sides in
 * equal halves (x += M e/2, y += M R e/2), or, if that is weaker, the split is blended with the even split
 * of v (δ = 0) until it fits. Returns new arrays. Cost O(n 2^n).
 */
export function makeFeasible(problem: ScaledProblem, candidate: Split): Feasible {
  const split = foldOrderOne(candidate);
  const { constant, delta, violation } = residualOf(problem, split);
  // At κ = 0 rounding alone exceeds κ: what remains after one correction is rounding and is cut by `asFeasible`.
  if (violation <= problem.kappa) return asFeasible(problem, split, constant, delta);
  const corrected = foldOrderOne(addSplits(split, 1, evenSplit(delta.map((d) => clamp(d, problem.kappa) - d)), 1));
  const blend = problem.kappa / violation;
  const blended = foldOrderOne(addSplits(split, blend, evenSplit(problem.v), 1 - blend));
  const best = strengthOf(corrected) <= strengthOf(blended) ? corrected : blended;
  const after = residualOf(problem, best);
  return asFeasible(problem, best, after.constant, after.delta);
}

function asFeasible({ kappa }: ScaledProblem, split: Split, constant: number, delta: Float64Array): Feasible {
  return { split, constant, delta: delta.map((d) => clamp(d, kappa)), objective: strengthOf(split) };
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function foldOrderOne({ x, y }: Split): Split {
  const folded = { x: x.slice(), y: y.slice() };
  for (let single = 1; single < x.length; single <<= 1) {
    folded.x[single] -= y[single];
    folded.y[single] = 0;
  }
  folded.x[0] = folded.y[0] = 0;
  return folded;
}

function addSplits(a: Split, weightA: number, b: Split, weightB: number): Split {
  return {
    x: a.x.map((value, mask) => weightA * value + weightB * b.x[mask]),
    y: a.y.map((value, mask) => weightA * value + weightB * b.y[mask]),
  };
}

/** The residual fit − v with the constant that makes its largest magnitude, `violation`, smallest. */
function residualOf({ size, v }: ScaledProblem, { x, y }: Split) {
  const fit = subsetSums(x.slice());
  const orFit = subsetSums(y.slice());
  const delta = fit.map((value, mask) => value + orFit[size - 1 - mask] - v[mask]);
  const [low, high] = extent(delta);
  const constant = -(low + high) / 2;
  return { constant, delta: delta.map((d) => d + constant), violation: (high - low) / 2 };
}

/**
 * A lower bound on the optimum from any vector t on masks ([2^n], overwritten): t is shifted at its largest
 * entry until Σ t = 0 and divided by its largest violation of |Z^T t| ≤ 1, |Z^T R t| ≤ 1; then the optimum is at
 * least t·v − κ‖t‖₁ (LP duality, unit costs, unperturbed v). Cost O(n 2^n).
 */
export function dualBound({ size, v, kappa }: ScaledProblem, t: Float64Array): number {
  let sum = 0;
  let largest = 0;
  for (let mask = 0; mask < size; mask++) {
    sum += t[mask];
    if (Math.abs(t[mask]) > Math.abs(t[largest])) largest = mask;
  }
  t[largest] -= sum;
  let value = 0;
  let norm = 0;
  for (let mask = 0; mask < size; mask++) {
    value += t[mask] * v[mask];
    norm += Math.abs(t[mask]);
  }
  const reversed = supersetSums(t.slice().reverse());
  supersetSums(t);
  let violation = 0;
  for (let mask = 1; mask < size; mask++) violation = Math.max(violation, Math.abs(t[mask]), Math.abs(reversed[mask]));
  if (!(violation > 0)) return 0;
  // Sums of 2^n terms of size |t·v| ≤ |t|/2 carry this much rounding at most; giving it up keeps the bound a bound.
  const rounding = size * Number.EPSILON * norm;
  return Math.max(0, (value - kappa * norm - rounding) / violation);
}
