import type { AndOr } from "./and-or.ts";
import { checkValues } from "./masks.ts";

/** The effects of one layer: `and` and `or` are `[2^n]`, nats, indexed by mask; index 0 (∅) is a constant, no concept, and never read. */
export type Effects = Pick<AndOr, "and" | "or">;

/** A concept is salient above this share of the layer's strongest effect (paper, footnote 7). */
export const DEFAULT_TAU_FRACTION = 0.05;

/**
 * The number of players of a layer's effects.
 *
 * @throws RangeError when `and` or `or` is not `[2^n]` for n from 1 to 16, their lengths differ, or an effect is not finite.
 */
export function checkEffects({ and, or }: Effects): number {
  const n = checkValues(and);
  if (checkValues(or) !== n)
    throw new RangeError(`or must have as many effects as and, ${and.length}, got ${or.length}`);
  return n;
}

/**
 * Throws a RangeError unless `fraction` is a number from 0 to 1; `name` says what it is a fraction of.
 */
export function checkFraction(name: string, fraction: number): void {
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`${name} must be a number from 0 to 1, got ${fraction}`);
}

/**
 * The largest |effect| over both kinds, ∅ out, nats; 0 when there is none.
 *
 * @throws RangeError on effects of a wrong length or not finite. Costs O(2^n).
 */
export function largestEffect(effects: Effects): number {
  checkEffects(effects);
  const { and, or } = effects;
  let largest = 0;
  for (let mask = 1; mask < and.length; mask++) largest = Math.max(largest, Math.abs(and[mask]), Math.abs(or[mask]));
  return largest;
}

/**
 * The threshold τ of salience: `fraction` of the largest |effect| over both kinds, ∅ out, nats (paper, footnote 7); 0 when all effects are 0.
 *
 * @throws RangeError on effects of a wrong length or not finite, or a fraction outside 0 … 1. Costs O(2^n).
 */
export function tauOf(effects: Effects, fraction: number = DEFAULT_TAU_FRACTION): number {
  checkFraction("tau fraction", fraction);
  return fraction * largestEffect(effects);
}

/**
 * Whether an effect is salient: strictly above τ in size, so that a zero effect never is. Both in nats.
 */
export function isSalient(effect: number, tau: number): boolean {
  return Math.abs(effect) > tau;
}
