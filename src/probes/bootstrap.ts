/**
 * How often each of `count` photographs is in a bootstrap sample: as many draws as photographs, each of them alike. Whole numbers that add up to
 * `count`; the same for the same generator. Linear.
 */
export function bootstrapCounts(count: number, random: () => number): Uint16Array {
  const counts = new Uint16Array(count);
  for (let draw = 0; draw < count; draw++) counts[Math.floor(random() * count)]!++;
  return counts;
}

/** The weights of rows of which every photograph has `versions`, one after another: [counts.length · versions]. */
export function rowWeights(counts: ArrayLike<number>, versions: number): Float32Array {
  return Float32Array.from({ length: counts.length * versions }, (_, row) => counts[Math.floor(row / versions)]!);
}
