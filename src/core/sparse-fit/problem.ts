/**
 * Least squares by few of many columns, known by the columns' products alone: columns and v are less their means over the rows (masks), so that every
 * fit has a constant, which is no column.
 */
export interface FitProblem {
  /** How many candidate columns there are. */
  readonly count: number;
  /** How many rows v and the columns have. */
  readonly rows: number;
  /** The product of two columns. */
  readonly gram: (i: number, j: number) => number;
  /** A column's products with all, `[count]`; kept, since a column that comes into question once does so again and again. */
  readonly line: (i: number) => Float64Array;
  /** Each column's product with v, `[count]`. */
  readonly products: Float64Array;
  /** Σ (v − mean v)². */
  readonly square: number;
}

/** Lines that are made when they are first asked for. */
export function keptLines(make: (i: number) => Float64Array): (i: number) => Float64Array {
  const lines: (Float64Array | undefined)[] = [];
  return (i) => (lines[i] ??= make(i));
}

/** Products of columns and v as they are, with their sums over the rows. */
export interface RawProducts {
  readonly rows: number;
  /** Products of columns, `[count · count]`, symmetric. */
  readonly gram: Float64Array | Float32Array | Uint32Array;
  /** Σ column, `[count]`. */
  readonly sums: ArrayLike<number>;
  /** Σ column · v, `[count]`. */
  readonly products: ArrayLike<number>;
  /** Σ v. */
  readonly sum: number;
  /** Σ v²; of a v far from 0 more digits are left when its mean was taken away before. */
  readonly square: number;
}

/** The problem of columns and a v whose means are not 0. RangeError on unequal lengths. */
export function problemOf({ rows, gram, sums, products, sum, square }: RawProducts): FitProblem {
  const count = products.length;
  if (gram.length !== count ** 2 || sums.length !== count)
    throw new RangeError(
      `${count} columns must have ${count} sums and ${count ** 2} products, got ${sums.length} and ${gram.length}`,
    );
  const product = (i: number, j: number): number => gram[i * count + j] - (sums[i] * sums[j]) / rows;
  return {
    count,
    rows,
    gram: product,
    line: keptLines((i) => Float64Array.from({ length: count }, (_, j) => product(i, j))),
    products: Float64Array.from(products, (product, j) => product - (sums[j] * sum) / rows),
    square: square - sum ** 2 / rows,
  };
}
