/** R²: 1 less Σ (v − said)² over Σ (v − mean)², both over the same rows; 0 where v does not vary. May be below 0. */
export function shareExplained(v: Float64Array, said: Float64Array): number {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  let [left, whole] = [0, 0];
  for (let i = 0; i < v.length; i++) {
    left += (v[i] - said[i]) ** 2;
    whole += (v[i] - mean) ** 2;
  }
  return whole > 0 ? 1 - left / whole : 0;
}
