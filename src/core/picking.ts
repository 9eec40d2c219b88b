/** Suggestions of cells to pick as players; whoever makes one gets the cells, and may change them. */
import { baselinePixels, type BaselineKind } from "./baseline.ts";
import { cellRect, MAX_GRID_SIDE, MIN_PICKED, pickedCells, type Grid, type Others } from "./patches.ts";
import { mulberry32 } from "./random.ts";
import type { Pixels } from "./resize.ts";

type Sides = Pick<Grid, "rows" | "cols">;

/** Every way to suggest cells. */
export const PICKS = ["centre", "foreground"] as const;

/**
 * How cells are suggested: `centre`: drawn of the `from` rows x columns in the middle; `foreground`: those that differ most from the baseline, which
 * depends on the image.
 */
export interface PickRule extends Sides {
  readonly pick: (typeof PICKS)[number];
  /** All cells but the outermost where it is left out; of `centre` only. */
  readonly from?: readonly [rows: number, cols: number] | undefined;
  readonly count: number;
  /** Of `centre` only. */
  readonly seed?: number | undefined;
  readonly others: Others;
  readonly cut?: Grid["cut"];
}

/** What cells are drawn by where nothing else is said, so that all images have the same ones. */
export const DEFAULT_SEED = 1;

/** The middle that cells are drawn of where nothing else is said: all but the outermost. */
export function defaultFrom({ rows, cols }: Sides): readonly [rows: number, cols: number] {
  return [Math.max(1, rows - 2), Math.max(1, cols - 2)];
}

/** How many cells a rule can suggest at most. */
export function mostPicked({ pick, from, ...sides }: Omit<PickRule, "count" | "seed" | "others">): number {
  const [rows, cols] = pick === "centre" ? (from ?? defaultFrom(sides)) : [sides.rows, sides.cols];
  return rows * cols;
}

/** The first thing about a rule that does not fit, or null: see `gridBy`. */
export function problemOfRule(rule: Omit<PickRule, "seed" | "others">): "sides" | "from" | "count" | null {
  const { rows, cols, from, count } = rule;
  const isWithin = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  if (!isWithin(rows, 1, MAX_GRID_SIDE) || !isWithin(cols, 1, MAX_GRID_SIDE)) return "sides";
  if (from !== undefined && !(isWithin(from[0], 1, rows) && isWithin(from[1], 1, cols))) return "from";
  return isWithin(count, MIN_PICKED, mostPicked(rule)) ? null : "count";
}

/**
 * The grid with the cells that a rule suggests for an image that is hidden by a baseline.
 *
 * @throws RangeError where `problemOfRule` finds one, or the image has fewer pixels than rows or columns.
 */
export function gridBy(
  { rows, cols, pick, from, count, seed = DEFAULT_SEED, others, cut }: PickRule,
  image: Pixels,
  baseline: BaselineKind,
  datasetMean: readonly [number, number, number],
): Grid {
  const sides = { rows, cols };
  const cells =
    pick === "centre"
      ? drawnCells(centralCells(sides, from ?? defaultFrom(sides)), count, seed)
      : foregroundCells(sides, image, baselinePixels(baseline, image, datasetMean), count);
  return { rows, cols, picked: pickedCells(rows, cols, cells, others), ...(cut !== undefined && { cut }) };
}

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
