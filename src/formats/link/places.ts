/**
 * All concepts of n players in a row, as links number them: ANDs, then ORs, of few patches before many, then by mask. Those of few are likely to
 * be used, so that the gaps between them are short. A mask's place among those of its order is its rank in the combinatorial number system.
 */
import type { Kind } from "../../core/interactions.ts";
import { NOBODY, onlyPlayer, orderOf, patchesOf, union, type Mask } from "../../core/masks.ts";

/** How many sets of `k` out of `n`. */
function choose(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return k > n ? 0 : count;
}

/** How many masks of n players have from 1 to `order − 1` of them. */
function before(n: number, order: number): number {
  let count = 0;
  for (let k = 1; k < order; k++) count += choose(n, k);
  return count;
}

/** How many concepts there are: an OR of one patch is none. */
export function placeCount(n: number): number {
  return 2 * before(n, n + 1) - n;
}

/** Where a concept stands, from 0. */
export function placeOf(n: number, kind: Kind, mask: Mask): number {
  const place = patchesOf(mask).reduce((sum, patch, i) => sum + choose(patch, i + 1), before(n, orderOf(mask)));
  return kind === "and" ? place : place + before(n, n + 1) - n;
}

/** The concept at a place, which must be one of `placeCount`. */
export function conceptAt(n: number, place: number): { readonly kind: Kind; readonly mask: Mask } {
  const ands = before(n, n + 1);
  const kind = place < ands ? "and" : "or";
  let rest = kind === "and" ? place : place - ands + n;
  let order = 1;
  for (; rest >= choose(n, order); order++) rest -= choose(n, order);
  let mask = NOBODY;
  let patch = n - 1;
  for (let left = order; left > 0; left--) {
    while (choose(patch, left) > rest) patch--;
    rest -= choose(patch, left);
    mask = union(mask, onlyPlayer(patch));
  }
  return { kind, mask };
}
