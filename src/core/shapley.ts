import { checkEffects, type Effects } from "./salience.ts";

/**
 * Shapley values from effects: φ_i = Σ_{S∋i} (I_and(S) + I_or(S)) / |S|. They are those of the game v + δ, and sum to (v + δ)(N) − (v + δ)(∅).
 *
 * @returns `[n]`, nats.
 * @throws RangeError on effects of a wrong length or not finite. Costs O(n · 2^n).
 */
export function shapleyValues(effects: Effects): Float64Array {
  const n = checkEffects(effects);
  const { and, or } = effects;
  const values = new Float64Array(n);
  const members: number[] = [];
  for (let mask = 1; mask < and.length; mask++) {
    const effect = and[mask] + or[mask];
    if (effect === 0) continue;
    members.length = 0;
    for (let i = 0; i < n; i++) if ((mask >>> i) & 1) members.push(i);
    for (const i of members) values[i] += effect / members.length;
  }
  return values;
}
