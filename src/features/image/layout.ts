import type { Mask } from "../../core/masks.ts";
import { everybody, patchesOf } from "../../core/masks.ts";
import { cellOf, cellRect, playerName, type Grid, type Players } from "../../core/patches.ts";

/**
 * The border of a mask's patches as one closed SVG path in the image's pixels; patches that share an edge are one shape, "" for none.
 * Edges run with the shape on their right, so that an even or non-zero fill gives the same area.
 */
export function outlinePath(players: Players, mask: Mask): string {
  const next = new Map<string, string[]>();
  const { rows, cols, picked } = players;
  const cells = new Set(patchesOf(mask).map((player) => cellOf(player, picked)));
  const inside = (row: number, col: number): boolean =>
    row >= 0 && row < rows && col >= 0 && col < cols && cells.has(row * cols + col);
  const edge = (from: string, to: string): void => void next.set(from, [...(next.get(from) ?? []), to]);
  for (const player of patchesOf(mask)) {
    const [x, y, width, height] = players.patches[player]!;
    const cell = cellOf(player, picked);
    const [row, col] = [Math.floor(cell / cols), cell % cols];
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

/** Lines between a grid's cells, in the image's pixels; of picked cells their borders. */
export function gridPath(players: Players): string {
  const { rows, cols, picked, width, height, patches } = players;
  if (picked !== null)
    return patches.map(([x, y, across, down]) => `M${x} ${y}h${across}v${down}h${-across}z`).join("");
  const upright = Array.from({ length: cols - 1 }, (_, i) => `M${cellRect(i + 1, players)[0]} 0V${height}`);
  const level = Array.from({ length: rows - 1 }, (_, i) => `M0 ${cellRect((i + 1) * cols, players)[1]}H${width}`);
  return [...upright, ...level].join("");
}

/** All that is always hidden, as an even-odd path; "" for nothing. */
export function alwaysHiddenPath(players: Players): string {
  return players.picked?.others === "hidden" ? veilPath(players, everybody(players.n)) : "";
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
