import { fitOf, rebuildSalient } from "../../core/faithfulness.ts";
import type { KnownValues } from "../../core/games.ts";
import { eachMask, KINDS } from "../../core/interactions.ts";
import { compareMasks } from "../../core/masks.ts";
import { isSalient } from "../../core/salience.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { ConceptId } from "../../session/shape.ts";

/** A concept that is salient at a layer, with its effect there, nats. */
export interface SalientConcept extends ConceptId {
  readonly effect: number;
}

/** A layer's salient concepts, the strongest first; of equal ones AND before OR, then by mask. Costs O(effects · log effects). */
export function salientConcepts({ interactions, tau }: Pick<SolvedLayer, "interactions" | "tau">): SalientConcept[] {
  const found: SalientConcept[] = [];
  for (const kind of KINDS)
    eachMask([interactions[kind]], (mask, [effect]) => {
      if (isSalient(effect!, tau)) found.push({ kind, mask, effect: effect! });
    });
  return found.sort(
    (a, b) =>
      Math.abs(b.effect) - Math.abs(a.effect) ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      compareMasks(a.mask, b.mask),
  );
}

/** How well v is rebuilt from a layer's salient effects alone, R²; null where v is not known at every mask, or the same at all. */
export function salientFit(
  { interactions, tau }: Pick<SolvedLayer, "interactions" | "tau">,
  values: KnownValues | null,
  index: number,
): number | null {
  const v = values?.layers[index];
  if (values === null || v === undefined || v.some(Number.isNaN)) return null;
  return fitOf(v, rebuildSalient(interactions, values.masks, tau)).r2;
}
