import { gridPlayers } from "../../src/core/patches.ts";
import type { Pixels } from "../../src/core/resize.ts";
import { composeBatch, prepareInput } from "../../src/models/masked-batch.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";

/** Probes are fitted and tested with patches of this grid hidden. */
const GRID = 4;

/** Number of patches that may be hidden. */
export const PATCHES = GRID * GRID;

/** Everything shown. */
export const ALL_SHOWN = 2 ** PATCHES - 1;

/** A mask (bit i: patch i shown) that hides `count` patches drawn at random. */
export function hideRandomly(count: number, random: () => number): number {
  const order = Array.from({ length: PATCHES }, (_, i) => i);
  let mask = ALL_SHOWN;
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (PATCHES - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
    mask &= ~(1 << order[i]!);
  }
  return mask;
}

/** The mask of a training image: nothing hidden in half of them, else a uniformly drawn number, none to all, of the patches. */
export function drawTrainingMask(random: () => number): number {
  return random() < 0.5 ? ALL_SHOWN : hideRandomly(Math.floor(random() * (PATCHES + 1)), random);
}

/** One masked image as a tensor [3, height, width], hidden patches at the data set's mean; written into `tensor`. */
export function writeMasked(image: Pixels, mask: number, manifest: ModelManifest, tensor: Float32Array): void {
  const players = gridPlayers(GRID, GRID, image.width, image.height);
  composeBatch(prepareInput({ image, players, baseline: "mean" }, manifest), [mask], tensor);
}
