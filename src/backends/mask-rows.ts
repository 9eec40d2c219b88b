import { patchesOf, type Mask } from "../core/masks.ts";
import { NO_PLAYER } from "../core/patches.ts";
import { KEPT_COLUMNS } from "../models/masked-graph.ts";

/** The column of every pixel's player [H·W] for a graph that masks its own input; pixels of no player take the last, which is always 0. */
export function ownerColumns(owner: Uint16Array): Int32Array<ArrayBuffer> {
  return Int32Array.from(owner, (player) => (player === NO_PLAYER ? KEPT_COLUMNS - 1 : player));
}

/**
 * Masks as such a graph takes them: [batchSize, KEPT_COLUMNS], 1 where the player is shown. Rows beyond the masks repeat the last one, so that
 * every batch has one shape. RangeError on no masks or too many.
 */
export function keptRows(masks: ArrayLike<Mask>, batchSize: number): Float32Array<ArrayBuffer> {
  if (masks.length < 1 || masks.length > batchSize)
    throw new RangeError(`masks must be 1 … ${batchSize}, got ${masks.length}`);
  const rows = new Float32Array(batchSize * KEPT_COLUMNS);
  for (let b = 0; b < batchSize; b++) {
    for (const player of patchesOf(masks[Math.min(b, masks.length - 1)]!)) rows[b * KEPT_COLUMNS + player] = 1;
  }
  return rows;
}
