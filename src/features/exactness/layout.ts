import { identityStable } from "../../core/and-or.ts";
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
