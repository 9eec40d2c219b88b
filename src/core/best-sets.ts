/** Which few players do most: exact, by looking at every set that is known. */
import { everybody, indexOfMask, NOBODY, onlyPlayer, orderOf, union, without, type Mask, type Masks } from "./masks.ts";

/** A set of players and the score with it shown, or hidden, nats. */
export interface ScoredSet {
  readonly set: Mask;
  readonly v: number;
}

/** Sets by size, from none to all; null where no mask of that size is known. */
export interface BestSets {
  /** Those whose showing alone gives the highest score. */
  readonly shown: readonly (ScoredSet | null)[];
  /** Those whose hiding gives the lowest. */
  readonly hidden: readonly (ScoredSet | null)[];
}

/**
 * Of each size the set whose showing alone gives the highest score, and the one whose hiding gives the lowest; of equals the smallest mask shown. Linear in
 * the masks.
 *
 * @param masks ascending, of n players; @param v `[masks]`, nats.
 */
export function bestSets(n: number, masks: Masks, v: ArrayLike<number>): BestSets {
  const shown: (ScoredSet | null)[] = new Array<null>(n + 1).fill(null);
  const hidden: (ScoredSet | null)[] = new Array<null>(n + 1).fill(null);
  const all = everybody(n);
  masks.forEach((mask, i) => {
    const size = orderOf(mask);
    const [best, worst] = [shown[size], hidden[n - size]];
    if (best === null || v[i]! > best!.v) shown[size] = { set: mask, v: v[i]! };
    if (worst === null || v[i]! < worst!.v) hidden[n - size] = { set: without(all, mask), v: v[i]! };
  });
  return { shown, hidden };
}

/**
 * Insertion and deletion in the order of values, the largest first: the scores with the first k players shown, and with them hidden. `[n + 1]` each, nats;
 * null where that mask is not known. O(n log masks).
 */
export function insertionAndDeletion(
  values: ArrayLike<number>,
  masks: Masks,
  v: ArrayLike<number>,
): { readonly insertion: readonly (number | null)[]; readonly deletion: readonly (number | null)[] } {
  const n = values.length;
  const order = Array.from({ length: n }, (_, player) => player).sort((a, b) => values[b]! - values[a]! || a - b);
  const all = everybody(n);
  const scoreAt = (mask: Mask): number | null => v[indexOfMask(masks, mask)] ?? null;
  let first = NOBODY;
  const sets = [first, ...order.map((player) => (first = union(first, onlyPlayer(player))))];
  return { insertion: sets.map(scoreAt), deletion: sets.map((set) => scoreAt(without(all, set))) };
}
