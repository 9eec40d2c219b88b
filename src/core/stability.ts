/** Stability of effects to noise on the input (paper, Eq. 10). */
import { orderOf } from "./masks.ts";
import { checkEffects, eachMask, KINDS, type Effects } from "./interactions.ts";
import { isSalient, tauOf } from "./salience.ts";

/** The stability of one order's salient concepts, kinds together. */
export interface OrderStability {
  /** Mean over concepts of |mean over draws| / standard deviation over draws; null when no concept counts. */
  readonly ratio: number | null;
  /** Concepts in the mean. */
  readonly concepts: number;
  /** Salient concepts left out because every draw gave the same effect up to rounding, so that the ratio is infinite or 0/0. */
  readonly leftOut: number;
}

/** Draws that differ by less than this share of the largest are equal: scores are known to about as much. */
const ROUNDING = 1e-4;

/**
 * |mean| / standard deviation (n − 1 in the denominator) of one effect over draws; null when all draws are equal up to rounding.
 *
 * @param draws `[draws]`, nats.
 * @throws RangeError on fewer than two draws, or a draw that is not finite.
 */
export function signalToNoise(draws: ArrayLike<number>): number | null {
  if (draws.length < 2) throw new RangeError(`stability needs at least 2 draws, got ${draws.length}`);
  let sum = 0;
  let [least, most] = [Infinity, -Infinity];
  for (let d = 0; d < draws.length; d++) {
    if (!Number.isFinite(draws[d])) throw new RangeError(`draw ${d} must be finite, got ${draws[d]}`);
    sum += draws[d];
    least = Math.min(least, draws[d]);
    most = Math.max(most, draws[d]);
  }
  if (most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most))) return null;
  const mean = sum / draws.length;
  let squares = 0;
  for (let d = 0; d < draws.length; d++) squares += (draws[d] - mean) ** 2;
  // Draws so small that their squares vanish have no measurable variance either.
  return squares === 0 ? null : Math.abs(mean) / Math.sqrt(squares / (draws.length - 1));
}

/**
 * Eq. 10 on one image: per order, the mean signal-to-noise ratio of the concepts that are salient on the clean image.
 *
 * @param clean effects on the clean image.
 * @param draws effects on the image with noise, one entry per draw, at least two, each solved anew with the clean κ.
 * @returns `[n]`, index order − 1.
 * @throws RangeError on fewer than two draws, bad effects, draws of another n, or a fraction outside 0 … 1.
 * Costs O(draws · effects).
 */
export function stabilityRatio(clean: Effects, draws: readonly Effects[], tauFraction: number): OrderStability[] {
  const n = checkEffects(clean);
  const tau = tauOf(clean, tauFraction);
  if (draws.length < 2) throw new RangeError(`stability needs at least 2 draws, got ${draws.length}`);
  draws.forEach((draw, d) => {
    if (checkEffects(draw) !== n)
      throw new RangeError(`draw ${d} has ${draw.n} players, the clean image has ${clean.n}`);
  });
  const sums = Array.from({ length: n }, () => ({ ratios: 0, concepts: 0, leftOut: 0 }));
  for (const kind of KINDS) {
    eachMask([clean[kind], ...draws.map((draw) => draw[kind])], (mask, effects) => {
      if (!isSalient(effects[0], tau)) return;
      const ofOrder = sums[orderOf(mask) - 1];
      const ratio = signalToNoise(effects.subarray(1));
      if (ratio === null) ofOrder.leftOut++;
      else {
        ofOrder.concepts++;
        ofOrder.ratios += ratio;
      }
    });
  }
  return sums.map(({ ratios, concepts, leftOut }) => ({
    ratio: concepts === 0 ? null : ratios / concepts,
    concepts,
    leftOut,
  }));
}
