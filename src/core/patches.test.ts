import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellNamed,
  gridPlayers,
  NO_PLAYER,
  OTHERS,
  patchName,
  pickedCells,
  playerCount,
  playerName,
  playerOfPixel,
  sameGrid,
  showsWholeImage,
  type PatchRect,
  type Players,
} from "./patches.ts";

describe("gridPlayers", () => {
  it("cuts row-major from the top left at round(i·size/count)", () => {
    expect(gridPlayers(2, 3, 8, 5)).toEqual({
      n: 6,
      rows: 2,
      cols: 3,
      picked: null,
      width: 8,
      height: 5,
      // Columns end at 8/3 = 2.67 → 3, 16/3 = 5.33 → 5, 8; rows at 2.5 → 3, 5.
      patches: [[[0, 0, 3, 3]], [[3, 0, 2, 3]], [[5, 0, 3, 3]], [[0, 3, 3, 2]], [[3, 3, 2, 2]], [[5, 3, 3, 2]]],
    });
    expect(
      gridPlayers(3, 3, 64, 64)
        .patches.map(([rect]) => rect![0])
        .slice(0, 3),
    ).toEqual([0, 21, 43]);
  });

  it("covers every pixel once, with patches of almost equal size", () => {
    const grid = fc.record({
      rows: fc.integer({ min: 1, max: 4 }),
      cols: fc.integer({ min: 1, max: 4 }),
      dx: fc.nat(60),
      dy: fc.nat(60),
    });
    fc.assert(
      fc.property(grid, ({ rows, cols, dx, dy }) => {
        const players = gridPlayers(rows, cols, cols + dx, rows + dy);
        const owner = playerOfPixel(players);
        const areas = new Array<number>(players.n).fill(0);
        for (const player of owner) areas[player]!++;
        expect(owner).not.toContain(NO_PLAYER);
        expect(areas).toEqual(players.patches.map(([rect]) => rect![2] * rect![3]));
        const widths = players.patches.map(([rect]) => rect![2]);
        expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
      }),
      { seed: 21 },
    );
  });

  it.each([
    [0, 3, 9, 9, "rows"],
    [3, 1.5, 9, 9, "cols"],
    [NaN, 3, 9, 9, "rows"],
    [17, 5, 99, 99, "17"],
    [1, 17, 99, 99, "17"],
    [3, 3, 2, 9, "width"],
    [3, 3, 9, 2, "height"],
    [3, 3, 9.5, 9, "width"],
    [3, 3, 9, Infinity, "height"],
  ])("refuses %s x %s patches on %s x %s pixels", (rows, cols, width, height, named) => {
    expect(() => gridPlayers(rows, cols, width, height)).toThrow(RangeError);
    expect(() => gridPlayers(rows, cols, width, height)).toThrow(named);
  });
});

/** A grid of 1x2 to 16x16 and some of its cells, in any order. */
const picks = fc
  .record({ rows: fc.integer({ min: 1, max: 16 }), cols: fc.integer({ min: 2, max: 16 }) })
  .chain(({ rows, cols }) =>
    fc.record({
      rows: fc.constant(rows),
      cols: fc.constant(cols),
      cells: fc.uniqueArray(fc.nat(rows * cols - 1), { minLength: 2, maxLength: Math.min(16, rows * cols) }),
      others: fc.constantFrom(...OTHERS),
    }),
  );

describe("picked cells", () => {
  it("are the grid's own rectangles, in the order of their cells", () => {
    const picked = pickedCells(9, 9, [80, 0, 40], "hidden");
    expect(picked).toEqual({ cells: [0, 40, 80], others: "hidden" });
    // 28/9 = 3.11: the edges lie at 0, 3, 6, 9, 12, 16, 19, 22, 25, 28.
    expect(gridPlayers(9, 9, 28, 28, picked)).toEqual({
      n: 3,
      rows: 9,
      cols: 9,
      picked,
      width: 28,
      height: 28,
      patches: [[[0, 0, 3, 3]], [[12, 12, 4, 4]], [[25, 25, 3, 3]]],
    });
  });

  it("are named by their cell, and found by that name", () => {
    const players = gridPlayers(8, 8, 32, 32, pickedCells(8, 8, [9, 10, 54], "hidden"));
    expect([0, 1, 2].map((player) => playerName(player, players))).toEqual(["b2", "c2", "g7"]);
    expect(playerName(3, gridPlayers(2, 2, 8, 8))).toBe("b2");
    fc.assert(
      fc.property(picks, ({ rows, cols, cells }) => {
        for (const cell of cells) expect(cellNamed(patchName(cell, cols), { rows, cols })).toBe(cell);
      }),
      { seed: 3 },
    );
    expect(
      ["a0", "a3", "d1", "aa1", "1a", "A1", "a01", "", "a1 "].map((name) => cellNamed(name, { rows: 2, cols: 3 })),
    ).toEqual(new Array(9).fill(null));
  });

  it("own their pixels and no others", () => {
    fc.assert(
      fc.property(picks, fc.nat(9), fc.nat(9), ({ rows, cols, cells, others }, dx, dy) => {
        const [width, height] = [cols + dx, rows + dy];
        const picked = pickedCells(rows, cols, cells, others);
        const players = gridPlayers(rows, cols, width, height, picked);
        expect(players.n).toBe(cells.length);
        expect(playerCount(players)).toBe(cells.length);
        const sorted = cells.toSorted((a, b) => a - b);
        const edge = (i: number, size: number, count: number): number => Math.round((i * size) / count);
        const naive = Array.from({ length: width * height }, (_, pixel) => {
          const [x, y] = [pixel % width, Math.floor(pixel / width)];
          const col = Array.from({ length: cols }, (_, i) => i).find((i) => x < edge(i + 1, width, cols))!;
          const row = Array.from({ length: rows }, (_, i) => i).find((i) => y < edge(i + 1, height, rows))!;
          const player = sorted.indexOf(row * cols + col);
          return player < 0 ? NO_PLAYER : player;
        });
        expect([...playerOfPixel(players)]).toEqual(naive);
      }),
      { seed: 5 },
    );
  });

  it("that are all there are, are the grid itself", () => {
    expect(pickedCells(2, 2, [3, 1, 0, 2], "shown")).toBeNull();
  });

  it("are the same where cells and what is around them are", () => {
    const of = (cells: readonly number[], others: "hidden" | "shown") =>
      gridPlayers(4, 4, 8, 8, pickedCells(4, 4, cells, others));
    expect(sameGrid(of([1, 2], "hidden"), of([2, 1], "hidden"))).toBe(true);
    expect(sameGrid(of([1, 2], "hidden"), of([1, 2], "shown"))).toBe(false);
    expect(sameGrid(of([1, 2], "hidden"), of([1, 3], "hidden"))).toBe(false);
    expect(sameGrid(of([1, 2], "hidden"), of([1, 2, 3], "hidden"))).toBe(false);
    expect(sameGrid(of([1, 2], "hidden"), gridPlayers(4, 4, 8, 8))).toBe(false);
    expect(sameGrid(gridPlayers(4, 4, 8, 8), gridPlayers(4, 4, 9, 9))).toBe(true);
    expect(showsWholeImage(of([1, 2], "hidden"))).toBe(false);
    expect(showsWholeImage(of([1, 2], "shown"))).toBe(true);
    expect(showsWholeImage(gridPlayers(4, 4, 8, 8))).toBe(true);
  });

  it.each([
    [17, 8, [0, 1], "16 rows"],
    [8, 8, [0], "2 to 64, got 1"],
    [3, 3, Array.from({ length: 10 }, (_, i) => i), "2 to 9, got 10"],
    [8, 8, [0, 64], "0 to 63, got 64"],
    [8, 8, [-1, 2], "0 to 63, got -1"],
    [8, 8, [0.5, 2], "got 0.5"],
    [8, 8, [5, 4, 5], "cell 5 is picked twice"],
  ])("refuses %s x %s with %j", (rows, cols, cells, named) => {
    expect(() => pickedCells(rows, cols, cells, "hidden")).toThrow(RangeError);
    expect(() => pickedCells(rows, cols, cells, "hidden")).toThrow(named);
  });

  it("are taken in their one form only", () => {
    expect(() => gridPlayers(4, 4, 8, 8, { cells: [2, 1], others: "hidden" })).toThrow("ascending");
    expect(() => gridPlayers(1, 2, 8, 8, { cells: [0, 1], others: "hidden" })).toThrow("ascending");
    expect(() => gridPlayers(9, 9, 8, 9, { cells: [0, 1], others: "hidden" })).toThrow("width");
  });
});

describe("playerOfPixel", () => {
  const two = (a: PatchRect, b: PatchRect): Players => ({
    n: 2,
    rows: 1,
    cols: 2,
    picked: null,
    width: 4,
    height: 2,
    patches: [[a], [b]],
  });

  it("writes each pixel's player row by row", () => {
    expect([...playerOfPixel(gridPlayers(2, 2, 3, 2))]).toEqual([0, 0, 1, 2, 2, 3]);
  });

  it("marks pixels of no player", () => {
    expect([...playerOfPixel(two([0, 0, 1, 1], [2, 1, 2, 1]))]).toEqual([0, 256, 256, 256, 256, 256, 1, 1]);
  });

  it("refuses patches that overlap, leave the image or are missing", () => {
    expect(() => playerOfPixel(two([0, 0, 2, 2], [1, 1, 2, 1]))).toThrow("patch 1 overlaps patch 0");
    expect(() => playerOfPixel(two([0, 0, 2, 2], [3, 0, 2, 1]))).toThrow(
      "patch 1 must lie within 4 x 2 pixels, got [3, 0, 2, 1]",
    );
    expect(() => playerOfPixel(two([0, 0, 2, 2], [2, 0, 0, 1]))).toThrow(RangeError);
    expect(() => playerOfPixel({ ...two([0, 0, 1, 1], [1, 0, 1, 1]), n: 3 })).toThrow("n = 3 patches, got 2");
  });
});

describe("patchName", () => {
  it("names columns by letter and rows from the top by number", () => {
    expect([0, 1, 3, 4, 6, 11].map((index) => patchName(index, 4))).toEqual(["a1", "b1", "d1", "a2", "c2", "d3"]);
    expect(patchName(8, 3)).toBe("c3");
    expect(patchName(15, 16)).toBe("p1");
  });

  it("refuses what has no name", () => {
    expect(() => patchName(-1, 3)).toThrow("index must be an integer of 0 or more, got -1");
    expect(() => patchName(0.5, 3)).toThrow(RangeError);
    expect(() => patchName(0, 0)).toThrow("cols must be an integer from 1 to 26, got 0");
    expect(() => patchName(0, 27)).toThrow(RangeError);
  });
});
