/** The step at which something happens first, and to which index with which sign. */
export interface PathEvent {
  readonly step: number;
  readonly index: number;
  readonly sign: 1 | -1;
}

/** A rate smaller than this is rounding: no event comes of it. Rates are of size 1, rounded at 1e-13 or so. */
const SMALLEST_ROW_RATE = 1e-10;
/** The same for entering columns and leaving rows, where the rate is the next pivot and divides the inverse. */
const SMALLEST_PIVOT = 1e-9;

/**
 * The first inactive row T to reach ±κ as κ falls by `step`, before `limit`. `rate` [2^n] is d(residual)/dκ, `active`
 * [2^n] is 1 at the active rows. Cost O(2^n).
 */
export function firstRowEvent(
  residual: Float64Array, rate: Float64Array, active: Uint8Array, kappa: number, limit: number,
): PathEvent | null {
  let step = limit;
  let index = -1;
  let sign: 1 | -1 = 1;
  for (let row = 0; row < residual.length; row++) {
    if (Math.abs(residual[row] - step * rate[row]) <= kappa - step || active[row] === 1) continue;
    const reached = residual[row] - step * rate[row] > 0 ? 1 : -1;
    const closing = 1 - reached * rate[row];
    if (closing < SMALLEST_ROW_RATE) continue;
    step = Math.max(0, (kappa - reached * residual[row]) / closing);
    index = row;
    sign = reached;
  }
  return index < 0 ? null : { step, index, sign };
}

/**
 * The first effect z_k (places 1 to m − 1 of the basis) to reach 0 as κ falls by `step`, before `limit`; `u` = dz/dκ,
 * `sigma` the signs of z. Cost O(m).
 */
export function firstZeroEffect(z: Float64Array, u: Float64Array, sigma: Float64Array, m: number, limit: number): PathEvent | null {
  let step = limit;
  let index = -1;
  for (let k = 1; k < m; k++) {
    if (u[k] * sigma[k] <= SMALLEST_ROW_RATE) continue;
    const candidate = Math.max(0, z[k] / u[k]);
    if (candidate < step) {
      step = candidate;
      index = k;
    }
  }
  return index < 0 ? null : { step, index, sign: 1 };
}

/**
 * The first inactive column to reach |g_j| = c_j along dg, before `limit`. All of length 2·2^n. `sign` is that of g_j
 * there. Cost O(2^n).
 */
export function firstColumnEvent(
  g: Float64Array, dg: Float64Array, costs: Float64Array, active: Uint8Array, limit: number,
): PathEvent | null {
  let step = limit;
  let index = -1;
  for (let column = 0; column < g.length; column++) {
    if (Math.abs(g[column] + step * dg[column]) <= costs[column] || active[column] === 1) continue;
    const rate = Math.abs(dg[column]);
    if (rate < SMALLEST_PIVOT) continue;
    const candidate = Math.max(0, (costs[column] - (dg[column] < 0 ? -g[column] : g[column])) / rate);
    if (candidate >= step) continue;
    step = candidate;
    index = column;
  }
  return index < 0 ? null : { step, index, sign: dg[index] > 0 ? 1 : -1 };
}

/** The first dual t_r (places of rows) to reach 0 along dt, before `limit`; `s` the signs of t. Cost O(m). */
export function firstZeroDual(t: Float64Array, dt: Float64Array, s: Float64Array, m: number, limit: number): PathEvent | null {
  let step = limit;
  let index = -1;
  for (let r = 0; r < m; r++) {
    // t has the sign opposite to the residual, so it falls to 0 where dt has the residual's sign.
    const rate = dt[r] * s[r];
    if (rate <= SMALLEST_PIVOT) continue;
    const candidate = Math.max(0, (-t[r] * s[r]) / rate);
    if (candidate < step) {
      step = candidate;
      index = r;
    }
  }
  return index < 0 ? null : { step, index, sign: 1 };
}
