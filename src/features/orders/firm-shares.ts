import { eachMask, KINDS } from "../../core/interactions.ts";
import { isSalient } from "../../core/salience.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Firmness } from "../../exploration/firmness.ts";

/**
 * Per layer the share of the salient concepts' strength that firm ones hold; null at a layer without any. Null as a whole where nobody looked, or there are
 * too few replicates. Linear in the effects.
 */
export function firmShares(
  layers: readonly Pick<SolvedLayer, "interactions" | "tau">[],
  firmness: Firmness | null,
): (number | null)[] | null {
  if (firmness === null || [...firmness.values()].every(({ isFirm }) => isFirm === null)) return null;
  return layers.map(({ interactions, tau }) => {
    let [firm, all] = [0, 0];
    for (const kind of KINDS)
      eachMask([interactions[kind]], (mask, [effect]) => {
        if (!isSalient(effect!, tau)) return;
        all += Math.abs(effect!);
        if (firmness.get(`${kind}${mask}`)?.isFirm === true) firm += Math.abs(effect!);
      });
    return all === 0 ? null : firm / all;
  });
}
