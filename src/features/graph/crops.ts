import type { Patch } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";
import { boundsOf } from "../image/layout.ts";

/** What stands for the pixels beside a patch that is no rectangle. */
const BESIDE = 128;

/** A patch of an image, as an image of its own; plain grey beside one that is no rectangle. */
export function cutOut({ width, rgb }: Pixels, patch: Patch): Pixels {
  const [left, top, across, down] = boundsOf(patch);
  const cut = new Uint8Array(3 * across * down).fill(BESIDE);
  for (const [x, y, right, below] of patch) {
    for (let row = y; row < y + below; row++) {
      const from = 3 * (row * width + x);
      cut.set(rgb.subarray(from, from + 3 * right), 3 * ((row - top) * across + x - left));
    }
  }
  return { width: across, height: down, rgb: cut };
}
