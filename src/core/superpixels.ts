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
  // Of each pixel the superpixel that it is in, and until then the nearest one beside it.
  const cellOfPixel = new Uint16Array(width * height);
  const isIn = new Uint8Array(width * height);
  // Of each superpixel the sums of L, a, b, x and y over its pixels, and how many they are.
  const sums = new Float64Array(5 * count);
  const sizes = new Float64Array(count);
  const means = new Float64Array(5);
  const queue = createQueue(width * height);
  const offer = (pixel: number, cell: number): void => {
    // Beyond the last row there are no pixels.
    if (isIn[pixel] !== 0) return;
    let inColour = 0;
    for (let c = 0; c < 3; c++) {
      const apart = colour[3 * pixel + c]! - means[c]!;
      inColour += apart * apart;
    }
    const across = (pixel % width) - means[3]!;
    const down = Math.floor(pixel / width) - means[4]!;
    if (queue.offer(pixel, inColour + perPixel * (across * across + down * down))) cellOfPixel[pixel] = cell;
  };
  for (let cell = 0; cell < count; cell++) {
    const middle = middleOf(cell, { rows, cols, width, height });
    queue.offer(middle, 0);
    cellOfPixel[middle] = cell;
  }
  for (let pixel = queue.pop(); pixel !== null; pixel = queue.pop()) {
    const cell = cellOfPixel[pixel]!;
    isIn[pixel] = 1;
    for (let c = 0; c < 3; c++) sums[5 * cell + c]! += colour[3 * pixel + c]!;
    sums[5 * cell + 3]! += pixel % width;
    sums[5 * cell + 4]! += Math.floor(pixel / width);
    sizes[cell]! += 1;
    for (let i = 0; i < 5; i++) means[i] = sums[5 * cell + i]! / sizes[cell]!;
    if (pixel % width > 0) offer(pixel - 1, cell);
    if ((pixel + 1) % width > 0) offer(pixel + 1, cell);
    offer(pixel - width, cell);
    offer(pixel + width, cell);
  }
  return cellOfPixel;
}

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

/**
 * Pixels by the least distance that they were offered at, of equal ones the first that was first: a binary heap that knows where in it each pixel is. A pixel
 * that was taken out is not to be offered again.
 */
function createQueue(pixels: number): {
  /** Whether the pixel was not yet offered at as small a distance. */
  offer(pixel: number, distance: number): boolean;
  pop(): number | null;
} {
  const distances = new Float64Array(pixels).fill(Infinity);
  const orders = new Uint32Array(pixels);
  const heap = new Uint32Array(pixels);
  const places = new Uint32Array(pixels);
  let [size, order] = [0, 0];
  const isBefore = (one: number, other: number): boolean =>
    distances[one]! < distances[other]! || (distances[one]! === distances[other]! && orders[one]! < orders[other]!);
  const put = (pixel: number, at: number): void => {
    heap[at] = pixel;
    places[pixel] = at;
  };
  return {
    offer: (pixel, distance) => {
      if (distance >= distances[pixel]!) return false;
      let at = distances[pixel] === Infinity ? size++ : places[pixel]!;
      distances[pixel] = distance;
      orders[pixel] = order++;
      for (; at > 0; at = (at - 1) >> 1) {
        const above = heap[(at - 1) >> 1]!;
        if (!isBefore(pixel, above)) break;
        put(above, at);
      }
      put(pixel, at);
      return true;
    },
    pop: () => {
      if (size === 0) return null;
      const first = heap[0]!;
      const last = heap[--size]!;
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
        if (!isBefore(heap[child]!, last)) break;
        put(heap[child]!, at);
        at = child;
      }
      put(last, at);
      return first;
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
export function toLab({ rgb }: Pixels): Float64Array {
  const lab = new Float64Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const r = LINEAR[rgb[i]!]!;
    const g = LINEAR[rgb[i + 1]!]!;
    const b = LINEAR[rgb[i + 2]!]!;
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
