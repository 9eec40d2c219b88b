/**
 * One layer's effects against the scores computed here. Effects E of another picture are right where they rebuild v within κ at every mask
 * and Σ|E| is the smallest there is. They travel rounded, each by at most r, so that what came is E′ with |E′(S) − E(S)| ≤ r. Two readings
 * of E are tried, and one that is right will do: E′ itself, with room for the rounding of all its effects; and E′ with every effect that is
 * within r of the one found here, and as salient, put at that, with room for the others alone, which is exact where both are the same answer.
 * Either way the room is never more than half of τ: more would hide a concept that can be seen. Rounding errors mostly cancel: of what links
 * declare, a hundred of them seldom come to that.
 */
import { rebuild, type Rebuildable } from "../core/faithfulness.ts";
import { eachMask, KINDS, sparseOf, strengthOf, type Effects } from "../core/interactions.ts";
import type { Mask, Masks } from "../core/masks.ts";
import { isSalient, largestEffect, tauOf } from "../core/salience.ts";
import type { SolvedLayer } from "./exploration.ts";

/** Scores agree within this share of max(1, |v|): what runtimes and processors differ by at most. */
export const SCORE_TOLERANCE = 1e-4;

/** How far an objective may be from the optimum, as a share of it: what the solver's certificate leaves open. */
export const OBJECTIVE_TOLERANCE = 1e-3;

/** Salience may flip this close to τ, as a share of it, without meaning anything. */
const NEAR_TAU = 0.01;

/** The most room for rounding, as a share of τ. */
const MOST_ROOM = 0.5;

/** Of the rounding itself, and of the digits that links keep. */
const LAST_DIGITS = 1 + 1e-5;

/** How one layer's effects stand against what was computed here. */
export interface LayerCheck {
  readonly rebuilt: {
    /** At the mask where it is largest against what is allowed: |v rebuilt − v|, and what is allowed, nats. */
    readonly residual: number;
    readonly allowed: number;
    /** Their ratio: at most 1 where the effects explain v. */
    readonly excess: number;
    /** The largest residual before the rounding was this or more, nats. */
    readonly least: number;
  };
  readonly objective: {
    /** Σ|effects|, the smallest one found here, and how far from it is allowed, nats. */
    readonly found: number;
    readonly optimum: number;
    readonly allowed: number;
    /** How far it is outside what the certificate leaves open, against what is allowed. */
    readonly excess: number;
  };
}

/** `effectError` is the largest rounding of the picture's effects as a share of its layer's largest; `known` is what was computed here. */
export function checkLayer(there: SolvedLayer, effectError: number, here: SolvedLayer, known: KnownLayer): LayerCheck {
  const { interactions } = there;
  const rounding = effectError * largestEffect(interactions) * LAST_DIGITS;
  const asItCame = checkReading(interactions, uncertain(there, here, rounding), rounding, here, known);
  if (holds(asItCame)) return asItCame;
  const { reading, open } = alike(there, here, rounding);
  const { constant } = interactions;
  const asFoundHere = checkReading({ ...reading, constant }, open, rounding, here, known);
  return holds(asFoundHere) ? asFoundHere : asItCame;
}

/** v of one layer at some masks, ascending, nats. */
export interface KnownLayer {
  readonly masks: Masks;
  readonly v: Float64Array;
}

/** By how much v, as other runtimes compute it, may differ at its largest, nats. */
export function toleranceOf(v: Float64Array): number {
  let largest = 1;
  for (let mask = 0; mask < v.length; mask++) largest = Math.max(largest, Math.abs(v[mask]!));
  return SCORE_TOLERANCE * largest;
}

const holds = ({ rebuilt, objective }: LayerCheck): boolean => rebuilt.excess <= 1 && objective.excess <= 1;

/** `open`: 1 for every effect that may be off by the rounding, else none. */
function checkReading(
  reading: Rebuildable,
  open: Effects,
  rounding: number,
  { interactions: here }: SolvedLayer,
  { masks, v }: KnownLayer,
): LayerCheck {
  const { kappa, objective: optimum, bound } = here.exactness;
  const rebuilt = rebuild(reading, masks);
  const terms = rebuild({ ...open, constant: 0 }, masks);
  const most = MOST_ROOM * tauOf(here);
  const room = (count: number): number => Math.min(rounding * count, most);
  let worst = { residual: 0, allowed: kappa, excess: 0 };
  let least = 0;
  for (let i = 0; i < v.length; i++) {
    const residual = Math.abs(rebuilt[i]! - v[i]!);
    const tolerance = SCORE_TOLERANCE * Math.max(1, Math.abs(v[i]!));
    const allowed = kappa + room(terms[i]!) + tolerance;
    least = Math.max(least, residual - rounding * terms[i]! - tolerance);
    if (residual > worst.excess * allowed) worst = { residual, allowed, excess: residual / allowed };
  }
  const found = strengthOf(reading);
  const allowed = OBJECTIVE_TOLERANCE * optimum + room(strengthOf(open)) + toleranceOf(v);
  return {
    rebuilt: { ...worst, least },
    objective: { found, optimum, allowed, excess: Math.max(0, found - optimum, bound - found) / allowed },
  };
}

/** The effects that rounding may have moved: those there are, and those that it may have made 0. */
function uncertain(there: SolvedLayer, here: SolvedLayer, rounding: number): Effects {
  return combined(there, here, (came, found) => {
    const lost = came === 0 && found !== 0 && Math.abs(found) <= rounding;
    return came !== 0 || lost ? 1 : 0;
  });
}

/** Whether an effect of one concept, τ beside it, is salient in one of two pictures only, and not merely close to τ. */
export function differsInSalience(came: number, tauThere: number, found: number, tauHere: number): boolean {
  return (
    isSalient(came, tauThere) !== isSalient(found, tauHere) && Math.abs(Math.abs(found) - tauHere) > NEAR_TAU * tauHere
  );
}

/**
 * The effects that came, as they were found here wherever that is within the rounding, and those that are not. Rounding for a link makes no
 * effect salient and takes from none that it is: what differs in that is neither as found here nor given room.
 */
function alike(
  there: SolvedLayer,
  here: SolvedLayer,
  rounding: number,
): { readonly reading: Effects; readonly open: Effects } {
  const isNear = (came: number, found: number): boolean => Math.abs(came - found) <= rounding;
  return {
    reading: combined(there, here, (came, found) =>
      isNear(came, found) && !differsInSalience(came, there.tau, found, here.tau) ? found : came,
    ),
    open: combined(there, here, (came, found) => (isNear(came, found) ? 0 : 1)),
  };
}

/** Of every concept that has an effect in either picture, what `of` makes of the one that came and the one found here. */
function combined(
  { interactions: there }: SolvedLayer,
  { interactions: here }: SolvedLayer,
  of: (came: number, found: number) => number,
): Effects {
  const [and, or] = KINDS.map((kind) => {
    const pairs: [Mask, number][] = [];
    eachMask([there[kind], here[kind]], (mask, [came, found]) => pairs.push([mask, of(came!, found!)]));
    return sparseOf(pairs);
  });
  return { n: here.n, and: and!, or: or! };
}
