/** Another preparation than the likeliest must be so much surer to be proposed in its place. */
const CLEARLY = 1.25;

/**
 * No trained network puts its first class this far above the mean of all, nats, on what it was trained for: one that is fed hundreds in place of ones does, and is
 * sure of anything.
 */
const MOST_ABOVE_MEAN = 40;

/**
 * Which of several ways to prepare one image makes a network surest of a class: by how far the first class is ahead of the second, in standard deviations of all logits,
 * which is no larger for numbers that are merely larger. The first way counts for more, since it is the likeliest by everything else.
 *
 * @param logits [classes] for each way; those that are no numbers are passed over.
 */
export function surest(logits: readonly ArrayLike<number>[]): number {
  const leads = logits.map((of, index) => leadOf(of) * (index === 0 ? CLEARLY : 1));
  return leads.indexOf(Math.max(...leads));
}

function leadOf(logits: ArrayLike<number>): number {
  const sorted = Array.from(logits).sort((a, b) => b - a);
  if (!sorted.every(Number.isFinite)) return 0;
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
  if (sorted[0]! - mean > MOST_ABOVE_MEAN) return 0;
  const deviation = Math.sqrt(sorted.reduce((sum, one) => sum + (one - mean) ** 2, 0) / sorted.length);
  return deviation === 0 ? 0 : (sorted[0]! - sorted[1]!) / deviation;
}
