import { checkEffects, eachMask, type Effects } from "./interactions.ts";
import { patchesOf } from "./masks.ts";

/**
 * Shapley values from effects: φ_i = Σ_{S∋i} (I_and(S) + I_or(S)) / |S|. They are those of the game v + δ, and sum to (v + δ)(N) − (v + δ)(∅).
 *
 * @returns `[n]`, nats.
 * @throws RangeError on bad effects. Costs O(n · effects).
 */
export function shapleyValues(effects: Effects): Float64Array {
  const values = new Float64Array(checkEffects(effects));
  eachMask([effects.and, effects.or], (mask, [and, or]) => {
    const members = patchesOf(mask);
    for (const i of members) values[i] += (and + or) / members.length;
  });
  return values;
}
