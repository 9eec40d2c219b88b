/** A function on masks that can be asked: what an estimator explains. */
import type { Interactions } from "./interactions.ts";
import { indexOfMask, type Mask, type Masks } from "./masks.ts";

/** A function on the masks of n players, several layers at once. It is made for one question, and whoever makes it can stop it. */
export interface Game {
  readonly n: number;
  readonly layerCount: number;
  /** v of each mask at each layer, `[layers][masks]`, nats. */
  values(masks: Masks): Promise<readonly Float64Array[]>;
}

/** Values where they are known. */
export interface KnownValues {
  /** Ascending. */
  readonly masks: Masks;
  /** `[layers][masks]`, nats. */
  readonly layers: readonly Float64Array[];
}

/** What an estimator answers: an explanation of each layer, and the values it looked at. */
export interface Estimate {
  /** `[layers]` */
  readonly interactions: readonly Interactions[];
  readonly values: KnownValues;
}

/** v of a mask at a layer, nats; null where it is not known. Costs O(log masks). */
export function valueAt({ masks, layers }: KnownValues, layer: number, mask: Mask): number | null {
  const at = indexOfMask(masks, mask);
  const value = at < 0 ? undefined : layers[layer]?.[at];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Per layer v of every mask, `[2^n]` indexed by mask; null where some mask is not known. */
export function valuesOfAll({ masks, layers }: KnownValues, n: number): readonly Float64Array[] | null {
  return masks.length === 2 ** n ? layers : null;
}
