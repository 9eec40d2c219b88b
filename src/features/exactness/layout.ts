import { identityStable } from "../../core/and-or.ts";
import { KINDS, type SampleQuality } from "../../core/interactions.ts";
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

/** The mean share of half-samples that choose a layer's salient effects again; null where it has none, or nobody asked. */
export function meanChosenAgain({ interactions, tau }: SolvedLayer): number | null {
  const { frequency } = interactions.sampled ?? {};
  if (frequency === undefined) return null;
  const shares = KINDS.flatMap((kind) =>
    [...frequency[kind]].filter((_, i) => Math.abs(interactions[kind].effects[i]!) > tau),
  );
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
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
