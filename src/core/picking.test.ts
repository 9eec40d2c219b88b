import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselinePixels } from "./baseline.ts";
import { cellNamed, patchName } from "./patches.ts";
import { centralCells, drawnCells, foregroundCells } from "./picking.ts";

describe("centralCells", () => {
  it("gives the middle, row by row", () => {
    const names = centralCells({ rows: 8, cols: 8 }, [6, 6]).map((cell) => patchName(cell, 8));
    expect(names).toHaveLength(36);
    expect([names[0], names[5], names[6], names[35]]).toEqual(["b2", "g2", "b3", "g7"]);
    expect(names.join(" ")).not.toMatch(/a|h|[18]/);
  });

  it("lies nearer to the top left where there is no middle", () => {
    expect(centralCells({ rows: 4, cols: 3 }, [1, 2]).map((cell) => patchName(cell, 3))).toEqual(["a2", "b2"]);
  });

  it.each([
    [[0, 2], "rows"],
    [[2, 9], "columns"],
    [[1.5, 2], "rows"],
  ] as const)("refuses %s", (from, named) => {
    expect(() => centralCells({ rows: 8, cols: 8 }, from)).toThrow(named);
  });
});

describe("drawnCells", () => {
  it("draws so many different ones of the cells, ascending, the same for a seed", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(255), { minLength: 1, maxLength: 36 }),
        fc.integer(),
        fc.nat(),
        (cells, seed, many) => {
          const count = 1 + (many % cells.length);
          const drawn = drawnCells(cells, count, seed);
          expect(new Set(drawn).size).toBe(count);
          expect(drawn.every((cell) => cells.includes(cell))).toBe(true);
          expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
          expect(drawnCells(cells, count, seed)).toEqual(drawn);
        },
      ),
      { seed: 14 },
    );
  });

  it("draws every cell about as often", () => {
    const cells = Array.from({ length: 36 }, (_, i) => i);
    const times = new Array<number>(36).fill(0);
    for (let seed = 0; seed < 3000; seed++) for (const cell of drawnCells(cells, 12, seed)) times[cell]!++;
    // A thousand times each, give or take five standard deviations of √(3000 · ⅓ · ⅔) = 26.
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it("refuses to draw more than there are", () => {
    expect(() => drawnCells([1, 2], 3, 1)).toThrow("count must be 1 to 2, got 3");
  });
});

describe("foregroundCells", () => {
  it("gives the cells with most ink", () => {
    // Black but for c1, which is white, b2, which is half grey, and a speck in a1.
    const rgb = new Uint8Array(3 * 36);
    const paint = (x: number, y: number, grey: number) => rgb.fill(grey, 3 * (6 * y + x), 3 * (6 * y + x) + 3);
    for (const y of [0, 1]) for (const x of [4, 5]) paint(x, y, 255);
    for (const y of [2, 3]) for (const x of [2, 3]) paint(x, y, 128);
    paint(0, 0, 255);
    const image = { width: 6, height: 6, rgb };
    const grid = { rows: 3, cols: 3 };
    const cells = (names: string[]): number[] => names.map((name) => cellNamed(name, grid)!);
    const black = baselinePixels("zero", image, [0, 0, 0]);
    expect(foregroundCells(grid, image, black, 2)).toEqual(cells(["c1", "b2"]));
    expect(foregroundCells(grid, image, black, 3)).toEqual(cells(["a1", "c1", "b2"]));
    // The other cells are equal: the first of them is taken.
    expect(foregroundCells(grid, image, black, 4)).toEqual(cells(["a1", "b1", "c1", "b2"]));
    // Against white it is the black ones that differ.
    expect(foregroundCells(grid, image, baselinePixels("mean", image, [1, 1, 1]), 1)).toEqual(cells(["b1"]));
  });

  it("takes a cell that is a pixel wider for no stronger", () => {
    // 5 pixels in two cells: three and two.
    const image = { width: 5, height: 1, rgb: Uint8Array.from([9, 9, 9, 9, 9, 9, 9, 9, 9, 12, 12, 12, 12, 12, 12]) };
    expect(foregroundCells({ rows: 1, cols: 2 }, image, new Float32Array(15), 1)).toEqual([1]);
  });
});
