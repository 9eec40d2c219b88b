/** Functions on masks for tests of what is estimated of them. */
import type { Kind } from "../interactions.ts";
import { isWithin, maskOf, meets, type Mask } from "../masks.ts";
import { normals } from "../random.ts";
import { layerSample, type LayerSample } from "./layer-sample.ts";
import type { Touching } from "./neighbourhoods.ts";
import { sampleMasks } from "./sample.ts";

/** What a function is made of. */
export type Planted = readonly (readonly [kind: Kind, players: readonly number[], effect: number])[];

/** v of a mask. */
export function plantedValue(planted: Planted, mask: Mask): number {
  return planted.reduce((sum, [kind, players, effect]) => {
    const set = maskOf(players);
    return (kind === "and" ? isWithin(set, mask) : meets(set, mask)) ? sum + effect : sum;
  }, 0);
}

/** Nobody touches. */
export const apart = (n: number): Touching => Array.from({ length: n }, () => []);

/** A sample with v of a planted function, and noise of this standard deviation. */
export function sampled(
  planted: Planted,
  {
    n,
    masks: count,
    touches = apart(n),
    noise = 0,
    seed = 1,
  }: { n: number; masks: number; touches?: Touching; noise?: number; seed?: number },
): { sample: LayerSample; v: Float64Array } {
  const masks = sampleMasks(n, count, seed);
  const drawn = normals(seed + 1, count);
  return {
    sample: layerSample(n, masks, touches, seed),
    v: Float64Array.from(masks, (mask, row) => plantedValue(planted, mask) + noise * drawn[row]!),
  };
}
