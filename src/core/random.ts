/** What each draw adds to the state. */
const STEP = 0x6d2b79f5;

/**
 * A seeded generator of numbers uniform in [0, 1), for tests, benchmarks and suggestions; the mathematics itself
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
