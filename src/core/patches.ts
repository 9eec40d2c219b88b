import { checkPlayers, MAX_PLAYERS } from "./masks.ts";

/** A rectangle in pixels of the network's input: left, top, width, height. */
export type PatchRect = readonly [x: number, y: number, width: number, height: number];

/** The pixels of a player, as rectangles without overlap: the cell of a grid is one, a superpixel as many as `patchesIn` gives. */
export type Patch = readonly PatchRect[];

/** What cells that are no players may be. */
export const OTHERS = ["hidden", "shown"] as const;

/** What the cells that are no players are under every mask: at the baseline, or as in the image. */
export type Others = (typeof OTHERS)[number];

/** The cells of a grid that are players. */
export interface PickedCells {
  /** row · cols + col of each, ascending; MIN_PICKED or more, and not all that the grid has. */
  readonly cells: readonly number[];
  readonly others: Others;
}

/** How an image is cut, and which cells are players; null: all of them are. */
export interface Grid {
  readonly rows: number;
  readonly cols: number;
  /** Each cell is the superpixel that grew from its middle (see `superpixels`); where it is left out, a rectangle. */
  readonly cut?: "superpixels" | undefined;
  readonly picked: PickedCells | null;
}

/** The n players of an exploration: patches of one image of `width` x `height` pixels; bit i of a mask is `patches[i]`. */
export interface Players extends Grid {
  readonly n: number;
  readonly width: number;
  readonly height: number;
  readonly patches: readonly Patch[];
}

/** What `playerOfPixel` writes where no player is; above every player's index. */
export const NO_PLAYER = MAX_PLAYERS;

/** Rows or columns of a grid: its cells are named a1 to p16. */
export const MAX_GRID_SIDE = 16;

/** The fewest cells that can be picked: one patch alone has nothing to interact with. */
export const MIN_PICKED = 2;

/** Columns are named by one letter. */
const MAX_NAMED_COLS = 26;

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} must be an integer of 1 or more, got ${value}`);
}

/**
 * The cells of a grid that are to be players, in their one form; null where they are all that it has.
 *
 * @param cells row · cols + col of each, in any order.
 * @throws RangeError when the grid has more than MAX_GRID_SIDE rows or columns, a cell stands twice or is none of its own, or they are fewer than
 *   MIN_PICKED.
 */
export function pickedCells(rows: number, cols: number, cells: readonly number[], others: Others): PickedCells | null {
  checkCount("rows", rows);
  checkCount("cols", cols);
  if (rows > MAX_GRID_SIDE || cols > MAX_GRID_SIDE)
    throw new RangeError(`a grid has at most ${MAX_GRID_SIDE} rows and columns, got ${rows} x ${cols}`);
  if (cells.length < MIN_PICKED || cells.length > rows * cols)
    throw new RangeError(`picked cells must be ${MIN_PICKED} to ${rows * cols}, got ${cells.length}`);
  const sorted = cells.toSorted((a, b) => a - b);
  sorted.forEach((cell, i) => {
    if (!Number.isInteger(cell) || cell < 0 || cell >= rows * cols)
      throw new RangeError(`picked cells must be integers from 0 to ${rows * cols - 1}, got ${cell}`);
    if (cell === sorted[i - 1]) throw new RangeError(`cell ${cell} is picked twice`);
  });
  return sorted.length === rows * cols ? null : { cells: sorted, others };
}

/** Whether picked cells, of whatever origin, are in the form that `pickedCells` gives them for this grid. */
export function isPicked(rows: number, cols: number, picked: PickedCells): boolean {
  try {
    return sameCells(picked, pickedCells(rows, cols, picked.cells, picked.others));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Cuts an image into a grid of patches, row-major from the top left, with edges at round(i·size/count). Its cells are the players, or those of
 * them that are picked.
 *
 * @param width @param height of the image, pixels; every cell gets at least one pixel.
 * @throws RangeError when rows or columns are not 1 … MAX_GRID_SIDE, `picked` is not as `pickedCells` gives it for this grid, or the image has fewer pixels than
 *   columns or rows.
 */
export function gridPlayers(
  rows: number,
  cols: number,
  width: number,
  height: number,
  picked: PickedCells | null = null,
): Players {
  checkCount("rows", rows);
  checkCount("cols", cols);
  if (rows > MAX_GRID_SIDE || cols > MAX_GRID_SIDE)
    throw new RangeError(`a grid has at most ${MAX_GRID_SIDE} rows and columns, got ${rows} x ${cols}`);
  if (picked === null) checkPlayers(rows * cols);
  else if (!isPicked(rows, cols, picked))
    throw new RangeError(`picked cells must be some of a grid of ${rows} x ${cols}, ascending`);
  checkCount("width", width);
  checkCount("height", height);
  if (width < cols) throw new RangeError(`width must be at least the ${cols} columns, got ${width}`);
  if (height < rows) throw new RangeError(`height must be at least the ${rows} rows, got ${height}`);
  const cells = picked?.cells ?? Array.from({ length: rows * cols }, (_, cell) => cell);
  const patches = cells.map((cell) => [cellRect(cell, { rows, cols, width, height })]);
  return { n: patches.length, rows, cols, picked, width, height, patches };
}

/** The pixels of a grid's cell, player or not. */
export function cellRect(
  cell: number,
  { rows, cols, width, height }: Pick<Players, "rows" | "cols" | "width" | "height">,
): PatchRect {
  const [row, col] = [Math.floor(cell / cols), cell % cols];
  const [left, right] = [Math.round((col * width) / cols), Math.round(((col + 1) * width) / cols)];
  const [top, bottom] = [Math.round((row * height) / rows), Math.round(((row + 1) * height) / rows)];
  return [left, top, right - left, bottom - top];
}

/** How many players a grid has. */
export function playerCount({ rows, cols, picked }: Grid): number {
  return picked?.cells.length ?? rows * cols;
}

/** The cell of a player, row · cols + col. */
export function cellOf(player: number, picked: PickedCells | null): number {
  return picked === null ? player : picked.cells[player]!;
}

function sameCells(a: PickedCells | null, b: PickedCells | null): boolean {
  if (a === null || b === null) return a === b;
  return a.others === b.others && a.cells.length === b.cells.length && a.cells.every((cell, i) => cell === b.cells[i]);
}

/** Whether two grids have the same players, and the same around them. */
export function sameGrid(a: Grid, b: Grid): boolean {
  return a.rows === b.rows && a.cols === b.cols && a.cut === b.cut && sameCells(a.picked, b.picked);
}

/** Whether the mask of all players shows the whole image. */
export function showsWholeImage({ picked }: Pick<Grid, "picked">): boolean {
  return picked?.others !== "hidden";
}

/**
 * The player that owns each pixel.
 *
 * @returns `[height·width]`, row-major; `NO_PLAYER` where no patch lies.
 * @throws RangeError when a patch leaves the image or two patches overlap, or their number is not n.
 */
export function playerOfPixel(players: Players): Uint16Array {
  const { n, width, height, patches } = players;
  checkPlayers(n);
  checkCount("width", width);
  checkCount("height", height);
  if (patches.length !== n) throw new RangeError(`players must have n = ${n} patches, got ${patches.length}`);
  const owner = new Uint16Array(width * height).fill(NO_PLAYER);
  patches.forEach((patch, player) => {
    for (const [x, y, across, down] of patch) {
      const isWhole = [x, y, across, down].every(Number.isInteger);
      if (!isWhole || x < 0 || y < 0 || across < 1 || down < 1 || x + across > width || y + down > height)
        throw new RangeError(
          `patch ${player} must lie within ${width} x ${height} pixels, got [${x}, ${y}, ${across}, ${down}]`,
        );
      for (let row = y; row < y + down; row++) {
        for (let pixel = row * width + x; pixel < row * width + x + across; pixel++) {
          if (owner[pixel] !== NO_PLAYER) throw new RangeError(`patch ${player} overlaps patch ${owner[pixel]}`);
          owner[pixel] = player;
        }
      }
    }
  });
  return owner;
}

/**
 * A patch's name as on a chessboard read from the top: column letter, then row number, a1 at the top left.
 *
 * @throws RangeError when index is not an integer of 0 or more, or cols is outside 1 … 26.
 */
export function patchName(index: number, cols: number): string {
  if (!Number.isInteger(index) || index < 0)
    throw new RangeError(`index must be an integer of 0 or more, got ${index}`);
  if (!Number.isInteger(cols) || cols < 1 || cols > MAX_NAMED_COLS)
    throw new RangeError(`cols must be an integer from 1 to ${MAX_NAMED_COLS}, got ${cols}`);
  return "abcdefghijklmnopqrstuvwxyz"[index % cols] + String(Math.floor(index / cols) + 1);
}

/** The name of a player's patch: that of its cell. */
export function playerName(player: number, { cols, picked }: Pick<Grid, "cols" | "picked">): string {
  return patchName(cellOf(player, picked), cols);
}

/** The cell of that name, row · cols + col; null where the grid has none. */
export function cellNamed(name: string, { rows, cols }: Pick<Grid, "rows" | "cols">): number | null {
  const [, letter = "", digits = ""] = /^([a-z])([1-9]\d?)$/.exec(name) ?? [];
  const [row, col] = [Number(digits) - 1, letter.charCodeAt(0) - "a".charCodeAt(0)];
  return letter !== "" && row < rows && col < cols ? row * cols + col : null;
}
