import type { Mask } from "../../core/masks.ts";
import { patchesOf } from "../../core/masks.ts";
import { patchName, type Players } from "../../core/patches.ts";

/**
 * The border of a mask's patches as one closed SVG path in the image's pixels; patches that share an edge are one shape, "" for none.
 * Edges run with the shape on their right, so that an even or non-zero fill gives the same area.
 */
export function outlinePath(players: Players, mask: Mask): string {
  const next = new Map<string, string[]>();
  const inside = (row: number, col: number): boolean =>
    row >= 0 &&
    row < players.rows &&
    col >= 0 &&
    col < players.cols &&
    ((mask >>> (row * players.cols + col)) & 1) === 1;
  const edge = (from: string, to: string): void => void next.set(from, [...(next.get(from) ?? []), to]);
  for (const player of patchesOf(mask)) {
    const [x, y, width, height] = players.patches[player]!;
    const [row, col] = [Math.floor(player / players.cols), player % players.cols];
    const [a, b, c, d] = [`${x} ${y}`, `${x + width} ${y}`, `${x + width} ${y + height}`, `${x} ${y + height}`];
    if (!inside(row - 1, col)) edge(a, b);
    if (!inside(row, col + 1)) edge(b, c);
    if (!inside(row + 1, col)) edge(c, d);
    if (!inside(row, col - 1)) edge(d, a);
  }
  return loopsOf(next)
    .map((loop) => `M${loop.join("L")}Z`)
    .join("");
}

/** Closed walks over directed edges, each edge once. */
function loopsOf(next: Map<string, string[]>): string[][] {
  const loops: string[][] = [];
  for (const start of [...next.keys()]) {
    while ((next.get(start)?.length ?? 0) > 0) {
      const loop = [start];
      for (let at = next.get(start)!.pop()!; at !== start; at = next.get(at)!.pop()!) loop.push(at);
      loops.push(loop);
    }
  }
  return loops;
}

/** Everything but the mask's patches, as an even-odd path: what the veil covers. */
export function veilPath(players: Players, mask: Mask): string {
  return `M0 0H${players.width}V${players.height}H0Z${outlinePath(players, mask)}`;
}

/** Grid lines between patches, in the image's pixels. */
export function gridPath({ rows, cols, width, height, patches }: Players): string {
  const upright = Array.from({ length: cols - 1 }, (_, i) => `M${patches[i + 1]![0]} 0V${height}`);
  const level = Array.from({ length: rows - 1 }, (_, i) => `M0 ${patches[(i + 1) * cols]![1]}H${width}`);
  return [...upright, ...level].join("");
}

/** Corner ticks inside one patch: each arm is this share of the patch's shorter side. */
const TICK_SHARE = 0.22;
/** And this far from its edges. */
const TICK_INSET = 0.07;

/** The four corner ticks of a selected patch. */
export function ticksPath(players: Players, player: number): string {
  const [x, y, width, height] = players.patches[player]!;
  const side = Math.min(width, height);
  const [arm, inset] = [side * TICK_SHARE, side * TICK_INSET];
  const [left, top, right, bottom] = [x + inset, y + inset, x + width - inset, y + height - inset];
  return (
    `M${left} ${top + arm}V${top}H${left + arm}M${right - arm} ${top}H${right}V${top + arm}` +
    `M${right} ${bottom - arm}V${bottom}H${right - arm}M${left + arm} ${bottom}H${left}V${bottom - arm}`
  );
}

/** Where an arrow key leads in the patch grid; the same patch at an edge, null for another key. */
export function stepPatch(key: string, patch: number, rows: number, cols: number): number | null {
  const [row, col] = [Math.floor(patch / cols), patch % cols];
  switch (key) {
    case "ArrowLeft":
      return row * cols + Math.max(0, col - 1);
    case "ArrowRight":
      return row * cols + Math.min(cols - 1, col + 1);
    case "ArrowUp":
      return Math.max(0, row - 1) * cols + col;
    case "ArrowDown":
      return Math.min(rows - 1, row + 1) * cols + col;
    case "Home":
      return row * cols;
    case "End":
      return row * cols + cols - 1;
    default:
      return null;
  }
}

/** The chess names of a mask's patches. */
export function namesOf(mask: Mask, cols: number): string[] {
  return patchesOf(mask).map((player) => patchName(player, cols));
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

/** The next finer grid: 2x2, 3x3, 3x4, 4x4; null after the last. */
export function finerGrid(rows: number, cols: number): readonly [rows: number, cols: number] | null {
  const ladder = [
    [2, 2],
    [3, 3],
    [3, 4],
    [4, 4],
  ] as const;
  return ladder.find(([r, c]) => r * c > rows * cols) ?? null;
}
