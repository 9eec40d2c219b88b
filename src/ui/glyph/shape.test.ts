import { describe, expect, it } from "vitest";
import { cellNamed, pickedCells, type Grid } from "../../core/patches.ts";
import { maskOf } from "../../core/masks.ts";
import { glyphShape, kindPath, patchesPath } from "./shape.ts";

const full = (rows: number, cols: number): Grid => ({ rows, cols, picked: null });
const picked = (rows: number, cols: number, ...names: string[]): Grid => ({
  rows,
  cols,
  picked: pickedCells(
    rows,
    cols,
    names.map((name) => cellNamed(name, { rows, cols })!),
    "hidden",
  ),
});

describe("glyphShape", () => {
  it("fits every grid from 1x1 to 4x4 with whole pixels inside its box", () => {
    for (let rows = 1; rows <= 4; rows++) {
      for (let cols = 1; cols <= 4; cols++) {
        const shape = glyphShape(full(rows, cols), 16, 12);
        expect(Number.isInteger(shape.cell) && Number.isInteger(shape.x) && Number.isInteger(shape.y)).toBe(true);
        expect(shape.x + cols * shape.cell).toBeLessThanOrEqual(16);
        expect(shape.y + rows * shape.cell).toBeLessThanOrEqual(12);
      }
    }
  });
  it("draws the usual grids at the size the look asks for", () => {
    expect(glyphShape(full(3, 4), 16, 12)).toMatchObject({ cell: 4, x: 0, y: 0 });
    expect(glyphShape(full(3, 3), 16, 12)).toMatchObject({ cell: 4, x: 2, y: 0 });
    expect(glyphShape(full(4, 4), 16, 12)).toMatchObject({ cell: 3, x: 2, y: 0 });
  });
  it("draws the part of a grid that picked cells are in", () => {
    // b2 to d3: three columns, two rows.
    expect(glyphShape(picked(8, 8, "b2", "d2", "c3"), 16, 12)).toMatchObject({
      cell: 5,
      rows: 2,
      cols: 3,
      places: [
        [0, 1],
        [10, 1],
        [5, 6],
      ],
    });
  });
  it("fits what is wider than its box in pixels", () => {
    const { cell, places } = glyphShape(picked(16, 16, "a1", "p16"), 16, 12);
    expect(cell).toBe(0.75);
    expect(places).toEqual([
      [2, 0],
      [13.25, 11.25],
    ]);
  });
  it("fits any grid up to 16x16, whose marks are never too small to be seen and stand on whole pixels", () => {
    for (let side = 5; side <= 16; side++) {
      const shape = glyphShape(full(side, side), 16, 12);
      expect(shape.y + side * shape.cell).toBeLessThanOrEqual(12);
      expect(shape.mark).toBe(3);
      expect(patchesPath(shape, maskOf([side * side - 1]))).toMatch(/^M\d+ \d+h3v3h-3z$/);
    }
    expect(glyphShape(full(8, 8), 16, 12)).toMatchObject({ cell: 1.5, x: 2, y: 0 });
  });
});

describe("patchesPath", () => {
  it("draws a square for each patch, row-major from the top left", () => {
    expect(patchesPath(glyphShape(full(3, 4), 16, 12), 0b0000_0100_0001)).toBe("M0 0h4v4h-4zM8 4h4v4h-4z");
  });
  it("draws nothing for no patch", () => {
    expect(patchesPath(glyphShape(full(3, 3), 16, 12), 0)).toBe("");
  });
});

describe("kindPath", () => {
  it("points up for AND and down for OR", () => {
    expect(kindPath("and", 4)).toBe("M-4 3.5L0 -3.5L4 3.5");
    expect(kindPath("or", 4)).toBe("M-4 -3.5L0 3.5L4 -3.5");
  });
});
