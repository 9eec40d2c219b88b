import type { Grid, PickedCells, Players } from "../core/patches.ts";
import { imagePlayers } from "../core/superpixels.ts";
import type { Pixels } from "../core/resize.ts";
import { remembered } from "../platform/remembered.ts";

const cutOnce = remembered(
  (pixels: Pixels, rows: number, cols: number, picked: PickedCells | null, cut: Grid["cut"]): Players =>
    imagePlayers({ rows, cols, picked, cut }, pixels),
);

/** The players of an image that is cut by a grid: see `imagePlayers`; the same object for the same pixels and grid. */
export const playersOn = (pixels: Pixels, { rows, cols, picked, cut }: Grid): Players =>
  cutOnce(pixels, rows, cols, picked, cut);
