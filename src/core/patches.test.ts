import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridPlayers, NO_PLAYER, patchName, playerOfPixel, type Players } from "./patches.ts";

describe("gridPlayers", () => {
  it("cuts row-major from the top left at round(i·size/count)", () => {
    expect(gridPlayers(2, 3, 8, 5)).toEqual({
      n: 6,
      rows: 2,
      cols: 3,
      width: 8,
      height: 5,
      // Columns end at 8/3 = 2.67 → 3, 16/3 = 5.33 → 5, 8; rows at 2.5 → 3, 5.
      patches: [
        [0, 0, 3, 3],
        [3, 0, 2, 3],
        [5, 0, 3, 3],
        [0, 3, 3, 2],
        [3, 3, 2, 2],
        [5, 3, 3, 2],
      ],
    });
    expect(
      gridPlayers(3, 3, 64, 64)
        .patches.map(([x]) => x)
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
        expect(areas).toEqual(players.patches.map(([, , width, height]) => width * height));
        const widths = players.patches.map(([, , width]) => width);
        expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
      }),
      { seed: 21 },
    );
  });

  it.each([
    [0, 3, 9, 9, "rows"],
    [3, 1.5, 9, 9, "cols"],
    [NaN, 3, 9, 9, "rows"],
    [4, 5, 99, 99, "20"],
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

describe("playerOfPixel", () => {
  const two = (a: Players["patches"][number], b: Players["patches"][number]): Players => ({
    n: 2,
    rows: 1,
    cols: 2,
    width: 4,
    height: 2,
    patches: [a, b],
  });

  it("writes each pixel's player row by row", () => {
    expect([...playerOfPixel(gridPlayers(2, 2, 3, 2))]).toEqual([0, 0, 1, 2, 2, 3]);
  });

  it("marks pixels of no player", () => {
    expect([...playerOfPixel(two([0, 0, 1, 1], [2, 1, 2, 1]))]).toEqual([0, 255, 255, 255, 255, 255, 1, 1]);
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
