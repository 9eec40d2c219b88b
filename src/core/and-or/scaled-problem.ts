import { checkValues } from "../all-masks.ts";
import { moebius } from "../transforms.ts";

/**
 * The problem as both methods solve it: v centred and divided by its range, so that every tolerance is
 * relative. With A = [1, A_and, A_or], A_and[T,S] = [S ⊆ T] and A_or[T,S] = [S ∩ T = ∅]:
 * minimise Σ_{S≠∅} |x(S)| + |y(S)| such that |A (constant, x, y) − v| ≤ κ.
 */
export interface ScaledProblem {
  readonly n: number;
  /** 2^n, the length of every vector. */
  readonly size: number;
  /** (v − middle) / range, in [−½, ½]. */
  readonly v: Float64Array;
  /** κ / range. */
  readonly kappa: number;
  readonly middle: number;
  readonly range: number;
}

/** Effects in the solver's signs, [2^n] each, entry 0 unused: fit(T) = constant + Σ_{S⊆T} x(S) + Σ_{S∩T=∅} y(S). */
export interface Split {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Scales v (length 2^n) and κ, both in the unit of v. Throws a RangeError on invalid v, or
 * where its range overflows. Cost O(2^n). */
export function scaleProblem(v: Float64Array, kappa: number): ScaledProblem {
  const n = checkValues(v);
  const [low, high] = extent(v);
  const range = high - low;
  const middle = low + range / 2;
  if (!Number.isFinite(range)) throw new RangeError(`the range of values must be finite, got ${low} to ${high}`);
  const divisor = range > 0 ? range : 1;
  return { n, size: v.length, v: v.map((value) => (value - middle) / divisor), kappa: kappa / divisor, middle, range };
}

/** A range below this share of the largest |v| is rounding of a constant function. */
const FLAT = 1e-14;

/** Whether no effect is needed: v is constant, or within κ of a constant. */
export function isFlat({ middle, range, kappa }: ScaledProblem): boolean {
  const largest = Math.max(Math.abs(middle - range / 2), Math.abs(middle + range / 2));
  return range <= FLAT * largest || kappa >= 1 / 2;
}

/** The smallest and the largest value. Cost O(length). */
export function extent(values: ArrayLike<number>): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return [low, high];
}

/** Σ_{S≠∅} |x(S)| + |y(S)|. Cost O(2^n). */
export function strengthOf({ x, y }: Split): number {
  let strength = 0;
  for (let mask = 1; mask < x.length; mask++) strength += Math.abs(x[mask]) + Math.abs(y[mask]);
  return strength;
}

/** The effects of a function f on masks split in equal halves: x = M f/2, y = M R f/2, an exact fit. Cost O(n 2^n). */
export function evenSplit(f: Float64Array): Split {
  const half = f.map((value) => value / 2);
  return { x: moebius(half.slice()), y: moebius(half.reverse()) };
}
