/** A pivot smaller than this makes a matrix singular for our purposes: the entries inverted here are 0 and 1. */
const SMALLEST_PIVOT = 1e-11;

/** Σ_i a(offset + i) b(i) over `length` entries; four sums at once, as one alone would wait for each addition. */
export function dot(a: Float64Array, offset: number, b: Float64Array, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    sum0 += a[offset + i] * b[i];
    sum1 += a[offset + i + 1] * b[i + 1];
    sum2 += a[offset + i + 2] * b[i + 2];
    sum3 += a[offset + i + 3] * b[i + 3];
  }
  for (; i < length; i++) sum0 += a[offset + i] * b[i];
  return sum0 + sum1 + (sum2 + sum3);
}

/** to(toOffset + i) += factor · from(fromOffset + i) over `length` entries. */
export function addScaled(
  to: Float64Array, toOffset: number, factor: number, from: Float64Array, fromOffset: number, length: number,
): void {
  for (let i = 0; i < length; i++) to[toOffset + i] += factor * from[fromOffset + i];
}

/**
 * a(k, r) += factors(k) · row(r) for k, r < m: a rank-one update of rows `stride` apart. `row` starts at `offset` of
 * `from`, which may be `a` itself if that row's own factor is 0. Two rows at a time share the loads of `row`.
 */
export function addOuter(
  a: Float64Array, stride: number, m: number, factors: Float64Array, from: Float64Array, offset: number,
): void {
  let k = 0;
  for (; k + 1 < m; k += 2) {
    const first = factors[k];
    const second = factors[k + 1];
    if (first === 0) addScaled(a, (k + 1) * stride, second, from, offset, m);
    else if (second === 0) addScaled(a, k * stride, first, from, offset, m);
    else addToPair(a, k * stride, first, (k + 1) * stride, second, from, offset, m);
  }
  if (k < m) addScaled(a, k * stride, factors[k], from, offset, m);
}

function addToPair(
  a: Float64Array, offset1: number, factor1: number, offset2: number, factor2: number,
  from: Float64Array, offset: number, length: number,
): void {
  for (let i = 0; i < length; i++) {
    const x = from[offset + i];
    a[offset1 + i] += factor1 * x;
    a[offset2 + i] += factor2 * x;
  }
}

/** out(i) = factor · Σ of the rows of `a` (`stride` apart, m entries used) named by the first `count` of `list`. */
export function sumRows(
  a: Float64Array, stride: number, m: number, list: Int32Array, count: number, factor: number, out: Float64Array,
): void {
  out.fill(0, 0, m);
  let l = 0;
  for (; l + 3 < count; l += 4) {
    const offset1 = list[l] * stride;
    const offset2 = list[l + 1] * stride;
    const offset3 = list[l + 2] * stride;
    const offset4 = list[l + 3] * stride;
    for (let i = 0; i < m; i++) out[i] += a[offset1 + i] + a[offset2 + i] + (a[offset3 + i] + a[offset4 + i]);
  }
  for (; l < count; l++) addScaled(out, 0, 1, a, list[l] * stride, m);
  if (factor !== 1) for (let i = 0; i < m; i++) out[i] *= factor;
}

/** Σ of the entries of `a` from `offset` on that the first `count` of `list` name. */
export function sumEntries(a: Float64Array, offset: number, list: Int32Array, count: number): number {
  let even = 0;
  let odd = 0;
  let l = 0;
  for (; l + 1 < count; l += 2) {
    even += a[offset + list[l]];
    odd += a[offset + list[l + 1]];
  }
  if (l < count) even += a[offset + list[l]];
  return even + odd;
}

/**
 * Turns the lines of [B | anything] into [I | B⁻¹], each of length 2m, in place: the right half is overwritten.
 * Gauss-Jordan elimination with row pivoting, O(m³), yielding the operations done since the last yield. Returns
 * false when B is singular.
 */
export function* invert(lines: Float64Array[]): Generator<number, boolean, void> {
  const m = lines.length;
  lines.forEach((line, r) => line.fill(0, m).fill(1, m + r, m + r + 1));
  for (let i = 0; i < m; i++) {
    let best = i;
    for (let r = i + 1; r < m; r++) if (Math.abs(lines[r][i]) > Math.abs(lines[best][i])) best = r;
    const pivot = lines[best][i];
    if (Math.abs(pivot) < SMALLEST_PIVOT) return false;
    [lines[i], lines[best]] = [lines[best], lines[i]];
    const pivotLine = lines[i];
    for (let k = i; k < 2 * m; k++) pivotLine[k] /= pivot;
    for (let r = 0; r < m; r++) {
      if (r !== i && lines[r][i] !== 0) addScaled(lines[r], i, -lines[r][i], pivotLine, i, 2 * m - i);
    }
    yield 2 * m * m;
  }
  return true;
}
