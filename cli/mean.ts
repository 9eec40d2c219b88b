/** A mean over images. */
export interface Mean {
  /** null where no image has the number. */
  readonly mean: number | null;
  /** Standard deviation (ddof 1) / √count; null below two images. */
  readonly standardError: number | null;
  /** Images that have the number: 0/0 is left out. */
  readonly count: number;
}

/** Mean and standard error of the numbers that are there. */
export function meanOf(values: readonly (number | null)[]): Mean {
  const known = values.filter((value) => value !== null);
  const count = known.length;
  if (count === 0) return { mean: null, standardError: null, count };
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, standardError: null, count };
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count), count };
}
