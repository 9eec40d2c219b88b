/** Suggestions of cells to pick as players; whoever makes one gets the cells, and may change them. */
import { cellRect, type Grid } from "./patches.ts";
import { mulberry32 } from "./random.ts";
import type { Pixels } from "./resize.ts";

type Sides = Pick<Grid, "rows" | "cols">;

/** The rows x columns of cells in a grid's middle, row-major, a cell nearer to the top left where there is no middle. */
export function centralCells({ rows, cols }: Sides, [height, width]: readonly [rows: number, cols: number]): number[] {
  for (const [name, size, within] of [
    ["rows", height, rows],
    ["columns", width, cols],
  ] as const) {
    if (!Number.isInteger(size) || size < 1 || size > within)
      throw new RangeError(`${name} in the middle must be 1 to ${within}, got ${size}`);
  }
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((cols - width) / 2)];
  return Array.from({ length: height * width }, (_, i) => (top + Math.floor(i / width)) * cols + left + (i % width));
}

/**
 * `count` of the cells, drawn without putting back, every choice as likely as every other; the same for the same seed. Ascending.
 *
 * @param seed a whole number.
 * @throws RangeError when there are fewer cells than are to be drawn.
 */
export function drawnCells(cells: readonly number[], count: number, seed: number): number[] {
  if (!Number.isInteger(count) || count < 1 || count > cells.length)
    throw new RangeError(`count must be 1 to ${cells.length}, got ${count}`);
  const random = mulberry32(seed);
  const left = [...cells];
  // Fisher and Yates, as far as is needed.
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (left.length - i));
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left.slice(0, count).toSorted((a, b) => a - b);
}

/**
 * The `count` cells that differ most from what would hide them: by the mean |image − baseline| over their pixels and channels, so that a cell
 * which is a pixel wider is none the stronger; of equal ones those nearer to the top left. Ascending. Costs O(width · height).
 *
 * @param hidden `[height·width·3]`, 0 … 255: see `baselinePixels`.
 * @throws RangeError when the grid has fewer cells than are to be picked.
 */
export function foregroundCells({ rows, cols }: Sides, image: Pixels, hidden: Float32Array, count: number): number[] {
  if (!Number.isInteger(count) || count < 1 || count > rows * cols)
    throw new RangeError(`count must be 1 to ${rows * cols}, got ${count}`);
  const { width, height, rgb } = image;
  const difference = Array.from({ length: rows * cols }, (_, cell) => {
    const [left, top, across, down] = cellRect(cell, { rows, cols, width, height });
    let sum = 0;
    for (let y = top; y < top + down; y++) {
      for (let at = 3 * (y * width + left); at < 3 * (y * width + left + across); at++)
        sum += Math.abs(rgb[at]! - hidden[at]!);
    }
    return sum / (across * down);
  });
  return Array.from(difference.keys())
    .toSorted((a, b) => difference[b]! - difference[a]! || a - b)
    .slice(0, count)
    .toSorted((a, b) => a - b);
}
