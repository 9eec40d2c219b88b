/** Sets of rows (masks of a sample) as bits, 32 a word: what a player, an AND and an OR are on a sample. */
import { KernelMemory, roomOf } from "../simd/memory.ts";

/** Words that kernels read together. */
const WORDS_TOGETHER = 4;

/** Row r is bit r mod 32 of word ⌊r / 32⌋; bits beyond the last row are 0. */
export type BitColumn = Uint32Array<ArrayBuffer>;

/** How many bits of a word are set. */
export function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

/** The rows of `count` that are in the set. */
export function bitColumn(count: number, isIn: (row: number) => boolean): BitColumn {
  const column = new Uint32Array(Math.ceil(count / 32));
  for (let row = 0; row < count; row++) if (isIn(row)) column[row >>> 5] |= 1 << (row & 31);
  return column;
}

/** Whether a row is in the set. */
export function hasRow(column: BitColumn, row: number): boolean {
  return ((column[row >>> 5] >>> (row & 31)) & 1) === 1;
}

/** The rows in all of the columns, of which there is at least one. */
export function conjunction(columns: readonly BitColumn[]): BitColumn {
  const all = columns[0].slice();
  for (const column of columns.slice(1)) for (let w = 0; w < all.length; w++) all[w] &= column[w];
  return all;
}

/** The rows in any of the columns, of which there is at least one. */
export function disjunction(columns: readonly BitColumn[]): BitColumn {
  const any = columns[0].slice();
  for (const column of columns.slice(1)) for (let w = 0; w < any.length; w++) any[w] |= column[w];
  return any;
}

/** How many rows a column has. */
export function rowsIn(column: BitColumn): number {
  let rows = 0;
  for (let w = 0; w < column.length; w++) rows += bitsIn(column[w]);
  return rows;
}

/** How many rows two columns have in common: the product of both as columns of 0 and 1. */
export function rowsInBoth(a: BitColumn, b: BitColumn): number {
  let rows = 0;
  for (let w = 0; w < a.length; w++) rows += bitsIn(a[w] & b[w]);
  return rows;
}

/** Columns of the same rows, one behind the other in the memory of kernels. */
export class BitColumns {
  readonly #memory: KernelMemory;
  readonly #stride: number;
  readonly #bits: Int32Array;
  readonly #out: Float64Array;

  constructor(columns: readonly BitColumn[]) {
    const words = WORDS_TOGETHER * Math.ceil((columns[0]?.length ?? 0) / WORDS_TOGETHER);
    this.#stride = 4 * words;
    this.#memory = new KernelMemory(roomOf(columns.length * this.#stride, 8 * columns.length));
    this.#bits = this.#memory.integers(columns.length * words);
    this.#out = this.#memory.doubles(columns.length);
    columns.forEach((column, i) => this.#bits.set(column, i * words));
  }

  /** How many rows each has in common with the i-th, until they are asked again. */
  rowsInCommonWith(i: number): Float64Array {
    const [stride, bits, out] = [this.#stride, this.#bits, this.#out];
    const { byteOffset } = bits;
    this.#memory.kernels.bitsInBoth(byteOffset, stride, out.byteLength, byteOffset + i * stride, out.byteOffset);
    return out;
  }
}

/** Σ of f over a column's rows. */
export function sumOver(column: BitColumn, f: Float64Array): number {
  let sum = 0;
  for (let w = 0; w < column.length; w++) {
    for (let left = column[w]; left !== 0; left &= left - 1) sum += f[(w << 5) + 31 - Math.clz32(left & -left)];
  }
  return sum;
}

/** Sums of a function over sets of rows, for many sets: looked up by every eight rows. */
export class RowSums {
  /** Per eight rows the sums over all subsets of them. */
  readonly #ofBytes: Float64Array;

  /** Costs 32 · rows, and so many doubles. */
  constructor(f: Float64Array) {
    const bytes = 4 * Math.ceil(f.length / 32);
    this.#ofBytes = new Float64Array(256 * bytes);
    for (let byte = 0; byte < bytes; byte++) {
      const at = 256 * byte;
      for (let bit = 0; bit < 8; bit++) {
        const value = f[8 * byte + bit] ?? 0;
        const count = 1 << bit;
        for (let subset = 0; subset < count; subset++)
          this.#ofBytes[at + count + subset] = this.#ofBytes[at + subset] + value;
      }
    }
  }

  /** Σ of f over a column's rows. */
  over(column: BitColumn): number {
    return this.overBoth(column, column);
  }

  /** Σ of f over the rows that both columns have. */
  overBoth(a: BitColumn, b: BitColumn): number {
    const sums = this.#ofBytes;
    let sum = 0;
    for (let w = 0, at = 0; w < a.length; w++, at += 1024) {
      const word = a[w] & b[w];
      sum +=
        sums[at + (word & 255)] +
        sums[at + 256 + ((word >>> 8) & 255)] +
        sums[at + 512 + ((word >>> 16) & 255)] +
        sums[at + 768 + (word >>> 24)];
    }
    return sum;
  }
}

/** Adds `amount` to f at a column's rows. */
export function addTo(f: Float64Array, column: BitColumn, amount: number): void {
  for (let w = 0; w < column.length; w++) {
    for (let left = column[w]; left !== 0; left &= left - 1) f[(w << 5) + 31 - Math.clz32(left & -left)] += amount;
  }
}

/** Some of the rows, renumbered in the order of `rows`. */
export function pickRows(column: BitColumn, rows: Uint32Array): BitColumn {
  return bitColumn(rows.length, (row) => hasRow(column, rows[row]));
}
