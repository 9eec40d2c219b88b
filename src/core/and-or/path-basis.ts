import { addOuter, addScaled, dot, invert, sumEntries, sumRows } from "./dense-rows.ts";

/** The column of ones, always in the basis at place 0. */
export const INTERCEPT = -1;

const FIRST_CAPACITY = 72;
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
  readonly activeRows: Uint8Array;
  readonly activeColumns: Uint8Array;
  rows = new Int32Array(FIRST_CAPACITY);
  columns = new Int32Array(FIRST_CAPACITY);
  s = new Float64Array(FIRST_CAPACITY);
  sigma = new Float64Array(FIRST_CAPACITY);
  z = new Float64Array(FIRST_CAPACITY);
  u = new Float64Array(FIRST_CAPACITY);
  t = new Float64Array(FIRST_CAPACITY);
  w = new Float64Array(FIRST_CAPACITY);
  /** B⁻¹[k, r] at k·capacity + r: k the place of a column, r the place of a row. */
  private inverse = new Float64Array(FIRST_CAPACITY * FIRST_CAPACITY);

  /** Starts with the intercept alone, active at `row` with sign `s`. */
  constructor(size: number, row: number, s: number) {
    this.size = size;
    this.activeRows = new Uint8Array(size);
    this.activeColumns = new Uint8Array(2 * size);
    this.rows[0] = row;
    this.columns[0] = INTERCEPT;
    this.s[0] = s;
    this.inverse[0] = 1;
    this.activeRows[row] = 1;
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
    for (let k = 0; k < this.m; k++) out[k] = dot(this.inverse, k * this.capacity, x, this.m);
  }

  /** B⁻ᵀ x into `out`, x by columns, out by rows. */
  solveTransposed(x: Float64Array, out: Float64Array): void {
    out.fill(0, 0, this.m);
    for (let k = 0; k < this.m; k++) addScaled(out, 0, x[k], this.inverse, k * this.capacity, this.m);
  }

  /** Row k of B⁻¹ times `factor` into `out` (by rows). */
  inverseRow(k: number, factor: number, out: Float64Array): void {
    const offset = k * this.capacity;
    for (let r = 0; r < this.m; r++) out[r] = factor * this.inverse[offset + r];
  }

  /** factor · b B⁻¹ into `out` (by rows), b = row `row` of A at the basis columns. */
  combineRow(row: number, factor: number, out: Float64Array): void {
    const held = new Int32Array(this.m);
    let count = 0;
    for (let k = 0; k < this.m; k++) if (this.holds(row, this.columns[k])) held[count++] = k;
    sumRows(this.inverse, this.capacity, this.m, held, count, factor, out);
  }

  /** B⁻¹ a (by columns), a = column `column` of A at the active rows. */
  combineColumn(column: number): Float64Array {
    const held = new Int32Array(this.m);
    let count = 0;
    for (let r = 0; r < this.m; r++) if (this.holds(this.rows[r], column)) held[count++] = r;
    const combined = new Float64Array(this.m);
    for (let k = 0; k < this.m; k++) combined[k] = negligibleToZero(sumEntries(this.inverse, k * this.capacity, held, count));
    return combined;
  }

  /** Column r of B⁻¹ divided by `divisor` (by columns). */
  inverseColumn(r: number, divisor: number): Float64Array {
    const column = new Float64Array(this.m);
    for (let k = 0; k < this.m; k++) column[k] = negligibleToZero(this.inverse[k * this.capacity + r] / divisor);
    return column;
  }

  /**
   * B⁻¹ += factors · (row from `offset` of `from`)^T, where that row takes w along by `dual` and the effects u by
   * factors · `rate`.
   */
  private update(factors: Float64Array, from: Float64Array, offset: number, rate: number, dual: number): void {
    const { m, u, w } = this;
    addScaled(w, 0, dual, from, offset, m);
    addScaled(u, 0, rate, factors, 0, m);
    addOuter(this.inverse, this.capacity, m, factors, from, offset);
  }

  /** Takes out column place k and row place r. */
  remove(k: number, r: number): void {
    const { inverse, capacity, u, w } = this;
    const offset = k * capacity;
    const pivot = inverse[offset + r];
    const factors = this.inverseColumn(r, -pivot);
    factors[k] = 0;
    this.update(factors, inverse, offset, u[k], -w[r] / pivot);
    this.activeColumns[this.columns[k]] = 0;
    this.activeRows[this.rows[r]] = 0;
    this.moveLastInto(k, r);
    this.m--;
  }

  private moveLastInto(k: number, r: number): void {
    const { inverse, capacity, m } = this;
    const last = m - 1;
    if (k !== last) inverse.copyWithin(k * capacity, last * capacity, last * capacity + m);
    if (r !== last) for (let i = 0; i < m; i++) inverse[i * capacity + r] = inverse[i * capacity + last];
    for (const byColumn of [this.columns, this.sigma, this.z, this.u]) byColumn[k] = byColumn[last];
    for (const byRow of [this.rows, this.s, this.t, this.w]) byRow[r] = byRow[last];
  }

  /** Puts a new column in the place k. */
  replaceColumn(k: number, entering: EnteringColumn): void {
    const { inverse, capacity, m, u } = this;
    const pivot = entering.combined[k];
    const offset = k * capacity;
    for (let r = 0; r < m; r++) inverse[offset + r] /= pivot;
    u[k] /= pivot;
    const factors = entering.combined.map((entry) => -entry);
    factors[k] = 0;
    this.update(factors, inverse, offset, u[k], -entering.rate);
    this.activeColumns[this.columns[k]] = 0;
    this.setColumn(k, entering);
  }

  /** Puts a new row in the place r. */
  replaceRow(r: number, entering: EnteringRow): void {
    const { inverse, capacity, m, w } = this;
    const { s, ray, rate } = entering;
    // ray = s · combination, and s² = 1: dividing by ray[r] leaves the sign of the combination to the row.
    const factors = this.inverseColumn(r, -ray[r]);
    const dual = -w[r] / ray[r];
    this.update(factors, ray, 0, s * rate, dual);
    w[r] = -s * dual;
    for (let k = 0; k < m; k++) inverse[k * capacity + r] = -s * factors[k];
    this.activeRows[this.rows[r]] = 0;
    this.setRow(r, entering);
  }

  /** Adds a row and a column at the end. */
  add(row: EnteringRow, column: EnteringColumn): void {
    const { m } = this;
    const { s, ray } = row;
    const pivot = this.pivotOf(row.row, column);
    this.reserve(m + 1);
    const { inverse, capacity, u, w } = this;
    const factors = column.combined.map((entry) => (entry * s) / pivot);
    const dual = (column.rate * s) / pivot;
    this.update(factors, ray, 0, s * row.rate, dual);
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
    this.activeRows[row] = 1;
  }

  private setColumn(k: number, { column, sigma, z }: EnteringColumn): void {
    this.columns[k] = column;
    this.sigma[k] = sigma;
    this.z[k] = z;
    this.activeColumns[column] = 1;
  }

  private reserve(m: number): void {
    if (m <= this.capacity) return;
    const old = this.capacity;
    // An odd multiple of 8 keeps rows aligned and spreads a column's entries over the cache.
    const capacity = (Math.ceil((old * 1.5) / 16) * 2 + 1) * 8;
    const inverse = new Float64Array(capacity * capacity);
    for (let k = 0; k < this.m; k++) inverse.set(this.inverse.subarray(k * old, k * old + this.m), k * capacity);
    this.inverse = inverse;
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
    for (let k = 0; k < m; k++) this.inverse.set(lines[k].subarray(m), k * this.capacity);
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
