/**
 * Sets of players. Whoever works on them goes through this module: no mask is an index, and none is computed with outside but in the modules for
 * all 2^n masks (`all-masks.ts` and those behind it), where a mask is a number and stands for its place.
 */

/**
 * A set of players, in one form each, so that `===` and keys of maps compare sets: where all of its players are among the first NARROW_PLAYERS, the
 * number whose bit i is set when player i is shown; otherwise the bigint of the same bits.
 */
export type Mask = number | bigint;

/** Many masks: typed where all of them are numbers, a plain list otherwise. */
export interface Masks extends Iterable<Mask> {
  readonly length: number;
  readonly [index: number]: Mask;
  slice(start?: number, end?: number): Masks;
  filter(keep: (mask: Mask, index: number) => boolean): Masks;
  includes(mask: Mask): boolean;
  indexOf(mask: Mask): number;
  forEach(visit: (mask: Mask, index: number) => void): void;
}

/** Most players at all: a grid of 16 x 16. */
export const MAX_PLAYERS = 256;

/** Most players of whom every mask can be looked at: 2^16 masks and their transforms still fit in memory and in seconds. */
export const MAX_ENUMERABLE = 16;

/** Players whose sets are numbers: operators on bits give back what is not negative. */
const NARROW_PLAYERS = 31;

/** The smallest bigint that is a mask. */
const FIRST_WIDE = 2n ** BigInt(NARROW_PLAYERS);

/** Bits that are looked at together in a bigint. */
const WORD = 32;

/**
 * Throws a RangeError unless `n` is an integer number of players from 1 to `most`, which is MAX_PLAYERS where it is not said.
 */
export function checkPlayers(n: number, most: number = MAX_PLAYERS): void {
  if (!Number.isInteger(n) || n < 1 || n > most) {
    throw new RangeError(`number of players must be an integer from 1 to ${most}, got ${n}`);
  }
}

/** The one form of a set. */
function canonical(bits: bigint): Mask {
  return bits < FIRST_WIDE ? Number(bits) : bits;
}

/** Those of the first NARROW_PLAYERS that a mask shows, as a number. */
function narrowPart(mask: Mask): number {
  return typeof mask === "number" ? mask : Number(BigInt.asUintN(NARROW_PLAYERS, mask));
}

/** The bits of a number that are set. */
function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

/** Calls `visit` for each 32 players of a mask, from the first ones on, until none are left. */
function eachWord(mask: bigint, visit: (word: number, first: number) => void): void {
  for (let left = mask, first = 0; left > 0n; left >>= BigInt(WORD), first += WORD)
    visit(Number(BigInt.asUintN(WORD, left)), first);
}

/** The order |S| of a mask: how many players it shows. */
export function orderOf(mask: Mask): number {
  if (typeof mask === "number") return bitsIn(mask);
  let order = 0;
  eachWord(mask, (word) => (order += bitsIn(word)));
  return order;
}

function addBits(patches: number[], word: number, first: number): void {
  for (let i = 0; i < WORD && word >>> i !== 0; i++) if ((word >>> i) & 1) patches.push(first + i);
}

/** The players that a mask shows, ascending. */
export function patchesOf(mask: Mask): number[] {
  const patches: number[] = [];
  if (typeof mask === "number") addBits(patches, mask, 0);
  else eachWord(mask, (word, first) => addBits(patches, word, first));
  return patches;
}

/** The mask that shows nobody. */
export const NOBODY: Mask = 0;

/** The mask that shows all of n players. */
export function everybody(n: number): Mask {
  return n <= NARROW_PLAYERS ? 2 ** n - 1 : (1n << BigInt(n)) - 1n;
}

/** The mask that shows one player alone. */
export function onlyPlayer(player: number): Mask {
  return player < NARROW_PLAYERS ? 2 ** player : 1n << BigInt(player);
}

/** The mask that shows these players, in any order. */
export function maskOf(players: Iterable<number>): Mask {
  let narrow = 0;
  let wide = 0n;
  for (const player of players) {
    if (player < NARROW_PLAYERS) narrow |= 1 << player;
    else wide |= 1n << BigInt(player);
  }
  return wide === 0n ? narrow : wide | BigInt(narrow);
}

/** A list of masks. */
export function masksOf(list: Iterable<Mask>): Masks {
  const masks = [...list];
  return masks.every((mask) => typeof mask === "number") ? Uint32Array.from(masks) : masks;
}

/** The order in which masks are listed, by the number that their bits are: below 0 where `a` comes first, 0 where they are equal. */
export function compareMasks(a: Mask, b: Mask): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a player is in a mask. */
export function hasPlayer(mask: Mask, player: number): boolean {
  if (typeof mask === "number") return player < NARROW_PLAYERS && ((mask >>> player) & 1) === 1;
  return ((mask >> BigInt(player)) & 1n) === 1n;
}

/** Whether every player of `part` is in `whole`. */
export function isWithin(part: Mask, whole: Mask): boolean {
  if (typeof part === "number") return (part & narrowPart(whole)) === part;
  return typeof whole === "bigint" && (part & whole) === part;
}

/** Whether some player is in both. */
export function meets(a: Mask, b: Mask): boolean {
  if (typeof a === "number") return (a & narrowPart(b)) !== 0;
  return typeof b === "number" ? (narrowPart(a) & b) !== 0 : (a & b) !== 0n;
}

/** The players of either. */
export function union(a: Mask, b: Mask): Mask {
  if (typeof a === "number" && typeof b === "number") return a | b;
  return BigInt(a) | BigInt(b);
}

/** The players in both. */
export function intersection(a: Mask, b: Mask): Mask {
  if (typeof a === "number") return a & narrowPart(b);
  return typeof b === "number" ? narrowPart(a) & b : canonical(a & b);
}

/** The players of `mask` that are not in `other`. */
export function without(mask: Mask, other: Mask): Mask {
  if (typeof mask === "number") return mask & ~narrowPart(other);
  return canonical(mask & ~BigInt(other));
}

/** Every subset of a mask, ∅ and itself included, the largest numbers first. [2^|mask|] */
export function subsetsOf(mask: Mask): Mask[] {
  const subsets: Mask[] = [];
  if (typeof mask === "number") {
    for (let subset = mask; ; subset = (subset - 1) & mask) {
      subsets.push(subset);
      if (subset === 0) return subsets;
    }
  }
  for (let subset = mask; ; subset = (subset - 1n) & mask) {
    subsets.push(canonical(subset));
    if (subset === 0n) return subsets;
  }
}

/** Whether two lists have the same masks in the same order. */
export const equalMasks = (a: Masks, b: Masks): boolean =>
  a.length === b.length && [...a].every((mask, i) => mask === b[i]);

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

/** A mask as JSON and tables hold it: a number where it is one, otherwise its bits in hexadecimal digits after 0x. */
export type MaskCode = number | string;

/** A mask as JSON and tables hold it. */
export function codeOf(mask: Mask): MaskCode {
  return typeof mask === "number" ? mask : `0x${mask.toString(16)}`;
}

/** The mask that a code stands for; null where it is none in that very form. */
export function maskOfCode(code: unknown): Mask | null {
  if (typeof code === "number") return Number.isInteger(code) && code >= 0 && code < 2 ** NARROW_PLAYERS ? code : null;
  if (typeof code !== "string" || code.length > 2 + MAX_PLAYERS / 4 || !/^0x[1-9a-f][0-9a-f]*$/.test(code)) return null;
  const mask = canonical(BigInt(code));
  return typeof mask === "bigint" ? mask : null;
}
