import type { Mask } from "../../core/masks.ts";
import { everybody, onlyPlayer, patchesOf } from "../../core/masks.ts";
import {
  cellRect,
  playerName,
  playerOfPixel,
  type Grid,
  type Patch,
  type PatchRect,
  type Players,
} from "../../core/patches.ts";
import { remembered } from "../../platform/remembered.ts";

/** A corner of an outline, in the image's pixels. */
type Point = readonly [x: number, y: number];

/**
 * The border of a mask's patches as closed walks from corner to corner, sides level and upright in turn, the first level; patches that share an edge are one
 * shape. Edges run with the shape on their right, so that an even-odd or non-zero fill gives the same area. Costs O(columns · rows) of the lines on which the patches' rectangles end:
 * of cells those of their grid, of superpixels at most the pixels of the least rectangle they are in.
 */
function outlineOf({ patches }: Players, mask: Mask): Point[][] {
  const rects = patchesOf(mask).flatMap((player) => patches[player]!);
  if (rects.length === 0) return [];
  const xs = [...new Set(rects.flatMap(([x, , across]) => [x, x + across]))].sort((a, b) => a - b);
  const ys = [...new Set(rects.flatMap(([, y, , down]) => [y, y + down]))].sort((a, b) => a - b);
  const [atX, atY] = [xs, ys].map((lines) => new Map(lines.map((line, i) => [line, i]))) as [
    Map<number, number>,
    Map<number, number>,
  ];
  const [width, height] = [xs.length - 1, ys.length - 1];
  const inside = new Uint8Array(width * height);
  for (const [x, y, across, down] of rects) {
    const [left, right, bottom] = [atX.get(x)!, atX.get(x + across)!, atY.get(y + down)!];
    for (let row = atY.get(y)!; row < bottom; row++) inside.fill(1, row * width + left, row * width + right);
  }
  const isIn = (x: number, y: number): boolean =>
    x >= 0 && x < width && y >= 0 && y < height && inside[y * width + x] === 1;
  // Per corner the ends of the sides that begin there: two where shapes touch by that corner alone.
  const [level, upright] = [new Map<number, Point[]>(), new Map<number, Point[]>()];
  const keyOf = ([x, y]: Point): number => y * (width + 1) + x;
  /** Sides along a line, out of the side of it on which the shape is at each place: 1 and −1 for one or the other alone, else 0. */
  const sides = (
    length: number,
    sideAt: (place: number) => number,
    pointAt: (place: number) => Point,
    to: typeof level,
  ): void => {
    for (let from = 0, end: number; from < length; from = end) {
      const side = sideAt(from);
      for (end = from + 1; end < length && sideAt(end) === side;) end++;
      if (side === 0) continue;
      const [start, stop] = side > 0 ? [pointAt(from), pointAt(end)] : [pointAt(end), pointAt(from)];
      to.set(keyOf(start), [...(to.get(keyOf(start)) ?? []), stop]);
    }
  };
  for (let y = 0; y <= height; y++)
    sides(
      width,
      (x) => Number(isIn(x, y)) - Number(isIn(x, y - 1)),
      (x) => [x, y],
      level,
    );
  for (let x = 0; x <= width; x++)
    sides(
      height,
      (y) => Number(isIn(x - 1, y)) - Number(isIn(x, y)),
      (y) => [x, y],
      upright,
    );
  const loops: Point[][] = [];
  for (const key of [...level.keys()]) {
    const start: Point = [key % (width + 1), Math.floor(key / (width + 1))];
    while (level.get(key)!.length > 0) {
      const loop: Point[] = [];
      let at = start;
      do {
        const corner = level.get(keyOf(at))!.pop()!;
        loop.push(at, corner);
        at = upright.get(keyOf(corner))!.pop()!;
      } while (at[0] !== start[0] || at[1] !== start[1]);
      loops.push(loop.map(([x, y]) => [xs[x]!, ys[y]!]));
    }
  }
  return loops;
}

/** The outline of each patch by itself. */
const outlinesOf = remembered((players: Players): readonly Point[][][] =>
  players.patches.map((_, player) => outlineOf(players, onlyPlayer(player))),
);

function pathOf(loops: readonly Point[][]): string {
  return loops
    .map((loop) => `${loop.map(([x, y], i) => (i === 0 ? `M${x} ${y}` : i % 2 === 1 ? `H${x}` : `V${y}`)).join("")}Z`)
    .join("");
}

/** The border of a mask's patches as one closed SVG path in the image's pixels; patches that share an edge are one shape, "" for none. */
export const outlinePath = remembered((players: Players, mask: Mask): string => pathOf(outlineOf(players, mask)));

/** The border of one patch, as `outlinePath` has it. */
export const patchPath = (players: Players, player: number): string => pathOf(outlinesOf(players)[player]!);

/** The least rectangle that a patch is in. */
export function boundsOf(patch: Patch): PatchRect {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const [x, y, across, down] of patch) {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + across), Math.max(bottom, y + down)];
  }
  return [left, top, right - left, bottom - top];
}

/** Where a patch lies on its image, as a style: of one that is no rectangle the pixels around it are cut off, and take no click. */
export function placeOf(
  players: Players,
  player: number,
): Readonly<Record<"left" | "top" | "width" | "height", string>> & { readonly clipPath?: string } {
  const patch = players.patches[player]!;
  const [left, top, across, down] = boundsOf(patch);
  const percent = (value: number, of: number): string => `${+((100 * value) / of).toFixed(4)}%`;
  const place = {
    left: percent(left, players.width),
    top: percent(top, players.height),
    width: percent(across, players.width),
    height: percent(down, players.height),
  };
  if (patch.length === 1) return place;
  const loops = outlinesOf(players)[player]!.map((loop) => [...loop, loop[0]!]);
  // From each further loop back to where the first one began, so that the ways between loops bound nothing.
  const points = loops.flatMap((loop, i) => (i === 0 ? loop : [...loop, loops[0]![0]!]));
  const corners = points.map(([x, y]) => `${percent(x - left, across)} ${percent(y - top, down)}`);
  return { ...place, clipPath: `polygon(evenodd, ${corners.join(", ")})` };
}

/** Everything but the mask's patches, as an even-odd path: what the veil covers. */
export function veilPath(players: Players, mask: Mask): string {
  return `M0 0H${players.width}V${players.height}H0Z${outlinePath(players, mask)}`;
}

/** Lines between a grid's cells, in the image's pixels; of picked cells their borders. */
export const gridPath = remembered((players: Players): string => {
  const { rows, cols, picked, cut, width, height, patches } = players;
  if (cut !== undefined) return bordersPath(players);
  if (picked !== null)
    return patches.flatMap((patch) => patch.map(([x, y, w, h]) => `M${x} ${y}h${w}v${h}h${-w}z`)).join("");
  const upright = Array.from({ length: cols - 1 }, (_, i) => `M${cellRect(i + 1, players)[0]} 0V${height}`);
  const level = Array.from({ length: rows - 1 }, (_, i) => `M0 ${cellRect((i + 1) * cols, players)[1]}H${width}`);
  return [...upright, ...level].join("");
});

/** Lines between pixels of different players, or of a player and none. Costs O(pixels). */
function bordersPath(players: Players): string {
  const { width, height } = players;
  const owner = playerOfPixel(players);
  const lines: string[] = [];
  for (let y = 1; y < height; y++) {
    for (let x = 0, from = 0; x < width; x++) {
      const [isBorder, isLast] = [owner[y * width + x] !== owner[(y - 1) * width + x], x + 1 === width];
      if (!isBorder && from < x) lines.push(`M${from} ${y}H${x}`);
      if (!isBorder) from = x + 1;
      else if (isLast) lines.push(`M${from} ${y}H${width}`);
    }
  }
  for (let x = 1; x < width; x++) {
    for (let y = 0, from = 0; y < height; y++) {
      const [isBorder, isLast] = [owner[y * width + x] !== owner[y * width + x - 1], y + 1 === height];
      if (!isBorder && from < y) lines.push(`M${x} ${from}V${y}`);
      if (!isBorder) from = y + 1;
      else if (isLast) lines.push(`M${x} ${from}V${height}`);
    }
  }
  return lines.join("");
}

/** All that is always hidden, as an even-odd path; "" for nothing. */
export const alwaysHiddenPath = remembered((players: Players): string =>
  players.picked?.others === "hidden" ? veilPath(players, everybody(players.n)) : "",
);

/** Corner ticks inside one patch: each arm is this share of the patch's shorter side. */
const TICK_SHARE = 0.22;
/** And this far from its edges. */
const TICK_INSET = 0.07;

/** The four corner ticks of a selected patch; of one that is no rectangle those of the largest square in it. */
export function ticksPath(players: Players, player: number): string {
  const patch = players.patches[player]!;
  const [x, y, width, height] = patch.length === 1 ? patch[0]! : largestSquare(patch);
  const side = Math.min(width, height);
  const [arm, inset] = [side * TICK_SHARE, side * TICK_INSET];
  const [left, top, right, bottom] = [x + inset, y + inset, x + width - inset, y + height - inset];
  return (
    `M${left} ${top + arm}V${top}H${left + arm}M${right - arm} ${top}H${right}V${top + arm}` +
    `M${right} ${bottom - arm}V${bottom}H${right - arm}M${left + arm} ${bottom}H${left}V${bottom - arm}`
  );
}

/** The largest square of pixels of a patch, the topmost, then the leftmost of equal ones. Costs O(pixels). */
function largestSquare(patch: Patch): PatchRect {
  const [left, top, across, down] = boundsOf(patch);
  const inside = new Uint8Array(across * down);
  for (const [x, y, width, height] of patch)
    for (let row = y - top; row < y - top + height; row++)
      inside.fill(1, row * across + x - left, row * across + x - left + width);
  // The side of the largest square that ends at each pixel, right and below.
  const sides = new Uint16Array(across * down);
  let best = 0;
  inside.forEach((isIn, pixel) => {
    if (isIn === 0) return;
    const isEdge = pixel % across === 0 || pixel < across;
    sides[pixel] = isEdge ? 1 : 1 + Math.min(sides[pixel - 1]!, sides[pixel - across]!, sides[pixel - across - 1]!);
    if (sides[pixel]! > sides[best]!) best = pixel;
  });
  const side = sides[best]!;
  return [left + (best % across) + 1 - side, top + Math.floor(best / across) + 1 - side, side, side];
}

/** Where an arrow key leads in a grid: rows and columns per step, or to an end of the row. */
const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** The cell that a key leads to from another; the same cell at an edge, null for another key. */
export function stepCell(key: string, cell: number, { rows, cols }: Pick<Grid, "rows" | "cols">): number | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const clamp = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  return clamp(Math.floor(cell / cols) + step[0], rows) * cols + clamp((cell % cols) + step[1], cols);
}

/**
 * The player that a key leads to from another; null for another key. Of picked cells left and right lead to the one before and after, row by row, so
 * that all are reached; up and down to the nearest column of the next row that has some.
 */
export function stepPlayer(key: string, player: number, grid: Grid): number | null {
  const { cols, picked } = grid;
  if (picked === null) return stepCell(key, player, grid);
  const step = STEPS[key];
  if (step === undefined) return null;
  const [down, right] = step;
  const rowOf = (cell: number): number => Math.floor(cell / cols);
  const { cells } = picked;
  const at = cells[player]!;
  const last = cells.length - 1;
  if (Number.isFinite(right) && down === 0) return Math.min(last, Math.max(0, player + right));
  const ahead = cells.filter((cell) => (down === 0 ? rowOf(cell) === rowOf(at) : (rowOf(cell) - rowOf(at)) * down > 0));
  const far = (cell: number): number =>
    down === 0
      ? -(cell - at) * Math.sign(right)
      : cols * Math.abs(rowOf(cell) - rowOf(at)) + Math.abs((cell % cols) - (at % cols));
  const [nearest = at] = ahead.toSorted((a, b) => far(a) - far(b));
  return cells.indexOf(nearest);
}

/** The chess names of a mask's patches. */
export function namesOf(mask: Mask, grid: Pick<Grid, "cols" | "picked">): string[] {
  return patchesOf(mask).map((player) => playerName(player, grid));
}

/** The grids on offer: every rows x columns from 2x2 to 4x4, coarse to fine. */
export const GRIDS: readonly (readonly [rows: number, cols: number])[] = [
  [2, 2],
  [2, 3],
  [3, 2],
  [2, 4],
  [4, 2],
  [3, 3],
  [3, 4],
  [4, 3],
  [4, 4],
];

/** Those of more patches than all masks can be run of; any other up to 16x16 comes by an address or a file. */
export const SAMPLED_GRIDS: readonly (readonly [rows: number, cols: number])[] = [
  [5, 5],
  [6, 6],
  [8, 8],
  [12, 12],
  [16, 16],
];

/** The next finer grid: 2x2, 3x3, 3x4, 4x4, and 8x8 of a sample of masks; null after the last. */
export function finerGrid(rows: number, cols: number): readonly [rows: number, cols: number] | null {
  const ladder = [
    [2, 2],
    [3, 3],
    [3, 4],
    [4, 4],
    [8, 8],
  ] as const;
  return ladder.find(([r, c]) => r * c > rows * cols) ?? null;
}
