import { mostEffects } from "../../core/estimate/sample.ts";
import { effectCount, KINDS, type Effects, type Interactions } from "../../core/interactions.ts";
import { isSalient, tauOf } from "../../core/salience.ts";
import { grouped, powerText } from "../../ui/language/numbers.ts";

/** Sizes of a layer's effects as shares of the largest, the strongest first. */
export function sortedShares(effects: Effects): number[] {
  const sizes = KINDS.flatMap((kind) => Array.from(effects[kind].effects, Math.abs)).filter((size) => size > 0);
  const largest = Math.max(0, ...sizes);
  return sizes.map((size) => size / largest).sort((a, b) => b - a);
}

/** How many effects are salient at a share of the largest; linear in the effects. */
export function salientAt(effects: Effects, tauFraction: number): number {
  const tau = tauOf(effects, tauFraction);
  return KINDS.reduce(
    (sum, kind) => sum + effects[kind].effects.reduce((count, effect) => count + (isSalient(effect, tau) ? 1 : 0), 0),
    0,
  );
}

/** Up to here every whole number of concepts is known to its last digit. */
const LARGEST_WRITTEN = 30;

/** How many concepts n players could have, ANDs of one or more and ORs of two or more: 2^(n + 1) − n − 2, as a number, of many players as that power. */
export function possibleConcepts(n: number): string {
  return n > LARGEST_WRITTEN ? `${powerText(2, n + 1)} − ${n + 2}` : grouped(2 ** (n + 1) - n - 2);
}

/** Whether an estimate has as many effects as its masks allow, so that weaker ones may have been left out; never where all masks were run. */
export function isFull({ sampled, ...effects }: Interactions): boolean {
  return sampled !== undefined && effectCount(effects) >= mostEffects(sampled.masks - sampled.heldOut);
}
