/** How far two networks would agree on concepts if each had drawn as many of each order at random: what Eq. 9 is to be held against. */

/** Two sets out of so many possible concepts: how many there could be, and how many each holds. */
export interface TwoSets {
  readonly possible: number;
  readonly a: number;
  readonly b: number;
}

/** Intersection over union of random sets, 0..1. */
export interface ChanceOverlap {
  readonly mean: number;
  /** No more than one draw in twenty lies above. */
  readonly high: number;
}

/** Of all draws no more than so many lie above `high`. */
const TAIL = 0.05;

/**
 * Intersection over union, kinds together, of sets drawn independently and uniformly; null where all are empty. Exact: what they share is hypergeometric
 * for each of `groups`, and the groups are independent.
 *
 * @throws RangeError unless both sets fit what is possible. Costs O(product of the smaller sets' sizes).
 */
export function chanceOverlap(groups: readonly TwoSets[]): ChanceOverlap | null {
  const total = groups.reduce((sum, { a, b }) => sum + a + b, 0);
  if (total === 0) return null;
  const shared = groups.map(sharedByChance).reduce(convolved, [1]);
  const iou = (both: number): number => both / (total - both);
  const mean = shared.reduce((sum, p, both) => sum + p * iou(both), 0);
  let [above, high] = [0, shared.length - 1];
  while (high > 0 && above + shared[high]! <= TAIL) above += shared[high--]!;
  return { mean, high: iou(high) };
}

/** The probability of each number of shared elements, `[0 … min(a, b)]`. */
function sharedByChance({ possible, a, b }: TwoSets): number[] {
  if (!(Math.min(a, b) >= 0 && Math.max(a, b) <= possible))
    throw new RangeError(`sets of ${a} and ${b} do not fit into ${possible}`);
  const least = Math.max(0, a + b - possible);
  // Relative to the first; as logarithms, since of large sets they span more than a double does.
  const logs = [0];
  for (let k = least; k < Math.min(a, b); k++)
    logs.push(logs.at(-1)! + Math.log(((a - k) * (b - k)) / ((k + 1) * (possible - a - b + k + 1))));
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [...new Array<number>(least).fill(0), ...weights.map((weight) => weight / sum)];
}

/** The distribution of the sum of two independent numbers. */
function convolved(p: readonly number[], q: readonly number[]): number[] {
  const sums = new Array<number>(p.length + q.length - 1).fill(0);
  p.forEach((x, i) => q.forEach((y, j) => (sums[i + j]! += x * y)));
  return sums;
}

/** n over k. */
export function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return Math.round(product);
}
