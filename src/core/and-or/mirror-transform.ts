/**
 * K = M R Z (R reverses the masks): the effects x that fit the same function as OR effects y, K y, and its transpose.
 * Per bit the matrix [[1, 1], [0, −1]]; K is its own inverse. Two bits a pass, as in transforms.ts; in place, O(n 2^n).
 */

/** K: a ← M R Z a, for a of length 2^n. In place. */
export function mirror(a: Float64Array, n: number): Float64Array {
  const size = a.length;
  let bit = 1;
  if (n & 1) {
    for (let i = 0; i < size; i += 2) {
      a[i] += a[i + 1];
      a[i + 1] = -a[i + 1];
    }
    bit = 2;
  }
  for (; bit < size; bit <<= 2) {
    const two = bit * 2;
    const three = bit * 3;
    for (let start = 0; start < size; start += bit << 2) {
      for (let i = start, end = start + bit; i < end; i++) {
        const r = a[i + two];
        const s = a[i + three];
        const qs = a[i + bit] + s;
        a[i] += r + qs;
        a[i + bit] = -qs;
        a[i + two] = -(r + s);
      }
    }
  }
  return a;
}

/** K^T: a ← Z^T R M^T a, for a of length 2^n. In place. */
export function mirrorTransposed(a: Float64Array, n: number): Float64Array {
  const size = a.length;
  let bit = 1;
  if (n & 1) {
    for (let i = 0; i < size; i += 2) a[i + 1] = a[i] - a[i + 1];
    bit = 2;
  }
  for (; bit < size; bit <<= 2) {
    const two = bit * 2;
    const three = bit * 3;
    for (let start = 0; start < size; start += bit << 2) {
      for (let i = start, end = start + bit; i < end; i++) {
        const p = a[i];
        const r = a[i + two];
        const pq = p - a[i + bit];
        a[i + bit] = pq;
        a[i + two] = p - r;
        a[i + three] += pq - r;
      }
    }
  }
  return a;
}
