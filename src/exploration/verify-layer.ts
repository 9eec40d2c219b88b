/**
 * One layer's effects against the scores computed here. Effects E of another picture are right where they rebuild v within κ at every mask
 * and Σ|E| is the smallest there is. They travel rounded, each by at most r, so that what came is E′ with |E′(S) − E(S)| ≤ r. Two readings
 * of E are tried, and one that is right will do: E′ itself, with room for the rounding of all its effects; and E′ with every effect that is
 * within r of the one found here, and as salient, put at that, with room for the others alone, which is exact where both are the same answer.
 * Either way the room is never more than half of τ: more would hide a concept that can be seen. Rounding errors mostly cancel: of what links
 * declare, a hundred of them seldom come to that.
 */
import { rebuild, type Rebuildable } from "../core/faithfulness.ts";
import { isSalient, largestEffect, tauOf, type Effects } from "../core/salience.ts";
import { KINDS, type Kind } from "../core/tracks.ts";
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
const LAST_DIGITS = 1 + 1e-6;

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

/** `effectError` is the largest rounding of the picture's effects as a share of its layer's largest; v, [2^n], is what was computed here. Yields between its passes. */
export function* checkLayer(
  there: SolvedLayer,
  effectError: number,
  here: SolvedLayer,
  v: Float64Array,
): Generator<void, LayerCheck, void> {
  const { andOr } = there;
  const rounding = effectError * largestEffect(andOr) * LAST_DIGITS;
  const asItCame = yield* checkReading(andOr, uncertain(andOr, here.andOr, rounding), rounding, here, v);
  if (holds(asItCame)) return asItCame;
  yield;
  const { reading, open } = alike(there, here, rounding);
  const asFoundHere = yield* checkReading({ ...reading, constant: andOr.constant }, open, rounding, here, v);
  return holds(asFoundHere) ? asFoundHere : asItCame;
}

/** By how much v, as other runtimes compute it, may differ at its largest, nats. */
export function toleranceOf(v: Float64Array): number {
  let largest = 1;
  for (let mask = 0; mask < v.length; mask++) largest = Math.max(largest, Math.abs(v[mask]!));
  return SCORE_TOLERANCE * largest;
}

const holds = ({ rebuilt, objective }: LayerCheck): boolean => rebuilt.excess <= 1 && objective.excess <= 1;

/** `open`: 1 for every effect that may be off by the rounding, else 0. */
function* checkReading(
  reading: Rebuildable,
  open: Effects,
  rounding: number,
  { andOr: { kappa, objective: optimum, bound, ...here } }: SolvedLayer,
  v: Float64Array,
): Generator<void, LayerCheck, void> {
  const rebuilt = rebuild(reading);
  yield;
  const terms = rebuild({ constant: 0, ...open });
  const most = MOST_ROOM * tauOf(here);
  const room = (count: number): number => Math.min(rounding * count, most);
  yield;
  let worst = { residual: 0, allowed: kappa, excess: 0 };
  let least = 0;
  for (let mask = 0; mask < v.length; mask++) {
    const residual = Math.abs(rebuilt[mask]! - v[mask]!);
    const tolerance = SCORE_TOLERANCE * Math.max(1, Math.abs(v[mask]!));
    const allowed = kappa + room(terms[mask]!) + tolerance;
    least = Math.max(least, residual - rounding * terms[mask]! - tolerance);
    if (residual > worst.excess * allowed) worst = { residual, allowed, excess: residual / allowed };
  }
  const found = sizeOf(reading);
  const allowed = OBJECTIVE_TOLERANCE * optimum + room(sizeOf(open)) + toleranceOf(v);
  return {
    rebuilt: { ...worst, least },
    objective: { found, optimum, allowed, excess: Math.max(0, found - optimum, bound - found) / allowed },
  };
}

/** The effects that rounding may have moved: those there are, and those that it may have made 0. */
function uncertain(there: Effects, here: Effects, rounding: number): Effects {
  return eachEffect((kind, mask) => {
    const lost = there[kind][mask] === 0 && here[kind][mask] !== 0 && Math.abs(here[kind][mask]!) <= rounding;
    return there[kind][mask] !== 0 || lost ? 1 : 0;
  }, there.and.length);
}

/** Whether an effect is salient in one of the two only, and not merely close to τ. */
export function differsInSalience(there: SolvedLayer, here: SolvedLayer, kind: Kind, mask: number): boolean {
  const found = here.andOr[kind][mask]!;
  return (
    isSalient(there.andOr[kind][mask]!, there.tau) !== isSalient(found, here.tau) &&
    Math.abs(Math.abs(found) - here.tau) > NEAR_TAU * here.tau
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
  const isNear = (kind: Kind, mask: number): boolean =>
    Math.abs(there.andOr[kind][mask]! - here.andOr[kind][mask]!) <= rounding;
  const size = there.andOr.and.length;
  return {
    reading: eachEffect(
      (kind, mask) =>
        (isNear(kind, mask) && !differsInSalience(there, here, kind, mask) ? here : there).andOr[kind][mask]!,
      size,
    ),
    open: eachEffect((kind, mask) => (isNear(kind, mask) ? 0 : 1), size),
  };
}

/** By mask; nothing at ∅, which is no concept. */
function eachEffect(of: (kind: Kind, mask: number) => number, size: number): Effects {
  const effects = { and: new Float64Array(size), or: new Float64Array(size) };
  for (const kind of KINDS) for (let mask = 1; mask < size; mask++) effects[kind][mask] = of(kind, mask);
  return effects;
}

/** Σ|effects|. */
function sizeOf({ and, or }: Effects): number {
  let size = 0;
  for (let mask = 1; mask < and.length; mask++) size += Math.abs(and[mask]!) + Math.abs(or[mask]!);
  return size;
}
