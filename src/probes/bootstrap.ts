/**
 * How often each of `count` photographs is in a bootstrap sample of `draws`, as many as photographs where it is not said, each of them alike. Whole
 * numbers that add up to `draws`; the same for the same generator. Linear.
 */
export function bootstrapCounts(count: number, random: () => number, draws = count): Uint16Array {
  const counts = new Uint16Array(count);
  for (let draw = 0; draw < draws; draw++) counts[Math.floor(random() * count)]!++;
  return counts;
}

/** The weights of rows of which every photograph has `versions`, one after another: [counts.length · versions]. */
export function rowWeights(counts: ArrayLike<number>, versions: number): Float32Array {
  return Float32Array.from({ length: counts.length * versions }, (_, row) => counts[Math.floor(row / versions)]!);
}
