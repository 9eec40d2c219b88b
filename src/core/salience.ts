import { checkEffects, KINDS, type Effects } from "./interactions.ts";

/** A concept is salient above this share of the layer's strongest effect (paper, footnote 7). */
export const DEFAULT_TAU_FRACTION = 0.05;

/**
 * Throws a RangeError unless `fraction` is a number from 0 to 1; `name` says what it is a fraction of.
 */
export function checkFraction(name: string, fraction: number): void {
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`${name} must be a number from 0 to 1, got ${fraction}`);
}

/**
 * The largest |effect| over both kinds, nats; 0 when there is none.
 *
 * @throws RangeError on bad effects. Costs O(effects).
 */
export function largestEffect(effects: Effects): number {
  checkEffects(effects);
  let largest = 0;
  for (const kind of KINDS) for (const effect of effects[kind].effects) largest = Math.max(largest, Math.abs(effect));
  return largest;
}

/**
 * The threshold τ of salience: `fraction` of the largest |effect| over both kinds, nats (paper, footnote 7); 0 when all effects are 0.
 *
 * @throws RangeError on bad effects, or a fraction outside 0 … 1. Costs O(effects).
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
