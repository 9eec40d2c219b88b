/** A subset of players as an integer: bit i is set when player i is shown. */
export type Mask = number;

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

/**
 * The number of players n of a vector of the given length 2^n.
 * Throws a RangeError for any other length.
 */
export function playersOf(length: number): number {
  const n = 31 - Math.clz32(length);
  if (!Number.isInteger(length) || n < 1 || n > MAX_PLAYERS || length !== 2 ** n) {
    throw new RangeError(`length must be 2^n with n from 1 to ${MAX_PLAYERS}, got ${length}`);
  }
  return n;
}

/** The order |S| of a mask: how many players it shows. */
export function orderOf(mask: Mask): number {
  let bits = mask - ((mask >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
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

/**
 * Every mask of n players once, in the order worth evaluating them: all shown, none shown, single
 * players, all but one, then the rest by size and numerically. Length 2^n. Cost O(n 2^n).
 */
export function maskSchedule(n: number): Uint32Array {
  checkPlayers(n);
  const size = 2 ** n;
  const full = size - 1;
  const seen = new Uint8Array(size);
  const schedule = new Uint32Array(size);
  let length = 0;
  const add = (mask: Mask) => {
    if (seen[mask] === 1) return;
    seen[mask] = 1;
    schedule[length++] = mask;
  };
  add(full);
  add(0);
  for (let i = 0; i < n; i++) add(1 << i);
  for (let i = 0; i < n; i++) add(full ^ (1 << i));
  for (let order = 2; order < n - 1; order++) {
    for (let mask = 0; mask < size; mask++) if (orderOf(mask) === order) add(mask);
  }
  return schedule;
}

/** The players that a mask shows, ascending. */
export function patchesOf(mask: Mask): number[] {
  const patches: number[] = [];
  for (let i = 0; mask >>> i !== 0; i++) if ((mask >>> i) & 1) patches.push(i);
  return patches;
}
