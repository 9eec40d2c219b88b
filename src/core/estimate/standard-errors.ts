/** How far effects may be from those of all masks, for a least-squares fit by few columns. */
import { rowsInBoth } from "./bit-columns.ts";
import type { Column } from "./dictionary.ts";

/**
 * What White's errors are multiplied by, since the columns were chosen on the same masks. Of planted games with white noise the 90 % intervals of planted effects
 * that were found then hold them .96 of the time (.91 without; 16 players, 500 masks). Where much is left unsaid that is no noise, but other effects of the same
 * players, they are too small all the same: docs/beyond-sixteen.md.
 */
export const ERROR_INFLATION = 1.5;

/** Of a pivot, as a share of its column, below which the column is a sum of those before it: it has no error of its own. */
const DEPENDENT = 1e-10;

/**
 * The standard error of each column's effect, nats: White's (1980), which takes no noise to be the same at all masks, times ERROR_INFLATION. `residual` is
 * what the fit leaves of v at each row. Infinity for a column that is a sum of others. Costs columns² · rows / 2.
 */
export function standardErrors(columns: readonly Column[], residual: Float64Array): Float64Array {
  const rows = residual.length;
  const size = columns.length;
  const share = columns.map(({ count }) => count / rows);
  const squares = residual.map((value) => value * value);
  const all = squares.reduce((sum, value) => sum + value, 0);
  const own = columns.map(({ bits }) => sumOfBoth(bits, bits, squares));
  const gram: Float64Array[] = [];
  const meat: Float64Array[] = [];
  for (let i = 0; i < size; i++) {
    gram.push(new Float64Array(size));
    meat.push(new Float64Array(size));
    for (let j = 0; j <= i; j++) {
      const [a, b] = [columns[i].bits, columns[j].bits];
      gram[i][j] = gram[j][i] = rowsInBoth(a, b) - rows * share[i] * share[j];
      // Σ r² (a − mean a) (b − mean b)
      const product = sumOfBoth(a, b, squares) - share[i] * own[j] - share[j] * own[i] + share[i] * share[j] * all;
      meat[i][j] = meat[j][i] = product;
    }
  }
  const inverse = inverseOf(gram);
  const freedom = rows / Math.max(1, rows - size - 1);
  return Float64Array.from({ length: size }, (_, k) => {
    const line = inverse[k];
    if (line === null) return Infinity;
    let variance = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) variance += line[i] * meat[i][j] * line[j];
    return ERROR_INFLATION * Math.sqrt(Math.max(0, variance * freedom));
  });
}

/** Σ f over the rows that both have. */
function sumOfBoth(a: Uint32Array, b: Uint32Array, f: Float64Array): number {
  let sum = 0;
  for (let w = 0; w < a.length; w++) {
    for (let left = a[w] & b[w]; left !== 0; left &= left - 1) sum += f[(w << 5) + 31 - Math.clz32(left & -left)];
  }
  return sum;
}

/** The rows of the inverse of a matrix of products, Gauss and Jordan's way; null for columns that are sums of those before them. */
function inverseOf(matrix: readonly Float64Array[]): (Float64Array | null)[] {
  const size = matrix.length;
  const left = matrix.map((row) => row.slice());
  const right = matrix.map((_, i) => Float64Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
  const dropped = new Set<number>();
  for (let k = 0; k < size; k++) {
    const pivot = left[k][k];
    if (pivot < DEPENDENT * matrix[k][k]) {
      dropped.add(k);
      continue;
    }
    for (let j = 0; j < size; j++) {
      left[k][j] /= pivot;
      right[k][j] /= pivot;
    }
    for (let i = 0; i < size; i++) {
      const factor = left[i][k];
      if (i === k || factor === 0) continue;
      for (let j = 0; j < size; j++) {
        left[i][j] -= factor * left[k][j];
        right[i][j] -= factor * right[k][j];
      }
    }
  }
  for (const k of dropped) right.forEach((row) => (row[k] = 0));
  return right.map((row, k) => (dropped.has(k) ? null : row));
}
