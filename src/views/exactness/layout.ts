import { identityStable } from "../../core/and-or.ts";
import type { Layer } from "../../exploration/exploration.ts";

/** Names of the layers whose concepts might as well be others (method B). */
export function unstableLayers(layers: readonly Layer[]): string[] {
  return layers.filter(({ andOr }) => !identityStable(andOr)).map(({ name }) => name);
}

/** Names of the layers whose scale is this image's own span, for want of one in the model. */
export function ownScaleLayers(layers: readonly Layer[]): string[] {
  return layers.filter(({ scaleFrom }) => scaleFrom === "image").map(({ name }) => name);
}
