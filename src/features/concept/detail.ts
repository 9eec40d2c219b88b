import { effectAt, errorAt } from "../../core/interactions.ts";
import { orderOf } from "../../core/masks.ts";
import { isSalient, tauOf } from "../../core/salience.ts";
import type { PictureTrack } from "../../core/tracks.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { RowFirmness } from "../../exploration/firmness.ts";
import type { ConceptId } from "../../session/shape.ts";
import type { NatsPerUnit } from "../../session/units.ts";

/** A concept at one layer. */
export interface DetailLayer {
  readonly name: string;
  /** In the picture's units; null while the layer is not solved. */
  readonly effect: number | null;
  /** Salience threshold, in the same; null while the layer is not solved. */
  readonly tau: number | null;
  /** Standard deviation of the replicates' effects, in the same; null where there are none, as at the output. */
  readonly sd: number | null;
  /** Standard error of an estimated effect, in the same; null of an exact one. */
  readonly error: number | null;
  /** Whether the picture draws a cell here. */
  readonly alive: boolean;
}

/** Everything the detail says about one concept. */
export interface Detail extends ConceptId {
  readonly order: number;
  /** Its life in the picture; null while that is not known or when it never comes alive. */
  readonly track: PictureTrack | null;
  /** Whether it is known how concepts live: not while layers are missing, or stand in for others that are still to come. */
  readonly livesKnown: boolean;
  /** How sure its row is; null without one, and where nobody looked. */
  readonly sure: RowFirmness | null;
  readonly layers: readonly DetailLayer[];
}

/**
 * One concept through the layers.
 *
 * @param layers solved layers, null where none is yet; @param tracks every row of the picture, shown or not, null while that is not known;
 * @param per what one of the picture's units is at each layer, nats; @param sure how sure its row is.
 */
export function detailOf(
  concept: ConceptId,
  names: readonly string[],
  layers: readonly (SolvedLayer | null)[],
  tracks: readonly PictureTrack[] | null,
  per: NatsPerUnit,
  sure: RowFirmness | null = null,
): Detail {
  const { kind, mask } = concept;
  const track = tracks?.find((candidate) => candidate.kind === kind && candidate.mask === mask) ?? null;
  const aliveIn = (layer: SolvedLayer, l: number): boolean =>
    track === null
      ? tracks === null && isSalient(effectAt(layer.interactions, kind, mask), tauOf(layer.interactions))
      : track.lives.some(({ first, last }) => first <= l && l <= last);
  return {
    kind,
    mask,
    order: orderOf(mask),
    track,
    livesKnown: tracks !== null,
    sure,
    layers: names.map((name, l) => {
      const layer = layers[l] ?? null;
      const unit = per[l] ?? null;
      if (layer === null || unit === null)
        return { name, effect: null, tau: null, sd: null, error: null, alive: false };
      const effect = effectAt(layer.interactions, kind, mask);
      // The last column is the network's own answer.
      const hasFits = sure !== null && sure.replicates > 0 && l < names.length - 1;
      const sd = hasFits ? sure.concept.effectSd[l]! / unit : null;
      const nats = errorAt(layer.interactions, kind, mask);
      const error = nats === null ? null : nats / unit;
      return { name, effect: effect / unit, tau: layer.tau / unit, sd, error, alive: aliveIn(layer, l) };
    }),
  };
}

/** Half a bar of the chart, in the picture's units: the standard error of an estimate, else the replicates' standard deviation; null where neither is known. */
export const barOf = ({ error, sd }: Pick<DetailLayer, "error" | "sd">): number | null => error ?? sd;

/** Why a concept has no row: how concepts live is not known yet, it is below τ at every layer, or it is above somewhere and yet alive nowhere. */
export type WithoutLife = "unknown" | "below" | "nowhere";

/** Null where it has one. */
export function withoutLife({ track, livesKnown, layers }: Detail): WithoutLife | null {
  if (track !== null) return null;
  if (!livesKnown) return "unknown";
  return layers.every(({ effect, tau }) => effect !== null && tau !== null && !isSalient(effect, tau))
    ? "below"
    : "nowhere";
}
