/** Kernel ridge regression by Lanczos's method: one sequence of products with the matrix serves every penalty. */
import type { FloatMatrix } from "./float-matrix.ts";

/** Steps of the method: by then the smallest penalty's answer moves no more than noise does. */
const MOST_STEPS = 60;

/** A step that adds less than this share of what it began with adds nothing. */
const EXHAUSTED = 1e-10;

/** Answers for each penalty. */
export interface RidgeFit {
  readonly penalty: number;
  /** `[rows]`; they add up to 0. */
  readonly weights: Float64Array;
  /** The constant beside Σ weights(row) k(·, row). */
  readonly constant: number;
}

/**
 * Fits v at the first `rows` rows of a kernel's matrix, for each penalty λ ≥ 0: (K + λ) weights + constant = v, Σ weights = 0. Yields the
 * share done. Costs rows² · steps, once for all penalties.
 */
export function* ridgeFits(
  matrix: FloatMatrix,
  rows: number,
  v: Float64Array,
  penalties: readonly number[],
): Generator<number, RidgeFit[], void> {
  const mean = meanOf(v, rows);
  const start = Float64Array.from({ length: rows }, (_, row) => v[row] - mean);
  const length = Math.sqrt(dot(start, start));
  if (length === 0) return penalties.map((penalty) => ({ penalty, weights: new Float64Array(rows), constant: mean }));
  const basis: Float64Array[] = [start.map((value) => value / length)];
  const [diagonal, beside]: [number[], number[]] = [[], []];
  for (let step = 0; ; step++) {
    const last = basis[step];
    const next = matrix.products(last, 0, rows);
    const own = meanOf(next, rows);
    for (let row = 0; row < rows; row++) next[row] -= own;
    diagonal.push(dot(next, last));
    // Twice, so that rounding does not bring back what was taken out.
    for (let round = 0; round < 2; round++) for (const vector of basis) addScaled(next, vector, -dot(next, vector));
    const norm = Math.sqrt(dot(next, next));
    if (step + 1 === Math.min(MOST_STEPS, rows - 1) || norm < EXHAUSTED * Math.abs(diagonal[0])) break;
    beside.push(norm);
    for (let row = 0; row < rows; row++) next[row] /= norm;
    basis.push(next);
    yield (step + 1) / MOST_STEPS;
  }
  const fits: RidgeFit[] = [];
  for (const penalty of penalties) {
    const parts = solveTridiagonal(diagonal, beside, penalty, length);
    const weights = new Float64Array(rows);
    parts.forEach((part, k) => addScaled(weights, basis[k], part));
    const fitted = matrix.products(weights, 0, rows);
    fits.push({ penalty, weights, constant: mean - meanOf(fitted, rows) });
    yield 1;
  }
  return fits;
}

/** What a fit says of the rows of the matrix from `from` to `until`. */
export function ridgeValues(
  matrix: FloatMatrix,
  from: number,
  until: number,
  { weights, constant }: RidgeFit,
): Float64Array {
  return matrix.products(weights, from, until).map((value) => constant + value);
}

/** (T + λ) x = length · e₁ for a symmetric tridiagonal T. */
function solveTridiagonal(
  diagonal: readonly number[],
  beside: readonly number[],
  penalty: number,
  length: number,
): Float64Array {
  const size = diagonal.length;
  const pivots = new Float64Array(size);
  const x = new Float64Array(size);
  pivots[0] = diagonal[0] + penalty;
  x[0] = length;
  for (let k = 1; k < size; k++) {
    const share = beside[k - 1] / pivots[k - 1];
    pivots[k] = diagonal[k] + penalty - share * beside[k - 1];
    x[k] = -share * x[k - 1];
  }
  for (let k = size - 1; k >= 0; k--) x[k] = (x[k] - (k + 1 < size ? beside[k] * x[k + 1] : 0)) / pivots[k];
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(a: Float64Array, b: Float64Array, scale: number): void {
  for (let i = 0; i < a.length; i++) a[i] += scale * b[i];
}

function meanOf(v: Float64Array, rows: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += v[row];
  return sum / rows;
}
