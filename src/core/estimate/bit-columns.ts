/** Sets of rows (masks of a sample) as bits, 32 a word: what a player, an AND and an OR are on a sample. */

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

/** Columns of the same rows one behind the other. */
export function bitsTogether(columns: readonly BitColumn[]): BitColumn {
  const words = columns[0]?.length ?? 0;
  const all = new Uint32Array(columns.length * words);
  columns.forEach((column, i) => all.set(column, i * words));
  return all;
}

/** How many rows each of many columns, one behind the other, has in common with one. */
export function rowsInEach(columns: BitColumn, one: BitColumn): Float64Array {
  const words = one.length;
  const rows = new Float64Array(columns.length / words);
  for (let i = 0, at = 0; i < rows.length; i++) {
    let sum = 0;
    for (let w = 0; w < words; w++, at++) {
      let bits = columns[at] & one[w];
      bits -= (bits >>> 1) & 0x55555555;
      bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
      bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
      sum += Math.imul(bits, 0x01010101) >>> 24;
    }
    rows[i] = sum;
  }
  return rows;
}

/** Σ of f over a column's rows. */
export function sumOver(column: BitColumn, f: Float64Array): number {
  let sum = 0;
  for (let w = 0; w < column.length; w++) {
    for (let left = column[w]; left !== 0; left &= left - 1) sum += f[(w << 5) + 31 - Math.clz32(left & -left)];
  }
  return sum;
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
