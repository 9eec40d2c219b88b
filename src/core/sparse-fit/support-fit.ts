import { KernelMemory, roomOf } from "../simd/memory.ts";
import type { FitProblem } from "./problem.ts";

/** What is left of a column of length 1 beside a support's, squared, below which it is one of their sums. */
export const DEPENDENT = 1e-9;
/** A column's squared length, as a share of the longest's, below which it is a constant. */
const CONSTANT = 1e-12;

/** Bytes of a double, and of what kernels look at together. */
const DOUBLE = 8;
const BLOCK = 32;

/** A column in the place of another, and how that changes Σ residual². */
export interface Exchange {
  readonly column: number;
  readonly change: number;
}

/**
 * The least-squares fit by a support: the columns that have a coefficient, which come and go one by one. It knows at any time what each of the other
 * columns would change (the sweep operator of Goodnight, 1979, on the rows of the support). Columns are taken at length 1. A change costs
 * O(support · count).
 */
export class SupportFit {
  readonly problem: FitProblem;
  /** Columns in the order in which they came. */
  readonly support: number[] = [];
  /** Of each column its place in the support, or −1. `[count]` */
  readonly place: Int32Array;
  /** Lengths of the columns; 0 for those that are constant. `[count]` */
  readonly lengths: Float64Array;
  /** Of each column, at length 1, what is left beside the support, squared. `[count]` */
  readonly left: Float64Array;
  /** Each column's product with the residual. `[count]` */
  readonly products: Float64Array;
  /** Σ residual². */
  residual: number;
  /** Coefficients of the support's columns at length 1. */
  readonly coefficients: number[] = [];
  /** `parts[k][j]`: the coefficient of support column k in the fit of column j by the support. Rows of `[count]` */
  readonly parts: Float64Array[] = [];
  /** The inverse of the support's products. */
  readonly inverse: number[][] = [];
  /** Room for the next column's. */
  #row: Float64Array;
  readonly #sum: Float64Array;
  readonly #memory: KernelMemory;
  /** Rows that no column of the support has any more. */
  readonly #free: Float64Array[] = [];

  /** No column yet, and room for `most` at a time. */
  constructor(problem: FitProblem, most: number) {
    const { count, gram, products, square } = problem;
    this.problem = problem;
    this.place = new Int32Array(count).fill(-1);
    const squares = Float64Array.from({ length: count }, (_, j) => gram(j, j));
    const least = CONSTANT * squares.reduce((most, value) => Math.max(most, value), 0);
    this.lengths = squares.map((value) => (value > least ? Math.sqrt(value) : 0));
    this.#memory = new KernelMemory((Math.min(most, count) + 4) * roomOf(DOUBLE * count));
    this.left = this.#memory.doubles(count);
    this.products = this.#memory.doubles(count);
    this.#row = this.#memory.doubles(count);
    this.#sum = this.#memory.doubles(count);
    this.lengths.forEach((length, j) => {
      this.left[j] = length > 0 ? 1 : 0;
      this.products[j] = length > 0 ? products[j] / length : 0;
    });
    this.residual = square;
  }

  get size(): number {
    return this.support.length;
  }

  /** Whether a column is none of the support's, and no sum of them. */
  canAdd(j: number): boolean {
    return this.place[j] < 0 && this.left[j] > DEPENDENT;
  }

  /** The fit's effects: coefficients of the columns as they are, in the order of the support. */
  effects(): Float64Array {
    return Float64Array.from(this.support, (column, k) => this.coefficients[k] / this.lengths[column]);
  }

  /** Takes a column into the support. RangeError where it cannot be added. */
  add(j: number): void {
    if (!this.canAdd(j)) throw new RangeError(`column ${j} cannot be added`);
    const { support, place, left, products, coefficients, parts, inverse, lengths } = this;
    const { count } = this.problem;
    const row = this.#row;
    const line = this.problem.line(j);
    for (let t = 0; t < count; t++) row[t] = lengths[t] > 0 ? line[t] / (lengths[j] * lengths[t]) : 0;
    const shares = support.map((column) => row[column]);
    parts.forEach((part, k) => this.#addScaled(row, -shares[k], part));
    // Of the support's own columns nothing is left.
    for (const column of support) row[column] = 0;
    const pivot = row[j];
    const step = products[j] / pivot;
    const own = parts.map((part) => part[j]);
    parts.forEach((part, k) => this.#addScaled(part, -(own[k] / pivot), row));
    for (let t = 0; t < count; t++) {
      const share = row[t] / pivot;
      left[t] -= share * row[t];
      products[t] -= step * row[t];
      row[t] = share;
    }
    this.residual -= step * step * pivot;
    for (let k = 0; k < own.length; k++) {
      parts[k][j] = 0;
      coefficients[k] -= own[k] * step;
      const line = inverse[k];
      for (let l = 0; l < own.length; l++) line[l] += (own[k] * own[l]) / pivot;
      line.push(-own[k] / pivot);
    }
    inverse.push([...own.map((share) => -share / pivot), 1 / pivot]);
    coefficients.push(step);
    parts.push(row);
    this.#row = this.#free.pop() ?? this.#memory.doubles(count);
    place[j] = support.length;
    support.push(j);
    left[j] = 0;
    products[j] = 0;
  }

  /** Takes the k-th column out of the support. */
  remove(k: number): void {
    const { support, place, left, products, coefficients, parts, inverse } = this;
    const { count } = this.problem;
    const [column] = support.splice(k, 1);
    const [gone] = parts.splice(k, 1);
    const [row] = inverse.splice(k, 1);
    const [coefficient] = coefficients.splice(k, 1);
    const [own] = row.splice(k, 1);
    const step = coefficient / own;
    for (let t = 0; t < count; t++) {
      left[t] += gone[t] ** 2 / own;
      products[t] += step * gone[t];
    }
    this.residual += step * coefficient;
    parts.forEach((part, i) => {
      const share = row[i] / own;
      const line = inverse[i];
      line.splice(k, 1);
      for (let l = 0; l < row.length; l++) line[l] -= share * row[l];
      coefficients[i] -= share * coefficient;
      this.#addScaled(part, -share, gone);
    });
    this.#free.push(gone);
    place[column] = -1;
    for (let i = k; i < support.length; i++) place[support[i]] = i;
  }

  /** Σ factors(k) · parts[k], `[count]`, until it is asked again. */
  sumParts(factors: readonly number[]): Float64Array {
    const sum = this.#sum.fill(0);
    this.parts.forEach((part, k) => this.#addScaled(sum, factors[k], part));
    return sum;
  }

  /** The column that in the place of the k-th one raises Σ residual² least, and by how much, where that is less than `most`; null where none does. */
  exchangeFor(k: number, most: number): Exchange | null {
    const { left, products, coefficients, parts, inverse, place } = this;
    const part = parts[k];
    const own = inverse[k][k];
    // With it gone a column's product with the residual grows by coefficient · part / inverse, what is left of it by part² / inverse.
    const step = coefficients[k] / own;
    const loss = coefficients[k] * step;
    let best: Exchange | null = null;
    let least = loss - most;
    const { kernels } = this.#memory;
    const bytes = roomOf(part.byteLength);
    for (let from = 0; ; from += BLOCK) {
      from = kernels.firstMoved(products.byteOffset, left.byteOffset, part.byteOffset, step, own, least, from, bytes);
      if (from >= bytes) return best;
      const first = from / DOUBLE;
      for (let j = first; j < Math.min(part.length, first + BLOCK / DOUBLE); j++) {
        const product = products[j] + step * part[j];
        const rest = left[j] + (part[j] * part[j]) / own;
        if (product * product <= least * rest || rest <= DEPENDENT || place[j] >= 0) continue;
        best = { column: j, change: loss - (product * product) / rest };
        least = loss - best.change;
      }
    }
  }

  /** a += factor · b, of `[count]` each. */
  #addScaled(a: Float64Array, factor: number, b: Float64Array): void {
    this.#memory.kernels.addScaled(a.byteOffset, factor, b.byteOffset, roomOf(a.byteLength));
  }
}
