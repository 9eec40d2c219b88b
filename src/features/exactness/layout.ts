import { identityStable } from "../../core/and-or.ts";
import type { SampleQuality } from "../../core/interactions.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";

/** Indices of the layers whose concepts might as well be others (method B). */
export function unstableLayers(layers: readonly SolvedLayer[]): number[] {
  return indicesWhere(layers, ({ interactions }) => !identityStable(interactions.exactness));
}

function indicesWhere(layers: readonly SolvedLayer[], holds: (layer: SolvedLayer) => boolean): number[] {
  return layers.flatMap((layer, index) => (holds(layer) ? [index] : []));
}

/** Indices of the layers whose scale is this image's own span, for want of one in the model. */
export function ownScaleLayers(layers: readonly SolvedLayer[]): number[] {
  return indicesWhere(layers, ({ scaleFrom }) => scaleFrom === "image");
}

/** The estimated layer whose effects say least of the held-out masks; null where none is estimated. */
export function leastTold(
  layers: readonly SolvedLayer[],
): { readonly layer: SolvedLayer; readonly sampled: SampleQuality } | null {
  const told = layers.flatMap((layer) => {
    const { sampled } = layer.interactions;
    return sampled === undefined ? [] : [{ layer, sampled }];
  });
  return told.toSorted((a, b) => a.sampled.heldOutR2 - b.sampled.heldOutR2)[0] ?? null;
}
