import { fitOf, rebuild, rebuildSalient } from "../../core/faithfulness.ts";
import type { KnownValues } from "../../core/games.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";

/** How well v is rebuilt from all of a layer's effects, R²; null where v is not known, or the same at every mask. */
export function wholeFit(
  { interactions }: Pick<SolvedLayer, "interactions">,
  values: KnownValues | null,
  index: number,
): number | null {
  const v = values?.layers[index];
  if (values === null || v === undefined) return null;
  return fitOf(v, rebuild(interactions, values.masks)).r2;
}

/** How well v is rebuilt from a layer's salient effects alone, R²; null where v is not known, or the same at every mask. */
export function salientFit(
  { interactions, tau }: Pick<SolvedLayer, "interactions" | "tau">,
  values: KnownValues | null,
  index: number,
): number | null {
  const v = values?.layers[index];
  if (values === null || v === undefined) return null;
  return fitOf(v, rebuildSalient(interactions, values.masks, tau)).r2;
}
