import type { Joined } from "../core/lives.ts";
import { completeness, orderStrengths, redundancy, type OrderStrength, type ShareByOrder } from "../core/metrics.ts";
import { shapleyValues } from "../core/shapley.ts";
import { pictureTracks, tracksOf, type PictureTrack, type PictureTracks, type Track } from "../core/tracks.ts";
import type { SolvedLayer } from "./exploration.ts";

/** What follows from solved layers: files and tables carry it, pictures do not. */
export interface Derived {
  /** Every concept that is salient at some layer. */
  readonly tracks: readonly Track[];
  /** Eq. 6-8 per layer, order, kind and sign, in units of the layer's scale. */
  readonly orders: readonly OrderStrength[];
  readonly completeness: readonly ShareByOrder[];
  readonly redundancy: readonly ShareByOrder[];
  /** Per layer [n], nats. */
  readonly shapley: readonly Float64Array[];
}

/** The rows of the main picture. Costs O(layers · effects). */
export function pictureOf(layers: readonly Pick<SolvedLayer, "interactions" | "joinsNext">[]): PictureTracks {
  return pictureTracks(
    layers.map(({ interactions }) => interactions),
    { joined: joinedOf(layers) },
  );
}

/** Across which layers lives are steadied. */
export const joinedOf = (layers: readonly Pick<SolvedLayer, "joinsNext">[]): Joined =>
  layers.map(({ joinsNext }) => joinsNext === true);

/** Every row of a picture, those folded into "others" behind those shown. */
export function rowsOf({ shown, others }: PictureTracks): readonly PictureTrack[] {
  return [...shown, ...others.kept, ...others.lost, ...others.transient];
}

/** All that follows from the solved layers. Costs O(layers · n · effects). */
export function derive(layers: readonly SolvedLayer[], tauFraction: number): Derived {
  const effects = layers.map(({ interactions }) => interactions);
  const orders = orderStrengths(
    effects,
    layers.map(({ scale }) => scale),
    tauFraction,
  );
  return {
    tracks: tracksOf(effects, tauFraction),
    orders,
    completeness: completeness(orders),
    redundancy: redundancy(orders),
    shapley: effects.map(shapleyValues),
  };
}
