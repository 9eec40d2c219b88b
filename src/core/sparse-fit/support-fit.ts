import type { FitProblem } from "./problem.ts";

/** What is left of a column of length 1 beside a support's, squared, below which it is one of their sums. */
export const DEPENDENT = 1e-9;
/** A column's squared length, as a share of the longest's, below which it is a constant. */
const CONSTANT = 1e-12;

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
  readonly #row: Float64Array;

  constructor(problem: FitProblem) {
    const { count, gram, products, square } = problem;
    this.problem = problem;
    this.place = new Int32Array(count).fill(-1);
    const squares = Float64Array.from({ length: count }, (_, j) => gram(j, j));
    const least = CONSTANT * squares.reduce((most, value) => Math.max(most, value), 0);
    this.lengths = squares.map((value) => (value > least ? Math.sqrt(value) : 0));
    this.left = this.lengths.map((length) => (length > 0 ? 1 : 0));
    this.products = products.map((product, j) => (this.lengths[j] > 0 ? product / this.lengths[j] : 0));
    this.residual = square;
    this.#row = new Float64Array(count);
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
    parts.forEach((part, k) => {
      const share = shares[k];
      if (share !== 0) for (let t = 0; t < count; t++) row[t] -= share * part[t];
    });
    // Of the support's own columns nothing is left.
    for (const column of support) row[column] = 0;
    const pivot = row[j];
    const step = products[j] / pivot;
    const own = parts.map((part) => part[j]);
    parts.forEach((part, k) => {
      const share = own[k] / pivot;
      if (share !== 0) for (let t = 0; t < count; t++) part[t] -= share * row[t];
    });
    for (let t = 0; t < count; t++) {
      const share = row[t] / pivot;
      left[t] -= share * row[t];
      products[t] -= step * row[t];
      row[t] = share;
    }
    this.residual -= step * step * pivot;
    own.forEach((share, k) => {
      parts[k][j] = 0;
      coefficients[k] -= share * step;
      own.forEach((other, l) => (inverse[k][l] += (share * other) / pivot));
      inverse[k].push(-share / pivot);
    });
    inverse.push([...own.map((share) => -share / pivot), 1 / pivot]);
    coefficients.push(step);
    parts.push(row.slice());
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
      inverse[i].splice(k, 1);
      for (let l = 0; l < row.length; l++) inverse[i][l] -= share * row[l];
      coefficients[i] -= share * coefficient;
      if (share !== 0) for (let t = 0; t < count; t++) part[t] -= share * gone[t];
    });
    place[column] = -1;
    for (let i = k; i < support.length; i++) place[support[i]] = i;
    // But for rounding so before.
    support.forEach((other, i) => {
      left[other] = 0;
      products[other] = 0;
      parts.forEach((part, l) => (part[other] = l === i ? 1 : 0));
    });
  }
}
