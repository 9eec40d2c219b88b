import type { BaselineKind } from "../../core/baseline.ts";
import { cellRect, MIN_PICKED, pickedCells, type Grid, type Others } from "../../core/patches.ts";
import { defaultFrom, gridBy, mostPicked, type PickRule } from "../../core/picking.ts";
import type { Pixels } from "../../core/resize.ts";
import type { ModelManifest } from "../../models/manifest.ts";

/** Cells that are being picked: any number of them, ascending. */
export interface Draft {
  readonly rows: number;
  readonly cols: number;
  readonly cells: readonly number[];
  readonly others: Others;
}

/** Fine grids on offer, rows and columns alike, as far as an image has the pixels. */
const FINE_SIDES = [4, 6, 8, 9, 12, 14, 16] as const;

/** The grid that picking begins with where nothing is picked yet: the paper's for photographs. */
const FIRST_SIDE = 8;

/** How many cells can be asked of a suggestion. */
const COUNTS = [4, 8, 12, 16, 24, 32, 48, 64, 96, 128] as const;

/** How many cells are suggested where none are picked: the paper's number for photographs. */
const FIRST_COUNT = 12;

/** Rows and columns of the fine grids that an image is cut by, with that of a draft among them. */
export function fineGrids(
  { width, height }: Pick<Pixels, "width" | "height">,
  { rows, cols }: Pick<Draft, "rows" | "cols">,
): (readonly [rows: number, cols: number])[] {
  const sides = FINE_SIDES.filter((side) => side <= Math.min(width, height)).map((side) => [side, side] as const);
  const isThere = sides.some(([r, c]) => r === rows && c === cols);
  return isThere ? sides : [...sides, [rows, cols] as const].toSorted(([a, b], [c, d]) => a * b - c * d);
}

/** What picking begins with: what is picked, else the network's own grid with nothing picked in it, else a usual one. */
export function firstDraft(
  asked: Grid,
  { width, height }: Pick<Pixels, "width" | "height">,
  own: ModelManifest["players"],
): Draft {
  if (asked.picked !== null) return { rows: asked.rows, cols: asked.cols, ...asked.picked };
  if (own !== undefined) return { rows: own.rows, cols: own.cols, cells: [], others: own.others };
  return { rows: Math.min(FIRST_SIDE, height), cols: Math.min(FIRST_SIDE, width), cells: [], others: "hidden" };
}

/** The draft with a cell picked, or not. */
export function withCell(draft: Draft, cell: number, isPicked: boolean): Draft {
  const others = draft.cells.filter((other) => other !== cell);
  return { ...draft, cells: isPicked ? [...others, cell].toSorted((a, b) => a - b) : others };
}

/** The draft on another grid: picked are the cells that hold the middles of those that were. */
export function regridded(draft: Draft, rows: number, cols: number): Draft {
  const unit = { rows: draft.rows, cols: draft.cols, width: draft.cols, height: draft.rows };
  const cells = draft.cells.map((cell) => {
    const [x, y] = cellRect(cell, unit);
    return Math.floor(((y + 0.5) / draft.rows) * rows) * cols + Math.floor(((x + 0.5) / draft.cols) * cols);
  });
  return { ...draft, rows, cols, cells: [...new Set(cells)].toSorted((a, b) => a - b) };
}

/** How many cells a suggestion picks: as many as are wanted, else as are picked, else a usual number, as far as there are so many. */
export function suggestedCount({ rows, cols, cells }: Draft, pick: PickRule["pick"], wanted: number | null): number {
  return Math.min(mostPicked({ rows, cols, pick }), wanted ?? (cells.length < MIN_PICKED ? FIRST_COUNT : cells.length));
}

/** The numbers of cells that can be wanted of a suggestion, ascending, with the one that it would pick. */
export function countsOffered({ rows, cols }: Draft, count: number): readonly number[] {
  return [...new Set([...COUNTS.filter((offered) => offered < rows * cols), count])].toSorted((a, b) => a - b);
}

/** The draft with suggested cells; the same one where the grid has too few to choose from. */
export function suggested(
  draft: Draft,
  { pick, count, seed }: Pick<PickRule, "pick" | "count" | "seed">,
  image: Pixels,
  baseline: BaselineKind,
  mean: readonly [number, number, number],
): Draft {
  const { rows, cols, others } = draft;
  const [r, c] = defaultFrom(draft);
  if (count < MIN_PICKED) return draft;
  const from = [r, c] as const;
  const { picked } = gridBy({ rows, cols, pick, from, count, seed, others }, image, baseline, mean);
  return { ...draft, cells: picked?.cells ?? Array.from({ length: rows * cols }, (_, cell) => cell) };
}

/** What is asked with the draft; null while too few cells are picked. */
export function gridOfDraft({ rows, cols, cells, others }: Draft): Grid | null {
  return cells.length < MIN_PICKED ? null : { rows, cols, picked: pickedCells(rows, cols, cells, others) };
}
