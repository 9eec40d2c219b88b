import { KernelMemory, type Kernels } from "../simd/memory.ts";

/** A pivot smaller than this makes a matrix singular for our purposes: the entries inverted here are 0 and 1. */
const SMALLEST_PIVOT = 1e-11;
const DOUBLE = 8;

/**
 * A square matrix of up to `capacity` rows (a multiple of 8), of which callers use the first m, and room beside it for
 * the vectors that the kernels combine it with. Entry (k, r) is at k · capacity + r of `inverse`.
 */
export class Matrix {
  readonly capacity: number;
  readonly inverse: Float64Array;
  /** Operands, [capacity] each: the entries from m on must be 0 where a row is an operand. */
  readonly row: Float64Array;
  readonly sum: Float64Array;
  readonly list: Int32Array;
  private readonly factors: Float64Array;
  private readonly kernels: Kernels;

  constructor(capacity: number) {
    this.capacity = capacity;
    const memory = new KernelMemory(DOUBLE * capacity * (capacity + 4));
    this.kernels = memory.kernels;
    this.inverse = memory.doubles(capacity * capacity);
    this.row = memory.doubles(capacity);
    this.sum = memory.doubles(capacity);
    this.factors = memory.doubles(capacity);
    this.list = memory.integers(capacity);
  }

  /** The matrix times `row`: its first m entries, until the next product. Cost O(m²). */
  products(m: number): Float64Array {
    const { capacity, inverse, row, sum, kernels } = this;
    kernels.rowProducts(
      inverse.byteOffset,
      DOUBLE * capacity,
      DOUBLE * m,
      DOUBLE * ceilTo(4, m),
      row.byteOffset,
      sum.byteOffset,
    );
    return sum.subarray(0, m);
  }

  /** The sum of the rows that the first `count` of `list` name, until the next sum. Cost O(count m). */
  sumListed(count: number, m: number): Float64Array {
    const { capacity, inverse, list, sum, kernels } = this;
    const whole = count - (count % 4);
    sum.fill(0, 0, ceilTo(2, m));
    kernels.sumRows(
      inverse.byteOffset,
      DOUBLE * capacity,
      list.byteOffset,
      4 * whole,
      DOUBLE * ceilTo(2, m),
      sum.byteOffset,
    );
    for (let l = whole; l < count; l++) this.addRow(list[l], 1, m);
    return sum.subarray(0, m);
  }

  /** sum += factor · row k. Cost O(m). */
  addRow(k: number, factor: number, m: number): void {
    const { capacity, inverse, sum, kernels } = this;
    kernels.addScaled(sum.byteOffset, factor, inverse.byteOffset + DOUBLE * k * capacity, DOUBLE * ceilTo(2, m));
  }

  /** Adds factors(k) · row(r) to every entry (k, r), k and r < m. Cost O(m²). */
  addOuter(factors: Float64Array, row: Float64Array, m: number): void {
    const { capacity, inverse, kernels } = this;
    this.factors.fill(0).set(factors.subarray(0, m));
    this.row.fill(0).set(row.subarray(0, m));
    const rows = DOUBLE * ceilTo(2, m);
    const length = DOUBLE * ceilTo(4, m);
    kernels.addOuter(inverse.byteOffset, DOUBLE * capacity, rows, length, this.factors.byteOffset, this.row.byteOffset);
  }
}

function ceilTo(multiple: number, value: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** to(i) += factor · from(i), from the entry `start` on. */
function addScaled(to: Float64Array, factor: number, from: Float64Array, start: number): void {
  for (let i = start; i < to.length; i++) to[i] += factor * from[i];
}

/** x += step · rate over the first m entries. */
export function moveBasic(x: Float64Array, rate: Float64Array, step: number, m: number): void {
  for (let i = 0; i < m; i++) x[i] += step * rate[i];
}

/**
 * Turns the lines of [B | anything] into [I | B⁻¹], each of length 2m, in place: the right half is overwritten.
 * Gauss-Jordan elimination with row pivoting, O(m³), yielding the operations done since the last yield. Returns
 * false when B is singular.
 */
export function* invert(lines: Float64Array[]): Generator<number, boolean, void> {
  const m = lines.length;
  lines.forEach((line, r) => line.fill(0, m).fill(1, m + r, m + r + 1));
  for (let i = 0; i < m; i++) {
    let best = i;
    for (let r = i + 1; r < m; r++) if (Math.abs(lines[r][i]) > Math.abs(lines[best][i])) best = r;
    const pivot = lines[best][i];
    if (Math.abs(pivot) < SMALLEST_PIVOT) return false;
    [lines[i], lines[best]] = [lines[best], lines[i]];
    const pivotLine = lines[i];
    for (let k = i; k < 2 * m; k++) pivotLine[k] /= pivot;
    for (let r = 0; r < m; r++) {
      if (r !== i && lines[r][i] !== 0) addScaled(lines[r], -lines[r][i], pivotLine, i);
    }
    yield 2 * m * m;
  }
  return true;
}
