import type { Mean } from "../../src/study/statistics.ts";

/** What a figure of a sample says of the whole, and how far chance alone moves it. */

/** Share of `right` among `count` with its 95 % interval (Wilson 1927), 0..1. */
export function shareOf(
  right: number,
  count: number,
): { readonly share: number; readonly low: number; readonly high: number } {
  const share = right / count;
  const z = 1.96;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half = (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / (1 + z ** 2 / count);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Standard errors that a figure may be off what is stated: one of 370 is further off by chance. */
const ERRORS = 3;

/** Whether a share of `count` is further from a stated one than chance takes it. */
export function isOtherShare(share: number, count: number, stated: number): boolean {
  // A stated 0 or 1 would let nothing pass: one more or less among `count` is let pass at least.
  const spread = Math.max(Math.sqrt((stated * (1 - stated)) / count), 1 / count / ERRORS);
  return Math.abs(share - stated) > ERRORS * spread + ROUNDING;
}

/** The standard error of fewer numbers is itself a matter of chance. */
const FEWEST = 10;

/** Whether a mean is further from a stated one, which was measured on `statedCount` others or on all there are, than chance takes it; never of fewer than FEWEST. */
export function isOtherMean(
  { mean, standardError, count }: Mean,
  stated: number,
  statedCount = Number.POSITIVE_INFINITY,
): boolean {
  if (mean === null || standardError === null || count < FEWEST) return false;
  return Math.abs(mean - stated) > ERRORS * standardError * Math.sqrt(1 + count / statedCount) + ROUNDING;
}

/** Of the numbers in a manifest. */
const ROUNDING = 5e-5;

/** The share of pairs of one of each list in which the first is larger, halves counted where they are equal: the area under the ROC curve, 0..1. */
export function areaUnderCurve(larger: ArrayLike<number>, smaller: ArrayLike<number>): number {
  const all = [
    ...Array.from(larger, (value) => ({ value, isLarger: true })),
    ...Array.from(smaller, (value) => ({ value, isLarger: false })),
  ].sort((a, b) => a.value - b.value);
  let [wins, below] = [0, 0];
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    const equal = all.slice(from, to);
    const losers = equal.filter(({ isLarger }) => !isLarger).length;
    wins += (equal.length - losers) * (below + losers / 2);
    below += losers;
    from = to;
  }
  return wins / (larger.length * smaller.length);
}

/** How sure a network is of its first class, 0..1, and whether it is right. */
export interface Answer {
  readonly p: number;
  readonly isRight: boolean;
}

/** As in `training/train.py`. */
const BINS = 15;

/** Expected calibration error (Guo et al. 2017): in bins of equal width in p, the share that is right less the mean p, sizes weighted by the bins'. */
export function calibrationError(answers: readonly Answer[]): number {
  const gaps = new Float64Array(BINS);
  for (const { p, isRight } of answers)
    gaps[Math.min(BINS - 1, Math.max(0, Math.ceil(p * BINS) - 1))]! += Number(isRight) - p;
  return gaps.reduce((sum, gap) => sum + Math.abs(gap) / answers.length, 0);
}

const DRAWS = 400;

/**
 * The calibration error that a network as sure of these answers would have by chance if it were right exactly as often as it says: the median and the
 * largest of 19 in 20 draws. Of few answers it is far from 0.
 */
export function calibrationByChance(
  answers: readonly Answer[],
  random: () => number,
): { readonly median: number; readonly high: number } {
  const errors = Float64Array.from({ length: DRAWS }, () =>
    calibrationError(answers.map(({ p }) => ({ p, isRight: random() < p }))),
  ).sort();
  return { median: errors[DRAWS / 2]!, high: errors[Math.ceil(0.95 * DRAWS) - 1]! };
}
