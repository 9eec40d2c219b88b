import { orderOf } from "../masks.ts";

/** Cost per player in S: among equal answers the low order wins. So small that the gap which is printed is the objective's own. */
const COST_PER_ORDER = 1e-5;
/** Extra cost of an OR: among equal answers of one order the AND wins; half a step of order. */
const COST_OF_OR = 5e-6;
/** Spread of the fixed hash that settles what is left; far below the other two. */
const COST_OF_HASH = 1e-7;
/** Spread of the shift of each v(T), relative to the range, that keeps two events from falling together. */
export const VALUE_SHIFT = 1e-8;
/** Offset between the hash of costs and that of values, so that they are not correlated. */
const COST_SEED = 7;
/** Offset between the hashes of two tie-breaks: more than there are columns. A hash takes 2^32 integers, and so tells this many apart. */
const SEED_STRIDE = 2 ** 18;
const SEEDS = 2 ** 32 / SEED_STRIDE;

/** A fixed hash of an integer, uniform in [0, 1): the finaliser of MurmurHash3 (Austin Appleby), shortened. */
function hash(integer: number): number {
  let h = Math.imul((integer + 0x9e3779b9) | 0, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return (h >>> 0) / 4294967296;
}

/**
 * The cost c(S) of every column, [AND by S | OR by S], length 2·2^n: 1 plus the tie-break, whose hash `seed` chooses. Columns
 * that must not enter cost Infinity: both ∅ (the constant stands for them) and the OR of one player (it is the AND's
 * mirror). Throws a RangeError unless the seed is an integer from 0 to 16383.
 */
export function tieBreakCosts(n: number, seed = 0): Float64Array {
  if (!Number.isInteger(seed) || seed < 0 || seed >= SEEDS)
    throw new RangeError(`tieBreak must be an integer from 0 to ${SEEDS - 1}, got ${seed}`);
  const size = 2 ** n;
  const offset = COST_SEED + SEED_STRIDE * seed;
  const costs = new Float64Array(2 * size).fill(Infinity);
  for (let mask = 1; mask < size; mask++) {
    const order = orderOf(mask);
    costs[mask] = 1 + COST_PER_ORDER * order + COST_OF_HASH * hash(mask + offset);
    if (order > 1)
      costs[size + mask] = 1 + COST_PER_ORDER * order + COST_OF_OR + COST_OF_HASH * hash(mask + size + offset);
  }
  return costs;
}

/**
 * The same preferences at a fiftieth of the cost, so that an answer's cost is its objective to a few millionths, and still far more than the
 * rounding of a path.
 */
export function nearlyUnitCosts(n: number): Float64Array {
  return tieBreakCosts(n).map((cost) => 1 + (cost - 1) / 50);
}

/** v (scaled to range 1) with every entry shifted by at most VALUE_SHIFT / 2. Returns a new array. */
export function shiftValues(v: Float64Array): Float64Array {
  return v.map((value, mask) => value + VALUE_SHIFT * (hash(mask) - 0.5));
}
