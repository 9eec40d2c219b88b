import { KINDS, type Effects } from "../../core/interactions.ts";
import { isSalient, tauOf } from "../../core/salience.ts";

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

/** Concepts that n players could have: ANDs of one or more, ORs of two or more. */
export const possibleConcepts = (n: number): number => 2 ** n - 1 + (2 ** n - 1 - n);
