/**
 * Sets of players. Whoever works on them goes through this module and takes a mask for no index: for more players than a number has
 * bits, only what stands here changes.
 */

/** A set of players as an integer: bit i is set when player i is shown. */
export type Mask = number;

/** Many masks. */
export type Masks = Uint32Array;

/** Most players supported: 2^16 masks and their transforms still fit in memory and in seconds. */
export const MAX_PLAYERS = 16;

/**
 * Throws a RangeError unless `n` is an integer number of players from 1 to MAX_PLAYERS.
 */
export function checkPlayers(n: number): void {
  if (!Number.isInteger(n) || n < 1 || n > MAX_PLAYERS) {
    throw new RangeError(`number of players must be an integer from 1 to ${MAX_PLAYERS}, got ${n}`);
  }
}

/** The order |S| of a mask: how many players it shows. */
export function orderOf(mask: Mask): number {
  let bits = mask - ((mask >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

/** The players that a mask shows, ascending. */
export function patchesOf(mask: Mask): number[] {
  const patches: number[] = [];
  for (let i = 0; mask >>> i !== 0; i++) if ((mask >>> i) & 1) patches.push(i);
  return patches;
}

/** The mask that shows nobody. */
export const NOBODY: Mask = 0;

/** The mask that shows all of n players. */
export function everybody(n: number): Mask {
  return 2 ** n - 1;
}

/** The mask that shows one player alone. */
export function onlyPlayer(player: number): Mask {
  return 2 ** player;
}

/** A list of masks. */
export function masksOf(list: Iterable<Mask>): Masks {
  return Uint32Array.from(list);
}

/** The order in which masks are listed: below 0 where `a` comes first, 0 where they are equal. */
export function compareMasks(a: Mask, b: Mask): number {
  return a - b;
}

/** Whether a player is in a mask. */
export function hasPlayer(mask: Mask, player: number): boolean {
  return ((mask >>> player) & 1) === 1;
}

/** Whether every player of `part` is in `whole`. */
export function isWithin(part: Mask, whole: Mask): boolean {
  return (part & whole) === part;
}

/** Whether some player is in both. */
export function meets(a: Mask, b: Mask): boolean {
  return (a & b) !== 0;
}

/** The players of either. */
export function union(a: Mask, b: Mask): Mask {
  return a | b;
}

/** The players in both. */
export function intersection(a: Mask, b: Mask): Mask {
  return a & b;
}

/** The players of `mask` that are not in `other`. */
export function without(mask: Mask, other: Mask): Mask {
  return mask & ~other;
}

/** Every subset of a mask, ∅ and itself included, the largest numbers first. [2^|mask|] */
export function subsetsOf(mask: Mask): Mask[] {
  const subsets: Mask[] = [];
  for (let subset = mask; ; subset = (subset - 1) & mask) {
    subsets.push(subset);
    if (subset === 0) return subsets;
  }
}

/** Where a mask stands in an ascending list, −1 where it does not. Costs O(log length). */
export function indexOfMask(masks: Masks, mask: Mask): number {
  let low = 0;
  for (let high = masks.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (compareMasks(masks[middle], mask) < 0) low = middle + 1;
    else high = middle;
  }
  return low < masks.length && masks[low] === mask ? low : -1;
}
