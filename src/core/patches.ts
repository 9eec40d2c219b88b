import { checkPlayers } from "./masks.ts";

/** A patch in pixels of the network's input: left, top, width, height. */
export type PatchRect = readonly [x: number, y: number, width: number, height: number];

/** The n players of an exploration: patches of one image of `width` x `height` pixels; bit i of a mask is `patches[i]`. */
export interface Players {
  readonly n: number;
  readonly rows: number;
  readonly cols: number;
  readonly width: number;
  readonly height: number;
  readonly patches: readonly PatchRect[];
}

/** What `playerOfPixel` writes where no player is; above every player's index. */
export const NO_PLAYER = 255;

/** Columns are named by one letter. */
const MAX_NAMED_COLS = 26;

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} must be an integer of 1 or more, got ${value}`);
}

/**
 * Cuts an image into a grid of patches, row-major from the top left, with edges at round(i·size/count).
 *
 * @param width @param height of the image, pixels; every patch gets at least one pixel.
 * @throws RangeError when rows·cols is outside 1 … 16, or the image has fewer pixels than columns or rows.
 */
export function gridPlayers(rows: number, cols: number, width: number, height: number): Players {
  checkCount("rows", rows);
  checkCount("cols", cols);
  checkPlayers(rows * cols);
  checkCount("width", width);
  checkCount("height", height);
  if (width < cols) throw new RangeError(`width must be at least the ${cols} columns, got ${width}`);
  if (height < rows) throw new RangeError(`height must be at least the ${rows} rows, got ${height}`);
  const patches: PatchRect[] = [];
  for (let row = 0; row < rows; row++) {
    const top = Math.round((row * height) / rows);
    const bottom = Math.round(((row + 1) * height) / rows);
    for (let col = 0; col < cols; col++) {
      const left = Math.round((col * width) / cols);
      const right = Math.round(((col + 1) * width) / cols);
      patches.push([left, top, right - left, bottom - top]);
    }
  }
  return { n: rows * cols, rows, cols, width, height, patches };
}

/**
 * The player that owns each pixel.
 *
 * @returns `[height·width]`, row-major; `NO_PLAYER` (255) where no patch lies.
 * @throws RangeError when a patch leaves the image or two patches overlap, or their number is not n.
 */
export function playerOfPixel(players: Players): Uint8Array {
  const { n, width, height, patches } = players;
  checkPlayers(n);
  checkCount("width", width);
  checkCount("height", height);
  if (patches.length !== n) throw new RangeError(`players must have n = ${n} patches, got ${patches.length}`);
  const owner = new Uint8Array(width * height).fill(NO_PLAYER);
  patches.forEach(([x, y, patchWidth, patchHeight], player) => {
    const whole = [x, y, patchWidth, patchHeight].every(Number.isInteger);
    if (
      !whole ||
      x < 0 ||
      y < 0 ||
      patchWidth < 1 ||
      patchHeight < 1 ||
      x + patchWidth > width ||
      y + patchHeight > height
    ) {
      throw new RangeError(
        `patch ${player} must lie within ${width} x ${height} pixels, got [${x}, ${y}, ${patchWidth}, ${patchHeight}]`,
      );
    }
    for (let row = y; row < y + patchHeight; row++) {
      for (let pixel = row * width + x; pixel < row * width + x + patchWidth; pixel++) {
        if (owner[pixel] !== NO_PLAYER) throw new RangeError(`patch ${player} overlaps patch ${owner[pixel]}`);
        owner[pixel] = player;
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
