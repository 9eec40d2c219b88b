import { patchesOf, type Mask } from "../../core/masks.ts";
import { cellOf, playerCount, type Grid } from "../../core/patches.ts";
import type { Kind } from "../../core/interactions.ts";

/** A glyph's box and its cells, pixels. `x`, `y` are the top left of the first cell. */
export interface GlyphShape {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  /** The side of what is drawn for a patch, no less than can be seen: larger than its cell where cells are tiny. */
  readonly mark: number;
  readonly x: number;
  readonly y: number;
  readonly rows: number;
  readonly cols: number;
  /** The top left of each player's cell. */
  readonly places: readonly (readonly [x: number, y: number])[];
}

/** The least side of a mark, pixels. */
const LEAST_MARK = 3;

/** The part of a grid that players are in: its first row and column, and how many of each. */
function frameOf({ rows, cols, picked }: Grid): readonly [row: number, col: number, rows: number, cols: number] {
  if (picked === null) return [0, 0, rows, cols];
  const [across, down] = [picked.cells.map((cell) => cell % cols), picked.cells.map((cell) => Math.floor(cell / cols))];
  const [row, col] = [Math.min(...down), Math.min(...across)];
  return [row, col, Math.max(...down) - row + 1, Math.max(...across) - col + 1];
}

/**
 * The largest grid within `width` x `height`, centred; of picked cells the part of it that they are in. Cells are whole pixels, which keeps those of
 * 3 px sharp, unless the grid is so fine that they would be smaller than two.
 */
export function glyphShape(grid: Grid, width: number, height: number): GlyphShape {
  const [top, left, rows, cols] = frameOf(grid);
  const fits = Math.min(width / cols, height / rows);
  const cell = fits < 2 ? fits : Math.floor(fits);
  const [x, y] = [Math.floor((width - cell * cols) / 2), Math.floor((height - cell * rows) / 2)];
  const places = Array.from({ length: playerCount(grid) }, (_, player) => {
    const at = cellOf(player, grid.picked);
    return [x + ((at % grid.cols) - left) * cell, y + (Math.floor(at / grid.cols) - top) * cell] as const;
  });
  return { width, height, cell, mark: Math.max(cell, LEAST_MARK), rows, cols, x, y, places };
}

/** One solid SVG path over the patches of a mask: neighbours join, since their squares touch; "" for none. */
export function patchesPath(shape: GlyphShape, mask: Mask): string {
  const { cell, mark, places } = shape;
  // A mark that is larger than its cell stands on whole pixels, which keeps it sharp.
  const start = (at: number): number => (mark > cell ? Math.round(at - (mark - cell) / 2) : at);
  return patchesOf(mask)
    .map((player) => {
      const [x, y] = places[player]!;
      return `M${start(x)} ${start(y)}h${mark}v${mark}h${-mark}z`;
    })
    .join("");
}

/** The stroke of ∧ (AND) or ∨ (OR) within a box of 2·`size` pixels around the origin. */
export function kindPath(kind: Kind, size: number): string {
  const [foot, peak] = kind === "and" ? [size - 0.5, -size + 0.5] : [-size + 0.5, size - 0.5];
  return `M${-size} ${foot}L0 ${peak}L${size} ${foot}`;
}
