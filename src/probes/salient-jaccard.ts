import { eachMask, KINDS, type Effects } from "../core/interactions.ts";
import { DEFAULT_TAU_FRACTION, isSalient, tauOf } from "../core/salience.ts";

/**
 * Jaccard index of the salient concepts of two decompositions of the same layer and image, signs ignored: size of what both
 * hold over size of what either holds; null when neither holds any. Two probes of one layer differ by noise only: its mean
 * over images and pairs of replicates is the layer's probe agreement. Linear in the effects.
 */
export function salientJaccard(a: Effects, b: Effects, tauFraction: number = DEFAULT_TAU_FRACTION): number | null {
  const [tauA, tauB] = [tauOf(a, tauFraction), tauOf(b, tauFraction)];
  let both = 0;
  let either = 0;
  for (const kind of KINDS) {
    eachMask([a[kind], b[kind]], (_, [effectA, effectB]) => {
      const inA = isSalient(effectA!, tauA);
      const inB = isSalient(effectB!, tauB);
      if (inA && inB) both++;
      if (inA || inB) either++;
    });
  }
  return either === 0 ? null : both / either;
}
