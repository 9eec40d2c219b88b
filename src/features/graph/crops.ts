import type { PatchRect } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";

/** A patch of an image, as an image of its own. */
export function cutOut({ width, rgb }: Pixels, [left, top, across, down]: PatchRect): Pixels {
  const cut = new Uint8Array(3 * across * down);
  for (let row = 0; row < down; row++) {
    const from = 3 * ((top + row) * width + left);
    cut.set(rgb.subarray(from, from + 3 * across), 3 * row * across);
  }
  return { width: across, height: down, rgb: cut };
}
