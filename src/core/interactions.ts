/** AND and OR effects as those few that are not 0, by the masks that have them. */
import {
  equalMasks,
  checkPlayers,
  compareMasks,
  everybody,
  indexOfMask,
  isWithin,
  masksOf,
  NOBODY,
  orderOf,
  type Mask,
  type Masks,
} from "./masks.ts";

/** Both kinds, AND first. AND: adds its effect when all its patches are shown; OR: when any is. */
export const KINDS = ["and", "or"] as const;

/** One of `KINDS`. */
export type Kind = (typeof KINDS)[number];

/** The effects of one kind: `effects[i]` nats, not 0, is that of `masks[i]`; masks ascend and ∅ is not among them. */
export interface SparseEffects {
  readonly masks: Masks;
  readonly effects: Float64Array;
}

/** The effects of one layer of n players. */
export interface Effects {
  readonly n: number;
  readonly and: SparseEffects;
  /** With Eq. 2's sign; none of order 1, which count as AND. */
  readonly or: SparseEffects;
}

/**
 * How a decomposition was found: by no work, by method A, by method B, as the debiased answer, which is no optimum and has no bound but 0, or estimated from
 * a sample of masks.
 */
export const METHODS = ["trivial", "A", "B", "debiased", "sampled"] as const;

/** One of `METHODS`. */
export type Method = (typeof METHODS)[number];

/**
 * How exact interactions are that explain v at every mask. Sizes in nats. Of an estimate from a sample nothing is proven: its bound is 0, and κ is the largest
 * |v rebuilt − v| over the masks that were looked at.
 */
export interface Exactness {
  /** What the effects may leave unexplained of v at any mask. */
  readonly kappa: number;
  /** Σ |effects|. */
  readonly objective: number;
  /** A proven lower bound on the objective of every decomposition with this κ. */
  readonly bound: number;
  /** (objective − bound) / objective, 0 when the objective is 0. */
  readonly gap: number;
  readonly method: Method;
  /** The largest |v rebuilt − v| over all masks, of an estimate over those that were looked at. */
  readonly rebuildMaxAbs: number;
}

/** How good an estimate from a sample of masks is. */
export interface SampleQuality {
  /** How many masks were looked at, and how many of them no fit saw before it was judged by them. */
  readonly masks: number;
  readonly heldOut: number;
  /** Of the order of the masks, and of all that was drawn. */
  readonly seed: number;
  /** R² of the effects on the held-out masks; it may be below 0. */
  readonly heldOutR2: number;
  /**
   * R² there of all that could be told of v, few effects or not: what it has more than `heldOutR2` is there, but not told apart, and what it lacks of 1 is
   * not known.
   */
  readonly heldOutR2Whole: number;
  /** The standard error of each effect, nats, in the order of the effects: how far it may be from what all masks would say of these concepts. Too small where much is not told apart. */
  readonly errors: Readonly<Record<Kind, Float64Array>>;
  /** Of how many half-samples the selection was repeated on, where somebody asked, and the share of them that choose each effect again, in the order of the effects. */
  readonly halves?: number;
  readonly frequency?: Readonly<Record<Kind, Float64Array>>;
  /** Share of the candidate ANDs and ORs of which the sample shows too little to say anything. */
  readonly unseenShare: number;
}

/** What explains one layer's v: v(T) ≈ constant + Σ_{∅≠S⊆T} and(S) + Σ_{S∩T≠∅} or(S), and how exactly it does. */
export interface Interactions extends Effects {
  /** What is left with nothing shown, nats. */
  readonly constant: number;
  readonly exactness: Exactness;
  /** Of an estimate from a sample of masks. */
  readonly sampled?: SampleQuality;
}

/**
 * The number of players of a layer's effects.
 *
 * @throws RangeError on a bad n, masks that do not ascend or are not of n players, and effects that are not finite. Costs O(effects).
 */
export function checkEffects({ n, and, or }: Effects): number {
  checkPlayers(n);
  const all = everybody(n);
  for (const { masks, effects } of [and, or]) {
    if (masks.length !== effects.length)
      throw new RangeError(`there must be an effect for each mask, ${masks.length}, got ${effects.length}`);
    let last: Mask = NOBODY;
    for (let i = 0; i < masks.length; i++) {
      const mask = masks[i];
      if (!isWithin(mask, all)) throw new RangeError(`masks must be of ${n} players, got ${mask}`);
      if (compareMasks(last, mask) >= 0) throw new RangeError(`masks must ascend from 1, got ${mask} after ${last}`);
      if (!Number.isFinite(effects[i]))
        throw new RangeError(`effects must be finite, got ${effects[i]} at mask ${mask}`);
      last = mask;
    }
  }
  return n;
}

/** The effect of one concept, nats; 0 where it has none. Costs O(log effects). */
export function effectAt(effects: Effects, kind: Kind, mask: Mask): number {
  const ofKind = effects[kind];
  const at = indexOfMask(ofKind.masks, mask);
  return at < 0 ? 0 : ofKind.effects[at];
}

/** Whether two explanations have the same effects, to the bit. */
export const sameEffects = (a: Effects, b: Effects): boolean =>
  KINDS.every(
    (kind) =>
      equalMasks(a[kind].masks, b[kind].masks) && a[kind].effects.every((effect, i) => effect === b[kind].effects[i]),
  );

/** The standard error of a concept's effect, nats; null where it has none, or is not estimated. Costs O(log effects). */
export function errorAt({ sampled, ...effects }: Interactions, kind: Kind, mask: Mask): number | null {
  const at = sampled === undefined ? -1 : indexOfMask(effects[kind].masks, mask);
  return at < 0 ? null : sampled!.errors[kind][at];
}

/** The share of half-samples that choose an effect again; null of no estimate, where nobody asked, and where there is no effect. */
export function frequencyAt({ sampled, ...effects }: Interactions, kind: Kind, mask: Mask): number | null {
  const at = sampled?.frequency === undefined ? -1 : indexOfMask(effects[kind].masks, mask);
  return at < 0 ? null : sampled!.frequency![kind][at];
}

/**
 * Calls `visit` for every mask that has an effect in any of the lists, ascending, with its effect in each, 0 where it has none: the two
 * kinds of a layer, a kind at several layers, or two pictures side by side. The array is filled anew for each mask. Costs O(lists · effects).
 */
export function eachMask(lists: readonly SparseEffects[], visit: (mask: Mask, effects: Float64Array) => void): void {
  const at = new Uint32Array(lists.length);
  const effects = new Float64Array(lists.length);
  for (;;) {
    let next: Mask | undefined;
    for (let l = 0; l < lists.length; l++) {
      const mask: Mask | undefined = lists[l].masks[at[l]];
      if (mask !== undefined && (next === undefined || compareMasks(mask, next) < 0)) next = mask;
    }
    if (next === undefined) return;
    for (let l = 0; l < lists.length; l++) {
      if (lists[l].masks[at[l]] === next) effects[l] = lists[l].effects[at[l]++];
      else effects[l] = 0;
    }
    visit(next, effects);
  }
}

/** Effects of one kind out of [mask, effect] pairs with ascending masks; an effect of 0 is left out. */
export function sparseOf(pairs: Iterable<readonly [mask: Mask, effect: number]>): SparseEffects {
  const masks: Mask[] = [];
  const effects: number[] = [];
  for (const [mask, effect] of pairs) {
    if (effect === 0) continue;
    masks.push(mask);
    effects.push(effect);
  }
  return { masks: masksOf(masks), effects: Float64Array.from(effects) };
}

/** How many effects there are, both kinds together. */
export const effectCount = ({ and, or }: Effects): number => and.effects.length + or.effects.length;

/** The largest order that any effect of the layers has, 1 where they have none. Costs O(layers · effects). */
export function largestOrder(layers: readonly Effects[]): number {
  let largest = 1;
  for (const layer of layers)
    for (const kind of KINDS) for (const mask of layer[kind].masks) largest = Math.max(largest, orderOf(mask));
  return largest;
}

/** Σ |effect| over both kinds, nats: the objective. */
export function strengthOf({ and, or }: Effects): number {
  let strength = 0;
  eachMask([and, or], (_, [a, o]) => (strength += Math.abs(a) + Math.abs(o)));
  return strength;
}
