/** The step at which something happens first, and to which index with which sign. */
export interface PathEvent {
  readonly step: number;
  readonly index: number;
  readonly sign: 1 | -1;
}

/** What stops λ: an effect at zero or a dual at zero (index: its place), a residual or a price at its bound (its mask or column). */
export type Stop = PathEvent & { readonly kind: "effect" | "row" | "dual" | "column" };

/*
 * Each function finds the first of its kind as everything moves from x to x + step · rate, before `limit`; a rate of at
 * most `smallest` is rounding, and no event comes of it.
 */

/** The first effect z_k (places 1 to m − 1 of the basis) to reach 0; `u` its rate, `sigma` its sign. Cost O(m). */
export function firstZeroEffect(
  z: Float64Array,
  u: Float64Array,
  sigma: Float64Array,
  m: number,
  smallest: number,
  limit: number,
): PathEvent | null {
  let step = limit;
  let index = -1;
  for (let k = 1; k < m; k++) {
    const speed = -u[k] * sigma[k];
    if (speed <= smallest) continue;
    const candidate = Math.max(0, (z[k] * sigma[k]) / speed);
    if (candidate < step) {
      step = candidate;
      index = k;
    }
  }
  return index < 0 ? null : { step, index, sign: 1 };
}

/** The first dual t_r (places of rows) to reach 0; `w` its rate, `s` the sign of its row's residual. Cost O(m). */
export function firstZeroDual(
  t: Float64Array,
  w: Float64Array,
  s: Float64Array,
  m: number,
  smallest: number,
  limit: number,
): PathEvent | null {
  let step = limit;
  let index = -1;
  for (let r = 0; r < m; r++) {
    // t has the sign opposite to the residual, so it falls to 0 where w has the residual's sign.
    const speed = w[r] * s[r];
    if (speed <= smallest) continue;
    const candidate = Math.max(0, (-t[r] * s[r]) / speed);
    if (candidate < step) {
      step = candidate;
      index = r;
    }
  }
  return index < 0 ? null : { step, index, sign: 1 };
}
