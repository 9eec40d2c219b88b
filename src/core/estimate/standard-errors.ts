/** How far effects may be from those of all masks, for a least-squares fit by few columns. */
import { KernelMemory, roomOf, type Kernels } from "../simd/memory.ts";
import { RowSums, rowsInBoth } from "./bit-columns.ts";
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
 * what the fit leaves of v at each row. Infinity for a column that is a sum of others. Costs columns² · rows / 16 and columns³.
 */
export function standardErrors(columns: readonly Column[], residual: Float64Array): Float64Array {
  const rows = residual.length;
  const size = columns.length;
  const share = columns.map(({ count }) => count / rows);
  const squares = residual.map((value) => value * value);
  const sums = new RowSums(squares);
  const all = squares.reduce((sum, value) => sum + value, 0);
  const own = columns.map(({ bits }) => sums.over(bits));
  const memory = new KernelMemory(roomOf(8 * size, 8 * size) + 3 * size * roomOf(8 * size));
  const { kernels } = memory;
  const square = (): Float64Array[] => columns.map(() => memory.doubles(size));
  const [gram, inverse, meat] = [square(), square(), square()];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [columns[i].bits, columns[j].bits];
      gram[i][j] = gram[j][i] = rowsInBoth(a, b) - rows * share[i] * share[j];
      // Σ r² (a − mean a) (b − mean b)
      const product = sums.overBoth(a, b) - share[i] * own[j] - share[j] * own[i] + share[i] * share[j] * all;
      meat[i][j] = meat[j][i] = product;
    }
  }
  const dropped = invert(gram, inverse, kernels);
  const freedom = rows / Math.max(1, rows - size - 1);
  const [line, products] = [memory.doubles(size), memory.doubles(size)];
  const length = roomOf(8 * size);
  return Float64Array.from({ length: size }, (_, k) => {
    if (dropped.has(k)) return Infinity;
    line.set(inverse[k]);
    kernels.rowProducts(meat[0].byteOffset, length, 8 * size, length, line.byteOffset, products.byteOffset);
    const variance = line.reduce((sum, value, i) => sum + value * products[i], 0);
    return ERROR_INFLATION * Math.sqrt(Math.max(0, variance * freedom));
  });
}

/**
 * Inverts a symmetric matrix of products, rows of the kernels' memory, by Gauss and Jordan's way: `left` is used up, `right`, all 0 before, is the inverse.
 * Tells which columns are sums of those before them; these are left out, 0 in the inverse.
 */
function invert(left: readonly Float64Array[], right: readonly Float64Array[], kernels: Kernels): ReadonlySet<number> {
  const size = left.length;
  const squares = left.map((row, k) => row[k]);
  const dropped = new Set<number>();
  right.forEach((row, k) => (row[k] = 1));
  const addRow = (to: Float64Array, factor: number, from: Float64Array): void =>
    kernels.addScaled(to.byteOffset, factor, from.byteOffset, roomOf(to.byteLength));
  for (let k = 0; k < size; k++) {
    const pivot = left[k][k];
    if (pivot < DEPENDENT * squares[k]) {
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
      addRow(left[i], -factor, left[k]);
      addRow(right[i], -factor, right[k]);
    }
  }
  for (const k of dropped) right.forEach((row) => (row[k] = 0));
  return dropped;
}
