/**
 * Whether a concept could be said otherwise. The smallest Σ |effects| can have several answers, and answers that are a thousandth longer many
 * more: what an effect is in all of them (effect-range.ts) tells whether v needs the concept, or the decomposition merely chose it.
 */
import { eachMask, KINDS, type Effects, type Kind } from "./interactions.ts";
import type { Mask } from "./masks.ts";

/** An answer's objective may be this share above the smallest, unless it is said otherwise: that of the checks of a picture. */
export const ALLOWED_EXCESS = 1e-3;

/** Which concept's effect, and in which decompositions. */
export interface RangeQuestion {
  /** No OR of one player, which counts as AND. */
  readonly concept: { readonly kind: Kind; readonly mask: Mask };
  /** What they may leave unexplained of v at any mask, nats. */
  readonly kappa: number;
  /** How far their objective may be above the smallest, as a share; ALLOWED_EXCESS where it is left out. */
  readonly excess?: number;
}

/** A decomposition of v within κ. */
export interface Saying extends Effects {
  /** Of the concept in question, nats. */
  readonly effect: number;
  /** Σ |effects|, nats. */
  readonly objective: number;
}

/** What a concept's effect is in every decomposition within κ whose objective is at most (1 + excess) · the smallest. */
export interface EffectRange {
  readonly excess: number;
  /** The smallest objective, nats. */
  readonly optimum: number;
  /** The decomposition with the smallest effect (the most negative), and the one with the largest. */
  readonly least: Saying;
  readonly most: Saying;
  /** Of those in which the effect is 0 the one with the smallest objective; null where there is none. */
  readonly without: Saying | null;
}

/** Whether every answer has the effect, with one sign. */
export function isNeeded({ least, most }: EffectRange): boolean {
  return least.effect > 0 || most.effect < 0;
}

/**
 * The answer that differs most to the point from one in which the concept's effect is `effect` (nats): one without it; where all need it, the one
 * that needs it least; where it has none, the one with the largest.
 */
export function otherSaying({ least, most, without }: EffectRange, effect: number): Saying {
  const [near, far] = Math.abs(least.effect) < Math.abs(most.effect) ? [least, most] : [most, least];
  return effect === 0 ? far : (without ?? near);
}

/** A concept's effect in two answers, nats. */
export interface EffectChange {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly from: number;
  readonly to: number;
}

/** The `count` concepts whose effects differ most between two answers, the largest difference first. Costs O(effects · log effects). */
export function largestChanges(from: Effects, to: Effects, count: number): readonly EffectChange[] {
  const changes: EffectChange[] = [];
  for (const kind of KINDS)
    eachMask([from[kind], to[kind]], (mask, [before, after]) => {
      if (before !== after) changes.push({ kind, mask, from: before, to: after });
    });
  const size = ({ from, to }: EffectChange): number => Math.abs(to - from);
  return changes.sort((a, b) => size(b) - size(a)).slice(0, count);
}
