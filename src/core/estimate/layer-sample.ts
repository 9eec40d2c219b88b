/** What a fit is given of a sample: plain data that crosses threads. */
import { hasPlayer, type Masks } from "../masks.ts";
import { bitColumn, type BitColumn } from "./bit-columns.ts";
import type { Touching } from "./neighbourhoods.ts";
import { endsOf, isHeldOut } from "./sample.ts";

/** The masks of a sample, in their order, with what is known of the players. */
export interface LayerSample {
  readonly n: number;
  /** How many masks. */
  readonly rows: number;
  /** The ends come first; behind them random masks. */
  readonly ends: number;
  /** Which rows show each player. `[n]` */
  readonly players: readonly BitColumn[];
  /** Which random rows no fit sees before its R² is told. */
  readonly heldOut: BitColumn;
  /** Which players touch; nobody where nothing is known of where they lie. */
  readonly touches: Touching;
  readonly seed: number;
  /** How many half-samples the selection is repeated on, 0 for none. */
  readonly halves: number;
}

/** The sample of masks in the order of `sampleMasks`, or a part of them in that order, with so many ends first. */
export function layerSample(
  n: number,
  masks: Masks,
  touches: Touching,
  seed: number,
  halves = 0,
  ends = Math.min(masks.length, endsOf(n).length),
): LayerSample {
  if (touches.length !== n) throw new RangeError(`touches must be of ${n} players, got ${touches.length}`);
  const rows = masks.length;
  return {
    n,
    rows,
    ends,
    players: Array.from({ length: n }, (_, player) => bitColumn(rows, (row) => hasPlayer(masks[row], player))),
    heldOut: bitColumn(rows, (row) => isHeldOut(row, ends)),
    touches,
    seed,
    halves,
  };
}
