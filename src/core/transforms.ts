/**
 * Sums over subsets and supersets of masks, and their inverses, on vectors a of length 2^n indexed by
 * mask. Each treats one bit after the other with a 2x2 matrix; taking two bits a pass (radix 4: the
 * entries p, q, r, s at a mask without either bit, with the lower, with the upper, with both) halves
 * the passes over memory. All work in place, return the same array, cost O(n 2^n), and throw a
 * RangeError when the length is no 2^n with n from 1 to 16, and on NaN or infinity.
 *
 * Where `n` is given the caller answers for length and values; the two sums then also take several vectors end to end.
 */
import { checkValues } from "./all-masks.ts";

/** Z: a(T) ← Σ_{S⊆T} a(S). In place. */
export function subsetSums(a: Float64Array, n = checkValues(a)): Float64Array {
  const size = a.length;
  const vector = 2 ** n;
  let bit = 1;
  if (n & 1) {
    for (let i = 0; i < size; i += 2) a[i + 1] += a[i];
    bit = 2;
  }
  for (; bit < vector; bit <<= 2) {
    const two = bit * 2;
    const three = bit * 3;
    for (let start = 0; start < size; start += bit << 2) {
      for (let i = start, end = start + bit; i < end; i++) {
        const p = a[i];
        const pq = p + a[i + bit];
        const r = a[i + two];
        a[i + bit] = pq;
        a[i + two] = p + r;
        a[i + three] += pq + r;
      }
    }
  }
  return a;
}

/** Z^T: a(S) ← Σ_{T⊇S} a(T). In place. */
export function supersetSums(a: Float64Array, n = checkValues(a)): Float64Array {
  const size = a.length;
  const vector = 2 ** n;
  let bit = 1;
  if (n & 1) {
    for (let i = 0; i < size; i += 2) a[i] += a[i + 1];
    bit = 2;
  }
  for (; bit < vector; bit <<= 2) {
    const two = bit * 2;
    const three = bit * 3;
    for (let start = 0; start < size; start += bit << 2) {
      for (let i = start, end = start + bit; i < end; i++) {
        const q = a[i + bit];
        const s = a[i + three];
        const rs = a[i + two] + s;
        a[i + two] = rs;
        a[i + bit] = q + s;
        a[i] += q + rs;
      }
    }
  }
  return a;
}

/** M = Z⁻¹, the Möbius transform: a(S) ← Σ_{T⊆S} (−1)^{|S|−|T|} a(T) (the paper's Eq. 1). In place. */
export function moebius(a: Float64Array, n = checkValues(a)): Float64Array {
  const size = a.length;
  let bit = 1;
  if (n & 1) {
    for (let i = 0; i < size; i += 2) a[i + 1] -= a[i];
    bit = 2;
  }
  for (; bit < size; bit <<= 2) {
    const two = bit * 2;
    const three = bit * 3;
    for (let start = 0; start < size; start += bit << 2) {
      for (let i = start, end = start + bit; i < end; i++) {
        const p = a[i];
        const q = a[i + bit];
        const upper = a[i + two] - p;
        a[i + bit] = q - p;
        a[i + two] = upper;
        a[i + three] -= q + upper;
      }
    }
  }
  return a;
}

/** M^T = (Z^T)⁻¹: a(T) ← Σ_{S⊇T} (−1)^{|S|−|T|} a(S). In place. */
export function supersetMoebius(a: Float64Array, n = checkValues(a)): Float64Array {
  const size = a.length;
  let bit = 1;
  if (n & 1) {
    for (let i = 0; i < size; i += 2) a[i] -= a[i + 1];
    bit = 2;
  }
  for (; bit < size; bit <<= 2) {
    const two = bit * 2;
    const three = bit * 3;
    for (let start = 0; start < size; start += bit << 2) {
      for (let i = start, end = start + bit; i < end; i++) {
        const r = a[i + two];
        const s = a[i + three];
        const lower = a[i + bit] - s;
        a[i + bit] = lower;
        a[i + two] = r - s;
        a[i] -= lower + r;
      }
    }
  }
  return a;
}
