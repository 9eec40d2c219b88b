/** Problems of few columns for tests, and answers by other ways. */
import { mulberry32 } from "../random.ts";
import { problemOf, type FitProblem } from "./problem.ts";

/** The problem of columns and v as they are, `[columns][rows]` and `[rows]`. */
export function problemFrom(columns: readonly (readonly number[])[], v: readonly number[]): FitProblem {
  const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const ones = v.map(() => 1);
  return problemOf({
    rows: v.length,
    gram: Float64Array.from(columns.flatMap((a) => columns.map((b) => product(a, b)))),
    sums: columns.map((column) => product(column, ones)),
    products: columns.map((column) => product(column, v)),
    sum: product(v, ones),
    square: product(v, v),
  });
}

/** Random columns of rows 0 or 1, of which few are in v, which is noisy. */
export function randomProblem(count: number, rows: number, planted: number, seed: number): FitProblem {
  const random = mulberry32(seed);
  const columns = Array.from({ length: count }, () => Array.from({ length: rows }, () => (random() < 0.5 ? 1 : 0)));
  const v = Array.from({ length: rows }, () => 0.2 * (random() - 0.5));
  for (let k = 0; k < planted; k++) {
    const column = columns[Math.floor(count * random())]!;
    const effect = (random() < 0.5 ? -1 : 1) * (0.5 + random());
    column.forEach((entry, i) => (v[i]! += effect * entry));
  }
  return problemFrom(columns, v);
}

/** Least squares by elimination: effects of the columns and Σ residual²; null where they are dependent. */
export function leastSquares(
  { gram, products, square }: FitProblem,
  columns: readonly number[],
): { readonly effects: readonly number[]; readonly residual: number } | null {
  const rows = columns.map((i) => [...columns.map((j) => gram(i, j)), products[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k]!) > Math.abs(best[k]!) ? row : best));
    if (Math.abs(pivot[k]!) < 1e-9) return null;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(k, 0, pivot);
    rows.forEach((row, i) => {
      if (i === k) return;
      const share = row[k]! / pivot[k]!;
      row.forEach((_, j) => (row[j]! -= share * pivot[j]!));
    });
  }
  const effects = rows.map((row, k) => row.at(-1)! / row[k]!);
  return { effects, residual: effects.reduce((rest, effect, k) => rest - effect * products[columns[k]!]!, square) };
}
