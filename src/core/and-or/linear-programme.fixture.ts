/**
 * A slow and plain oracle for the decomposition: the dual linear programme of Eq. 5, its matrix written down entry by
 * entry from Eq. 3, solved by the textbook simplex method on a dense tableau. For n ≤ 6.
 */

/** Reduced costs and ratios below this are rounding. */
const TOLERANCE = 1e-9;
const MAX_PIVOTS = 50_000;

/** The optimum of: maximise c·x subject to A x ≤ b, x ≥ 0, where b ≥ 0. */
export function maximise(c: readonly number[], a: readonly (readonly number[])[], b: readonly number[]): number {
  const variables = c.length;
  const tableau = a.map((line, i) => [...line, ...a.map((_, j) => (i === j ? 1 : 0)), b[i]!]);
  const objective = [...c.map((x) => -x), ...a.map(() => 0), 0];
  const last = variables + a.length;
  for (let pivots = 0; pivots < MAX_PIVOTS; pivots++) {
    // The steepest column at first; Bland's rule after a while, so that it cannot cycle.
    let column = -1;
    for (let j = 0; j < last; j++) {
      if (objective[j]! >= -TOLERANCE) continue;
      if (column < 0 || (pivots < 2000 && objective[j]! < objective[column]!)) column = j;
    }
    if (column < 0) return objective[last]!;
    let row = -1;
    let ratio = Infinity;
    tableau.forEach((line, i) => {
      if (line[column]! > TOLERANCE && line[last]! / line[column]! < ratio) {
        ratio = line[last]! / line[column]!;
        row = i;
      }
    });
    if (row < 0) throw new Error("the linear programme is unbounded");
    const pivotLine = tableau[row]!;
    const pivot = pivotLine[column]!;
    for (let j = 0; j <= last; j++) pivotLine[j]! /= pivot;
    for (const line of [...tableau, objective]) {
      const factor = line[column]!;
      if (line === pivotLine || factor === 0) continue;
      for (let j = 0; j <= last; j++) line[j]! -= factor * pivotLine[j]!;
    }
  }
  throw new Error(`no optimum within ${MAX_PIVOTS} pivots`);
}

/** The least Σ_{S≠∅} |I_and(S)| + |I_or(S)| that rebuilds v (length 2^n, n ≤ 6) within κ. */
export function naiveOptimum(v: Float64Array, kappa: number): number {
  const masks = [...v.keys()];
  const columns = masks
    .slice(1)
    .flatMap((s) => [masks.map((t) => ((s & t) === s ? 1 : 0)), masks.map((t) => ((s & t) !== 0 ? 1 : 0))]);
  // max t·v − κ‖t‖₁ with t = t⁺ − t⁻, |column·t| ≤ 1 for every effect, Σ t = 0 for the constant.
  const lines = [...columns, masks.map(() => 1)].flatMap((column) => {
    const line = [...column, ...column.map((x) => -x)];
    return [line, line.map((x) => -x)];
  });
  const limits = lines.map((_, i) => (i < 2 * columns.length ? 1 : 0));
  return maximise([...masks.map((t) => v[t]! - kappa), ...masks.map((t) => -v[t]! - kappa)], lines, limits);
}
