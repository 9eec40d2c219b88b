import { isSalient } from "../core/salience.ts";
import { KINDS, type Kind } from "../core/tracks.ts";
import type { SolvedLayer } from "./exploration.ts";
import type { Snapshot } from "./snapshot.ts";

/** Scores agree within this share of max(1, |v|): what runtimes and processors differ by at most. */
export const SCORE_TOLERANCE = 1e-4;

/** Salience may flip this close to τ, as a share of it, without meaning anything. */
const NEAR_TAU = 0.01;

/** How a picture from elsewhere compares with the same question computed here. */
export interface Verification {
  /** The scores are within SCORE_TOLERANCE and no concept differs. */
  readonly agrees: boolean;
  /** Largest |v here − v there| / max(1, |v|) over what was compared. */
  readonly scoreDifference: number;
  /** Whether v was compared at every mask, or only with everything and with nothing shown. */
  readonly compared: "all" | "ends";
  /** Concepts that are salient in one of the two only, at some layer, and not merely close to τ. */
  readonly differing: readonly { readonly kind: Kind; readonly mask: number }[];
}

/** Whether two pictures answer the same question about the same pixels with the same network. */
export function sameQuestion(a: Snapshot, b: Snapshot): boolean {
  return a.model.sha256 === b.model.sha256 && a.image.sha256 === b.image.sha256
    && a.players.rows === b.players.rows && a.players.cols === b.players.cols && a.baseline === b.baseline && a.target.index === b.target.index
    && a.tauFraction === b.tauFraction && a.kappaFraction === b.kappaFraction && a.kappaOf === b.kappaOf && a.layers.length === b.layers.length;
}

/** Compares a picture from elsewhere with one computed here; RangeError unless they answer the same question. Costs O(layers · 2^n). */
export function verify(there: Snapshot, here: Snapshot): Verification {
  if (!sameQuestion(there, here)) throw new RangeError("the two snapshots answer different questions");
  const all = there.values !== null && here.values !== null;
  const scoreDifference = all
    ? Math.max(...there.values.map((v, layer) => largestDifference(v, here.values![layer]!)))
    : Math.max(...there.layers.map(({ vEmpty, vFull }, layer) => largestDifference([vEmpty, vFull], [here.layers[layer]!.vEmpty, here.layers[layer]!.vFull])));
  const differing = KINDS.flatMap((kind) => differingMasks(kind, there, here).map((mask) => ({ kind, mask })));
  return { agrees: scoreDifference <= SCORE_TOLERANCE && differing.length === 0, scoreDifference, compared: all ? "all" : "ends", differing };
}

function largestDifference(there: ArrayLike<number>, here: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < there.length; i++) largest = Math.max(largest, Math.abs(there[i]! - here[i]!) / Math.max(1, Math.abs(here[i]!)));
  return largest;
}

function differingMasks(kind: Kind, there: Snapshot, here: Snapshot): number[] {
  const masks = new Set<number>();
  there.layers.forEach((layer, l) => {
    const other = here.layers[l]!;
    for (let mask = 1; mask < layer.andOr[kind].length; mask++) {
      if (salient(layer, kind, mask) !== salient(other, kind, mask) && !nearTau(other, kind, mask)) masks.add(mask);
    }
  });
  return [...masks];
}

const salient = ({ andOr, tau }: SolvedLayer, kind: Kind, mask: number): boolean => isSalient(andOr[kind][mask]!, tau);

function nearTau({ andOr, tau }: SolvedLayer, kind: Kind, mask: number): boolean {
  return Math.abs(Math.abs(andOr[kind][mask]!) - tau) <= NEAR_TAU * tau;
}
