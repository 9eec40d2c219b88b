/** One masked input by itself: its score at every layer, and what that is made of at one. */
import { rebuild } from "../../core/faithfulness.ts";
import { valueAt } from "../../core/games.ts";
import type { Interactions, SparseEffects } from "../../core/interactions.ts";
import { everybody, isWithin, masksOf, meets, orderOf, without, type Mask } from "../../core/masks.ts";
import type { Result } from "../../session/shape.ts";
import type { NatsPerUnit } from "../../session/units.ts";

/** v of one input at each layer, in the picture's units, null where it is not known; as it was measured, or as the effects rebuild it where the picture came without v. */
export interface MaskScores {
  readonly layers: readonly (number | null)[];
  readonly isMeasured: boolean;
}

/** What shows only the patches of `shown`, at every layer. */
export function scoresOf(
  { layers, snapshot }: Pick<Result, "layers" | "snapshot">,
  shown: Mask,
  per: NatsPerUnit,
): MaskScores {
  const values = snapshot?.values ?? null;
  const measured = layers.map((_, l) => (values === null ? null : valueAt(values, l, shown)));
  const isMeasured = measured.every((value) => value !== null);
  const nats = isMeasured
    ? measured
    : layers.map((layer) => (layer === null ? null : rebuild(layer.interactions, masksOf([shown]))[0]!));
  return {
    layers: nats.map((value, l) => {
      const unit = per[l] ?? null;
      return value === null || unit === null ? null : value / unit;
    }),
    isMeasured,
  };
}

/** What v of an input is made of at a layer, nats: v + δ = constant + and + or. */
export interface MaskParts {
  readonly constant: number;
  readonly and: number;
  readonly or: number;
}

/** The parts of the input that shows only the patches of `shown`. Costs O(effects). */
export function partsOf({ constant, and, or }: Interactions, shown: Mask): MaskParts {
  const sum = ({ masks, effects }: SparseEffects, counts: (mask: Mask) => boolean): number =>
    effects.reduce((total, effect, i) => (counts(masks[i]!) ? total + effect : total), 0);
  return {
    constant,
    and: sum(and, (mask) => isWithin(mask, shown)),
    or: sum(or, (mask) => meets(mask, shown)),
  };
}

/** How an input is best called: by what it shows, or by what it hides where that is less. */
export function callOf(
  shown: Mask,
  n: number,
): { readonly how: "only" | "but" | "all" | "nobody"; readonly patches: Mask } {
  const hidden = without(everybody(n), shown);
  if (orderOf(hidden) === 0) return { how: "all", patches: shown };
  if (orderOf(shown) === 0) return { how: "nobody", patches: hidden };
  return orderOf(hidden) < orderOf(shown) ? { how: "but", patches: hidden } : { how: "only", patches: shown };
}
