/** What each draw adds to the state. */
const STEP = 0x6d2b79f5;

/**
 * A seeded generator of numbers uniform in [0, 1), for tests, benchmarks, suggestions and noise on images; the mathematics itself
 * never draws. `drawn`: it goes on as after so many draws. Source: Tommy Ettinger's mulberry32 (public domain).
 */
export function mulberry32(seed: number, drawn = 0): () => number {
  let state = (seed + Math.imul(drawn, STEP)) | 0;
  return () => {
    state = (state + STEP) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` numbers from a normal distribution of mean 0 and deviation 1, the same for the same seed. Box and Muller's method (1958). */
export function normals(seed: number, count: number): Float64Array {
  const uniform = mulberry32(seed);
  const drawn = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    // In (0, 1], whose logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    drawn[i] = radius * Math.cos(angle);
    if (i + 1 < count) drawn[i + 1] = radius * Math.sin(angle);
  }
  return drawn;
}
