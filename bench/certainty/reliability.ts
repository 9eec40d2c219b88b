import type { Judged } from "../../src/core/calibration.ts";

/** Statements of one count of replicates. */
export interface Bin {
  readonly count: number;
  readonly right: number;
}

/** Statements by the number of replicates that bear them out, [replicates + 1]. */
export function binsOf(judged: readonly Judged[], replicates: number): Bin[] {
  const bins = Array.from({ length: replicates + 1 }, () => ({ count: 0, right: 0 }));
  for (const { said, isTrue } of judged) {
    bins[said]!.count++;
    if (isTrue) bins[said]!.right++;
  }
  return bins;
}

/** Mean over the statements of how far the share of true ones among those of the same count is from `probabilities` [bins]; 0..1, null without any. */
export function calibrationErrorOf(bins: readonly Bin[], probabilities: readonly number[]): number | null {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  return bins.reduce((sum, { count, right }, said) => sum + Math.abs(right - count * probabilities[said]!) / all, 0);
}

const DRAWS = 200;

/** The calibration error that statements would have by chance if they were true exactly as often as `probabilities` say: the largest of 19 in 20 draws. Of few statements it is far from 0. */
export function errorByChance(bins: readonly Bin[], probabilities: readonly number[], random: () => number): number {
  const errors = Float64Array.from({ length: DRAWS }, () => {
    const drawn = bins.map(({ count }, said) => {
      let right = 0;
      for (let i = 0; i < count; i++) if (random() < probabilities[said]!) right++;
      return { count, right };
    });
    return calibrationErrorOf(drawn, probabilities) ?? 0;
  }).sort();
  return errors[Math.ceil(0.95 * DRAWS) - 1]!;
}
