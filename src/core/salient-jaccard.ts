import { eachMask, KINDS, type Effects } from "./interactions.ts";
import { DEFAULT_TAU_FRACTION, isSalient, tauOf } from "./salience.ts";

/**
 * Jaccard index of the salient concepts of two decompositions of one image, signs ignored: size of what both hold over size of what either
 * holds; null when neither holds any. Of two probes of one layer, which differ by noise only, its mean over images and pairs of replicates is the
 * layer's probe agreement; of two neighbouring layers it is the later one's layer agreement. Linear in the effects.
 *
 * @throws RangeError on bad effects, or a fraction outside 0 … 1.
 */
export function salientJaccard(a: Effects, b: Effects, tauFraction: number = DEFAULT_TAU_FRACTION): number | null {
  const [tauA, tauB] = [tauOf(a, tauFraction), tauOf(b, tauFraction)];
  let both = 0;
  let either = 0;
  for (const kind of KINDS) {
    eachMask([a[kind], b[kind]], (_, [effectA, effectB]) => {
      const inA = isSalient(effectA, tauA);
      const inB = isSalient(effectB, tauB);
      if (inA && inB) both++;
      if (inA || inB) either++;
    });
  }
  return either === 0 ? null : both / either;
}

/** Mean of `salientJaccard` over all pairs of fits of one layer; null where no pair holds any concept. Costs O(fits² · effects). */
export function fitAgreement(fits: readonly Effects[]): number | null {
  const pairs = fits
    .flatMap((a, i) => fits.slice(i + 1).map((b) => salientJaccard(a, b)))
    .filter((pair) => pair !== null);
  return pairs.length === 0 ? null : pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
}

/**
 * Per layer how far its salient concepts agree with those of the layer before on the same image (`salientJaccard`): what one image changes from layer
 * to layer, to be held against what two fits of one layer's probe differ by. Null for the first layer, where either layer is missing, and where
 * neither holds any concept.
 *
 * @param layers from the input side to the output; null where not solved yet.
 */
export function layerAgreements(
  layers: readonly (Effects | null)[],
  tauFraction: number = DEFAULT_TAU_FRACTION,
): (number | null)[] {
  return layers.map((layer, l) => {
    const before = l === 0 ? null : layers[l - 1];
    return layer === null || before === null ? null : salientJaccard(before, layer, tauFraction);
  });
}

/**
 * Whether a layer's change is no more than noise: it agrees with the layer before (`layerAgreement`) no less than two fits of its own probe agree with
 * each other (`probeAgreement`). Both must be of the same images and the same κ: a larger κ leaves fewer concepts, which agree more. False where either
 * is not known.
 */
export function isWithinNoise(layerAgreement: number | null, probeAgreement: number | null): boolean {
  return layerAgreement !== null && probeAgreement !== null && layerAgreement >= probeAgreement;
}
