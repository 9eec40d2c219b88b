/**
 * How far probes fitted to other samples of the same data lie from a layer's own: the root mean square of their v around its v over the first
 * `count` masks, over the span of its v at all of them. Null where its v is the same at every mask.
 */
export function noiseShareOf(
  full: Float64Array,
  replicates: readonly Float64Array[],
  count = full.length,
): number | null {
  let [least, most] = [Infinity, -Infinity];
  for (const v of full) {
    least = Math.min(least, v);
    most = Math.max(most, v);
  }
  const span = most - least;
  if (!(span > 0)) return null;
  let squares = 0;
  for (const replicate of replicates)
    for (let i = 0; i < count; i++) squares += (replicate[i]! - full[i]!) ** 2 / (count * replicates.length);
  return Math.sqrt(squares) / span;
}
