import { invert, Matrix } from "./dense-rows.ts";

/** The column of ones, always in the basis at place 0. */
export const INTERCEPT = -1;

/** Of rows: an odd multiple of 8 keeps them aligned and spreads a column's entries over the cache. */
const FIRST_CAPACITY = 72;
const LARGER = 1.5;
/** What rounding leaves of a zero; taking it for zero spares a fifth of the updates, and refinement heals the error. */
const NEGLIGIBLE = 1e-13;

/**
 * A row about to enter: its mask, the sign of its residual, its dual, ray = s · b B⁻¹ (see combineRow), and the rate at
 * which u alone would let its residual move, which is made up for.
 */
export interface EnteringRow {
  readonly row: number;
  readonly s: number;
  readonly t: number;
  readonly ray: Float64Array;
  readonly rate: number;
}

/** A column about to enter: its index, the sign of its price, its effect, B⁻¹ a (see combineColumn), and its price's rate. */
export interface EnteringColumn {
  readonly column: number;
  readonly sigma: number;
  readonly z: number;
  readonly combined: Float64Array;
  readonly rate: number;
}

/**
 * The basis of the path: active rows R (masks whose residual is at ±κ) and as many columns C (column j < 2^n is
 * the AND of S = j, otherwise the OR of S = j − 2^n), with the dense inverse of B = A_RC, entries 0 and 1.
 * Vectors by place of a column: `sigma` (signs of the effects), `z` (the effects), `u` (their rate). By place of a row:
 * `s` (sign of the residual), `t` (the dual), `w` (its rate). The rates hold the residuals of R and the prices of C where
 * they are, and stay so: u and w follow every change of the basis, a rank-one change of the inverse, O(m²) for m rows.
 */
export class PathBasis {
  private readonly size: number;
  private capacity = FIRST_CAPACITY;
  m = 1;
  rows = new Int32Array(FIRST_CAPACITY);
  columns = new Int32Array(FIRST_CAPACITY);
  s = new Float64Array(FIRST_CAPACITY);
  sigma = new Float64Array(FIRST_CAPACITY);
  z = new Float64Array(FIRST_CAPACITY);
  u = new Float64Array(FIRST_CAPACITY);
  t = new Float64Array(FIRST_CAPACITY);
  w = new Float64Array(FIRST_CAPACITY);
  private matrix = new Matrix(FIRST_CAPACITY);

  /** Starts with the intercept alone, active at `row` with sign `s`. */
  constructor(size: number, row: number, s: number) {
    this.size = size;
    this.rows[0] = row;
    this.columns[0] = INTERCEPT;
    this.s[0] = s;
    this.matrix.inverse[0] = 1;
  }

  /** The same basis, which goes its own way from here. Cost O(m²). */
  copy(): PathBasis {
    const { m, size, matrix, capacity } = this;
    const copy = new PathBasis(size, this.rows[0], this.s[0]);
    copy.reserve(m);
    copy.m = m;
    for (const name of ["rows", "columns", "s", "sigma", "z", "u", "t", "w"] as const)
      copy[name].set(this[name].subarray(0, m));
    for (let k = 0; k < m; k++)
      copy.matrix.inverse.set(matrix.inverse.subarray(k * capacity, k * capacity + m), k * copy.capacity);
    return copy;
  }

  /** A[T, j]: whether column j holds at mask T. */
  private holds(row: number, column: number): boolean {
    if (column === INTERCEPT) return true;
    return column < this.size ? (row & column) === column : (row & (column - this.size)) === 0;
  }

  /** Lays values by places of columns out over all columns, [2·2^n], the intercept at the AND of ∅. */
  scatterColumns(values: Float64Array, columns: Float64Array): void {
    columns.fill(0);
    columns[0] = values[0];
    for (let k = 1; k < this.m; k++) columns[this.columns[k]] = values[k];
  }

  /** Lays values by places of rows out over masks and, mirrored, over the second half of `columns`, [2·2^n]. */
  scatterRows(values: Float64Array, columns: Float64Array): void {
    columns.fill(0);
    for (let r = 0; r < this.m; r++) {
      columns[this.rows[r]] = columns[columns.length - 1 - this.rows[r]] = values[r];
    }
  }

  /** B⁻¹ x into `out`, x by rows, out by columns. */
  solve(x: Float64Array, out: Float64Array): void {
    this.matrix.row.fill(0).set(x.subarray(0, this.m));
    out.set(this.matrix.products(this.m));
  }

  /** B⁻ᵀ x into `out`, x by columns, out by rows. */
  solveTransposed(x: Float64Array, out: Float64Array): void {
    const { m, matrix } = this;
    matrix.sum.fill(0);
    for (let k = 0; k < m; k++) matrix.addRow(k, x[k], m);
    out.set(matrix.sum.subarray(0, m));
  }

  /** Row k of B⁻¹ times `factor` into `out` (by rows). */
  inverseRow(k: number, factor: number, out: Float64Array): void {
    const { inverse, capacity } = this.matrix;
    for (let r = 0; r < this.m; r++) out[r] = factor * inverse[k * capacity + r];
  }

  /** factor · b B⁻¹ into `out` (by rows), b = row `row` of A at the basis columns. */
  combineRow(row: number, factor: number, out: Float64Array): void {
    const { m, columns, matrix } = this;
    let count = 0;
    for (let k = 0; k < m; k++) if (this.holds(row, columns[k])) matrix.list[count++] = k;
    const sum = matrix.sumListed(count, m);
    for (let r = 0; r < m; r++) out[r] = factor * sum[r];
  }

  /** B⁻¹ a (by columns), a = column `column` of A at the active rows. */
  combineColumn(column: number): Float64Array {
    const { m, rows, matrix } = this;
    matrix.row.fill(0);
    for (let r = 0; r < m; r++) matrix.row[r] = this.holds(rows[r], column) ? 1 : 0;
    return matrix.products(m).map(negligibleToZero);
  }

  /** Column r of B⁻¹ divided by `divisor` (by columns). */
  inverseColumn(r: number, divisor: number): Float64Array {
    const { inverse, capacity } = this.matrix;
    const column = new Float64Array(this.m);
    for (let k = 0; k < this.m; k++) column[k] = negligibleToZero(inverse[k * capacity + r] / divisor);
    return column;
  }

  /** B⁻¹ += factors · row^T, where the row takes w along by `dual` and the factors u by `rate`. */
  private update(factors: Float64Array, row: Float64Array, rate: number, dual: number): void {
    const { m, u, w } = this;
    for (let r = 0; r < m; r++) w[r] += dual * row[r];
    for (let k = 0; k < m; k++) u[k] += rate * factors[k];
    this.matrix.addOuter(factors, row, m);
  }

  /** Takes out column place k and row place r. */
  remove(k: number, r: number): void {
    const { m, u, w } = this;
    const row = new Float64Array(m);
    this.inverseRow(k, 1, row);
    const pivot = row[r];
    const factors = this.inverseColumn(r, -pivot);
    factors[k] = 0;
    this.update(factors, row, u[k], -w[r] / pivot);
    this.moveLastInto(k, r);
    this.m--;
  }

  private moveLastInto(k: number, r: number): void {
    const {
      m,
      matrix: { inverse, capacity },
    } = this;
    const last = m - 1;
    if (k !== last) inverse.copyWithin(k * capacity, last * capacity, last * capacity + m);
    if (r !== last) for (let i = 0; i < m; i++) inverse[i * capacity + r] = inverse[i * capacity + last];
    for (const byColumn of [this.columns, this.sigma, this.z, this.u]) byColumn[k] = byColumn[last];
    for (const byRow of [this.rows, this.s, this.t, this.w]) byRow[r] = byRow[last];
  }

  /** Puts a new column in the place k. */
  replaceColumn(k: number, entering: EnteringColumn): void {
    const {
      m,
      u,
      matrix: { inverse, capacity },
    } = this;
    const pivot = entering.combined[k];
    const row = new Float64Array(m);
    this.inverseRow(k, 1 / pivot, row);
    inverse.set(row, k * capacity);
    u[k] /= pivot;
    const factors = entering.combined.map((entry) => -entry);
    factors[k] = 0;
    this.update(factors, row, u[k], -entering.rate);
    this.setColumn(k, entering);
  }

  /** Puts a new row in the place r. */
  replaceRow(r: number, entering: EnteringRow): void {
    const {
      m,
      w,
      matrix: { inverse, capacity },
    } = this;
    const { s, ray, rate } = entering;
    // ray = s · combination, and s² = 1: dividing by ray[r] leaves the sign of the combination to the row.
    const factors = this.inverseColumn(r, -ray[r]);
    const dual = -w[r] / ray[r];
    this.update(factors, ray, s * rate, dual);
    w[r] = -s * dual;
    for (let k = 0; k < m; k++) inverse[k * capacity + r] = -s * factors[k];
    this.setRow(r, entering);
  }

  /** Adds a row and a column at the end. */
  add(row: EnteringRow, column: EnteringColumn): void {
    const { m } = this;
    const { s, ray } = row;
    const pivot = this.pivotOf(row.row, column);
    this.reserve(m + 1);
    const {
      u,
      w,
      matrix: { inverse, capacity },
    } = this;
    const factors = column.combined.map((entry) => (entry * s) / pivot);
    const dual = (column.rate * s) / pivot;
    this.update(factors, ray, s * row.rate, dual);
    for (let k = 0; k < m; k++) inverse[k * capacity + m] = -s * factors[k];
    for (let r = 0; r < m; r++) inverse[m * capacity + r] = (-s * ray[r]) / pivot;
    inverse[m * capacity + m] = 1 / pivot;
    u[m] = -row.rate / pivot;
    w[m] = -s * dual;
    this.setRow(m, row);
    this.setColumn(m, column);
    this.m++;
  }

  /** What is left of a column at a row when the basis has taken its part of both. */
  private pivotOf(row: number, { column, combined }: EnteringColumn): number {
    let pivot = this.holds(row, column) ? 1 : 0;
    for (let k = 0; k < this.m; k++) if (this.holds(row, this.columns[k])) pivot -= combined[k];
    return pivot;
  }

  private setRow(r: number, { row, s, t }: EnteringRow): void {
    this.rows[r] = row;
    this.s[r] = s;
    this.t[r] = t;
  }

  private setColumn(k: number, { column, sigma, z }: EnteringColumn): void {
    this.columns[k] = column;
    this.sigma[k] = sigma;
    this.z[k] = z;
  }

  private reserve(m: number): void {
    let { capacity } = this;
    while (capacity < m) capacity = (Math.ceil((capacity * LARGER) / 16) * 2 + 1) * 8;
    if (capacity === this.capacity) return;
    const matrix = new Matrix(capacity);
    const { inverse, capacity: old } = this.matrix;
    for (let k = 0; k < this.m; k++) matrix.inverse.set(inverse.subarray(k * old, k * old + this.m), k * capacity);
    this.matrix = matrix;
    this.capacity = capacity;
    this.rows = widen(this.rows, new Int32Array(capacity));
    this.columns = widen(this.columns, new Int32Array(capacity));
    this.s = widen(this.s, new Float64Array(capacity));
    this.sigma = widen(this.sigma, new Float64Array(capacity));
    this.z = widen(this.z, new Float64Array(capacity));
    this.u = widen(this.u, new Float64Array(capacity));
    this.t = widen(this.t, new Float64Array(capacity));
    this.w = widen(this.w, new Float64Array(capacity));
  }

  /** Computes B⁻¹ afresh, O(m³), yielding operations like `invert`. Returns false when B is singular. */
  *refactor(): Generator<number, boolean, void> {
    const { m, rows, columns } = this;
    const lines = Array.from({ length: m }, (_, r) => {
      const line = new Float64Array(2 * m);
      for (let k = 0; k < m; k++) line[k] = this.holds(rows[r], columns[k]) ? 1 : 0;
      return line;
    });
    if (!(yield* invert(lines))) return false;
    for (let k = 0; k < m; k++) this.matrix.inverse.set(lines[k].subarray(m), k * this.capacity);
    return true;
  }
}

function negligibleToZero(value: number): number {
  return Math.abs(value) < NEGLIGIBLE ? 0 : value;
}

function widen<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
