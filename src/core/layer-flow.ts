import type { Track } from "./tracks.ts";

/** The strength that passes from one layer to the next, in the units of the effects. */
export interface FlowGap {
  /** Of concepts alive at the later layer only, at that layer. */
  readonly born: number;
  /** Of concepts alive at both, at the earlier layer. */
  readonly keptBefore: number;
  /** Of the same concepts at the later layer. */
  readonly keptAfter: number;
  /** Of concepts alive at the earlier layer only, at that layer. */
  readonly died: number;
}

/** `totals[l]` = `gaps[l].keptBefore + gaps[l].died` = `gaps[l − 1].keptAfter + gaps[l − 1].born`, in the units of the effects. */
export interface LayerFlow {
  /** `[layers]`: Σ |effect| of the concepts alive at the layer. */
  readonly totals: readonly number[];
  /** `[layers − 1]`. */
  readonly gaps: readonly FlowGap[];
}

/** A flow whose last gap is a readout of the same features, between which nothing is born or dies: all of it passes. */
export function flowWithReadout({ totals, gaps }: LayerFlow): LayerFlow {
  const [keptBefore = 0, keptAfter = 0] = totals.slice(-2);
  return { totals, gaps: [...gaps.slice(0, -1), { born: 0, keptBefore, keptAfter, died: 0 }] };
}

/**
 * Strength born, kept and died between neighbouring layers, for the band above the main picture.
 *
 * A concept is alive where its `lives` say so: given the rows of `pictureTracks` (shown and others) the band tells the picture's own story, bridged
 * layers included. A concept that changes sign while alive counts as kept.
 *
 * @throws RangeError when layerCount is not an integer of 1 or more, or a track has another number of effects.
 */
export function layerFlow(tracks: readonly Pick<Track, "lives" | "effects">[], layerCount: number): LayerFlow {
  if (!Number.isInteger(layerCount) || layerCount < 1)
    throw new RangeError(`layerCount must be an integer of 1 or more, got ${layerCount}`);
  const totals = new Array<number>(layerCount).fill(0);
  const gaps = Array.from({ length: layerCount - 1 }, () => ({ born: 0, keptBefore: 0, keptAfter: 0, died: 0 }));
  for (const { lives, effects } of tracks) {
    if (effects.length !== layerCount)
      throw new RangeError(`every track must have ${layerCount} effects, got ${effects.length}`);
    for (const { first, last } of lives) {
      for (let l = first; l <= last; l++) {
        const strength = Math.abs(effects[l]);
        totals[l] += strength;
        if (l > 0) gaps[l - 1][l === first ? "born" : "keptAfter"] += strength;
        if (l < layerCount - 1) gaps[l][l === last ? "died" : "keptBefore"] += strength;
      }
    }
  }
  return { totals, gaps };
}
