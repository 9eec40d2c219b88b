/**
 * From how many replicates bear out a statement to how often such statements are true: counts of an ensemble are surer of themselves than another fit
 * of the same data bears out, and a monotone map mends it (isotonic regression: Zadrozny & Elkan, "Transforming classifier scores into accurate
 * multiclass probability estimates", KDD 2002; by pool adjacent violators).
 */

/** A statement whose truth is known. */
export interface Judged {
  /** How many replicates bear it out. */
  readonly said: number;
  readonly isTrue: boolean;
}

/** Statements of each count that are taken to have been seen, as often true as the count says; so that no count is without any. */
const IMAGINED = 2;

/**
 * The probability that a statement is true, by the number of `replicates` that bear it out: `[replicates + 1]`, never falling. RangeError on counts
 * beyond the replicates. Costs O(judged + replicates).
 */
export function calibrationOf(judged: readonly Judged[], replicates: number): number[] {
  const counts = new Float64Array(replicates + 1).fill(IMAGINED);
  const right = counts.map((count, said) => (count * said) / replicates);
  for (const { said, isTrue } of judged) {
    if (!Number.isInteger(said) || said < 0 || said > replicates)
      throw new RangeError(`a count must be a whole number from 0 to ${replicates}, got ${said}`);
    counts[said]!++;
    if (isTrue) right[said]!++;
  }
  return isotonic(
    right.map((sum, said) => sum / counts[said]!),
    counts,
  );
}

/**
 * The sequence that never falls and is nearest to `values` by the squares that `weights`, above 0, weigh. Linear.
 */
export function isotonic(values: ArrayLike<number>, weights: ArrayLike<number>): number[] {
  const pools: { mean: number; weight: number; length: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    let pool = { mean: values[i]!, weight: weights[i]!, length: 1 };
    for (let last = pools.at(-1); last !== undefined && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / weight,
        weight,
        length: last.length + pool.length,
      };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ mean, length }) => Array<number>(length).fill(mean));
}
