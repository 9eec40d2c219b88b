/** All 2^n masks of n players at once: arrays indexed by the mask, for whoever looks at every one of them. */
import type { Effects, SparseEffects } from "./interactions.ts";
import { checkPlayers, MAX_ENUMERABLE, type Mask } from "./masks.ts";

/**
 * The number of players n of a vector of the given length 2^n.
 * Throws a RangeError for any other length.
 */
export function playersOf(length: number): number {
  const n = 31 - Math.clz32(length);
  if (!Number.isInteger(length) || n < 1 || n > MAX_ENUMERABLE || length !== 2 ** n) {
    throw new RangeError(`length must be 2^n with n from 1 to ${MAX_ENUMERABLE}, got ${length}`);
  }
  return n;
}

/**
 * Checks a function on masks (length 2^n, indexed by mask) and returns its number of players n.
 * Throws a RangeError on a wrong length, and on NaN or infinity, naming the mask. Cost O(2^n).
 */
export function checkValues(v: ArrayLike<number>): number {
  const n = playersOf(v.length);
  for (let mask = 0; mask < v.length; mask++) {
    if (!Number.isFinite(v[mask])) throw new RangeError(`values must be finite, got ${v[mask]} at mask ${mask}`);
  }
  return n;
}

/** The place of a mask in arrays that are indexed by it. RangeError where it is of more players than can be enumerated. */
export function placeOf(mask: Mask): number {
  if (typeof mask === "number") return mask;
  throw new RangeError(`masks must be of at most ${MAX_ENUMERABLE} players, got ${mask}`);
}

/** Effects as arrays `[2^n]` indexed by mask, nats; what stands at ∅ is a constant, no concept, and never read. */
export interface DenseEffects {
  readonly and: Float64Array;
  readonly or: Float64Array;
}

/** Every mask of n players, ascending: each is its own index. [2^n] */
export function allMasks(n: number): Uint32Array<ArrayBuffer> {
  checkPlayers(n, MAX_ENUMERABLE);
  return Uint32Array.from({ length: 2 ** n }, (_, mask) => mask);
}

/** The effects of arrays indexed by mask that are not 0; what stands at ∅ is no effect. RangeError on a wrong length or a number that is not finite. Costs O(2^n). */
export function sparse({ and, or }: DenseEffects): Effects {
  const n = checkValues(and);
  if (checkValues(or) !== n)
    throw new RangeError(`or must have as many effects as and, ${and.length}, got ${or.length}`);
  return { n, and: sparseOfKind(and), or: sparseOfKind(or) };
}

function sparseOfKind(array: Float64Array): SparseEffects {
  let length = 0;
  for (let mask = 1; mask < array.length; mask++) if (array[mask] !== 0) length++;
  const masks = new Uint32Array(length);
  const effects = new Float64Array(length);
  for (let mask = 1, i = 0; i < length; mask++) {
    if (array[mask] === 0) continue;
    masks[i] = mask;
    effects[i++] = array[mask];
  }
  return { masks, effects };
}

/** The effects of one kind as an array indexed by mask, [2^n]. */
export function dense({ masks, effects }: SparseEffects, n: number): Float64Array {
  const array = new Float64Array(2 ** n);
  masks.forEach((mask, i) => (array[placeOf(mask)] = effects[i]));
  return array;
}
