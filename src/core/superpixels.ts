/** Cutting an image by its colours: a grid whose cells are superpixels. */
import {
  cellOf,
  cellRect,
  gridPlayers,
  NO_PLAYER,
  playerOfPixel,
  type Grid,
  type Patch,
  type PatchRect,
  type Players,
} from "./patches.ts";
import type { Pixels } from "./resize.ts";

type Sides = Pick<Grid, "rows" | "cols">;

/**
 * How far apart in colour weighs as much as the width of a cell in space: SLIC's m, of which its authors name 1 to 40. Smaller ones follow colours more closely, and make
 * superpixels of a few pixels.
 */
const COMPACTNESS = 30;

/**
 * An image's players: the cells of a grid of its size, as rectangles or as superpixels, or those of them that are picked.
 *
 * @param grid with the patches where they are known already: then superpixels are these.
 * @throws RangeError as `gridPlayers` does, and as `superpixelPlayers` does.
 */
export function imagePlayers(grid: Grid & Partial<Pick<Players, "patches">>, image: Pixels): Players {
  const { rows, cols, picked, cut, patches } = grid;
  const { width, height } = image;
  if (cut !== undefined && patches !== undefined) return superpixelPlayers(grid, width, height, patches);
  const players = gridPlayers(rows, cols, width, height, picked);
  if (cut === undefined) return players;
  const cells = superpixels(grid, image);
  const playerOf = new Uint16Array(rows * cols).fill(NO_PLAYER);
  for (let player = 0; player < players.n; player++) playerOf[cellOf(player, picked)] = player;
  const owner = cells.map((cell) => playerOf[cell]!);
  return { ...players, cut, patches: patchesIn(owner, players.n, width) };
}

/**
 * The superpixel that each pixel is in, one for each cell of a grid: they grow from the cells' middles over pixels that share an edge, always by the pixel that is
 * nearest to the mean of a superpixel beside it, in CIELAB and in space (SNIC: Achanta and Süsstrunk, CVPR 2017). So each is connected, has its cell's middle, and of
 * an image without colours is nearly its cell. Of pixels that are as near the one that was reached first is first; only operations that give the same bits everywhere are used.
 * Costs O(pixels · log pixels).
 *
 * @returns `[height·width]`, row · cols + col of the cell.
 */
export function superpixels({ rows, cols }: Sides, image: Pixels): Uint16Array {
  const { width, height } = image;
  const count = rows * cols;
  const colour = toLab(image);
  const perPixel = (COMPACTNESS * COMPACTNESS * count) / (width * height);
  const cellOfPixel = new Uint16Array(width * height).fill(NO_CELL);
  // Of each superpixel the sums of L, a, b, x and y over its pixels, and how many they are.
  const sums = new Float64Array(5 * count);
  const sizes = new Float64Array(count);
  const distance = (pixel: number, cell: number): number => {
    const size = sizes[cell]!;
    let inColour = 0;
    for (let c = 0; c < 3; c++) {
      const apart = colour[3 * pixel + c]! - sums[5 * cell + c]! / size;
      inColour += apart * apart;
    }
    const across = (pixel % width) - sums[5 * cell + 3]! / size;
    const down = Math.floor(pixel / width) - sums[5 * cell + 4]! / size;
    return inColour + perPixel * (across * across + down * down);
  };
  const queue = createQueue();
  for (let cell = 0; cell < count; cell++) queue.push(0, middleOf(cell, { rows, cols, width, height }), cell);
  for (let next = queue.pop(); next !== null; next = queue.pop()) {
    const [pixel, cell] = next;
    if (cellOfPixel[pixel] !== NO_CELL) continue;
    cellOfPixel[pixel] = cell;
    for (let c = 0; c < 3; c++) sums[5 * cell + c]! += colour[3 * pixel + c]!;
    sums[5 * cell + 3]! += pixel % width;
    sums[5 * cell + 4]! += Math.floor(pixel / width);
    sizes[cell]! += 1;
    // Beyond the last row there are no cells.
    for (const to of beside(pixel, width)) if (cellOfPixel[to] === NO_CELL) queue.push(distance(to, cell), to, cell);
  }
  return cellOfPixel;
}

/** Above every cell. */
const NO_CELL = 0xffff;

/** The pixels that share an edge with one: left, right, above, below; above the first row and below the last their numbers are none of the image's. */
const beside = (pixel: number, width: number): readonly number[] => [
  ...(pixel % width > 0 ? [pixel - 1] : []),
  ...((pixel + 1) % width > 0 ? [pixel + 1] : []),
  pixel - width,
  pixel + width,
];

/** The pixel in a cell's middle, right and below where there is none; its superpixel always has it. */
export function middleOf(cell: number, sides: Parameters<typeof cellRect>[1]): number {
  const [left, top, across, down] = cellRect(cell, sides);
  return (top + Math.floor(down / 2)) * sides.width + left + Math.floor(across / 2);
}

/** Pairs of pixel and cell by distance, of equal ones first in, first out: a binary heap. */
function createQueue(): { push(distance: number, pixel: number, cell: number): void; pop(): [number, number] | null } {
  interface Entry {
    readonly distance: number;
    readonly order: number;
    readonly pixel: number;
    readonly cell: number;
  }
  const heap: Entry[] = [];
  let order = 0;
  const isBefore = (a: Entry, b: Entry): boolean =>
    a.distance < b.distance || (a.distance === b.distance && a.order < b.order);
  return {
    push: (distance, pixel, cell) => {
      const entry = { distance, order: order++, pixel, cell };
      let at = heap.length;
      for (; at > 0; at = (at - 1) >> 1) {
        const above = heap[(at - 1) >> 1]!;
        if (!isBefore(entry, above)) break;
        heap[at] = above;
      }
      heap[at] = entry;
    },
    pop: () => {
      const first = heap[0];
      if (first === undefined) return null;
      const entry = heap.pop()!;
      let at = 0;
      for (let child = 1; child < heap.length; child = 2 * at + 1) {
        if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
        if (!isBefore(heap[child]!, entry)) break;
        heap[at] = heap[child]!;
        at = child;
      }
      if (heap.length > 0) heap[at] = entry;
      return [first.pixel, first.cell];
    },
  };
}

/** The root of a number from 0 to 1, by Newton's method from above: powers of `Math` may differ in their last bits from engine to engine. */
function root(value: number, degree: 3 | 5): number {
  if (value === 0) return 0;
  let guess = 1;
  for (;;) {
    let power = guess;
    for (let i = 2; i < degree; i++) power *= guess;
    const next = ((degree - 1) * guess + value / power) / degree;
    if (!(next < guess)) return guess;
    guess = next;
  }
}

/** Linear light of each sRGB byte, 0 to 1 (IEC 61966-2-1); x^2.4 as x² · ⁵√x². */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  if (value <= 0.04045) return value / 12.92;
  const square = ((value + 0.055) / 1.055) * ((value + 0.055) / 1.055);
  return square * root(square, 5);
});

/** CIE 1976: the cube root, but near black a line. */
const lightness = (share: number): number => (share > 216 / 24389 ? root(share, 3) : (24389 * share) / 3132 + 4 / 29);

/** The CIELAB colours of an image's pixels (CIE 1976, white D65), `[height·width·3]`. */
function toLab({ rgb }: Pixels): Float64Array {
  const lab = new Float64Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const [r, g, b] = [LINEAR[rgb[i]!]!, LINEAR[rgb[i + 1]!]!, LINEAR[rgb[i + 2]!]!];
    // Rows of sRGB's matrix to XYZ over the white's X, Y and Z, which are their sums.
    const x = lightness((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const y = lightness(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
    const z = lightness((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
    lab[i] = 116 * y - 16;
    lab[i + 1] = 500 * (x - y);
    lab[i + 2] = 200 * (y - z);
  }
  return lab;
}

/**
 * The patches of n players out of the player of each pixel, `[height·width]`: of each row the runs of a player's pixels, those of the same ends below each other as one rectangle; by
 * their tops, then from the left.
 */
export function patchesIn(owner: Uint16Array, n: number, width: number): Patch[] {
  const patches = Array.from({ length: n }, (): PatchRect[] => []);
  /** Per left edge the rectangle that the row above left open there: its player, its width, and its place in the patch. */
  let above = new Map<number, readonly [player: number, across: number, place: number]>();
  for (let from = 0; from < owner.length; from += width) {
    const open: typeof above = new Map();
    for (let left = 0, end: number; left < width; left = end) {
      const player = owner[from + left]!;
      for (end = left + 1; end < width && owner[from + end] === player;) end++;
      if (player === NO_PLAYER) continue;
      const patch = patches[player]!;
      const known = above.get(left);
      const isSame = known !== undefined && known[0] === player && known[1] === end - left;
      const place = isSame ? known[2] : patch.length;
      const [, top, , down] = patch[place] ?? [left, from / width, 0, 0];
      patch[place] = [left, top, end - left, down + 1];
      open.set(left, [player, end - left, place]);
    }
    above = open;
  }
  return patches;
}

/**
 * Superpixels that came from elsewhere as players of an image, their rectangles in the form of `patchesIn`.
 *
 * @param patches of as many players as the grid has.
 * @throws RangeError unless they are what `superpixels` may give of some image: within it, without overlap, each connected and with its cell's middle, and where no
 *   cells are picked with every pixel; and as `gridPlayers` does.
 */
export function superpixelPlayers(
  { rows, cols, picked }: Grid,
  width: number,
  height: number,
  patches: readonly Patch[],
): Players {
  const players = { ...gridPlayers(rows, cols, width, height, picked), cut: "superpixels" as const, patches };
  const owner = playerOfPixel(players);
  if (picked === null && owner.includes(NO_PLAYER)) throw new RangeError("superpixels must have every pixel");
  const reached = new Uint8Array(owner.length);
  for (let player = 0; player < players.n; player++) {
    const middle = middleOf(cellOf(player, picked), players);
    if (owner[middle] !== player) throw new RangeError(`patch ${player} must have the middle of its cell`);
    const open = [middle];
    reached[middle] = 1;
    for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
      for (const to of beside(pixel, width)) {
        if (owner[to] !== player || reached[to] === 1) continue;
        reached[to] = 1;
        open.push(to);
      }
    }
  }
  const apart = owner.findIndex((player, pixel) => player !== NO_PLAYER && reached[pixel] === 0);
  if (apart !== -1) throw new RangeError(`patch ${owner[apart]} must be connected`);
  return { ...players, patches: patchesIn(owner, players.n, width) };
}
