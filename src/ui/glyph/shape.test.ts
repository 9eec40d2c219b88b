import { describe, expect, it } from "vitest";
import { glyphShape, kindPath, patchesPath } from "./shape.ts";

describe("glyphShape", () => {
  it("fits every grid from 1x1 to 4x4 with whole pixels inside its box", () => {
    for (let rows = 1; rows <= 4; rows++) {
      for (let cols = 1; cols <= 4; cols++) {
        const shape = glyphShape(rows, cols, 16, 12);
        expect(Number.isInteger(shape.cell) && Number.isInteger(shape.x) && Number.isInteger(shape.y)).toBe(true);
        expect(shape.x + cols * shape.cell).toBeLessThanOrEqual(16);
        expect(shape.y + rows * shape.cell).toBeLessThanOrEqual(12);
      }
    }
  });
  it("draws the usual grids at the size the look asks for", () => {
    expect(glyphShape(3, 4, 16, 12)).toMatchObject({ cell: 4, x: 0, y: 0 });
    expect(glyphShape(3, 3, 16, 12)).toMatchObject({ cell: 4, x: 2, y: 0 });
    expect(glyphShape(4, 4, 16, 12)).toMatchObject({ cell: 3, x: 2, y: 0 });
  });
  it("refuses a box that is too small", () => {
    expect(() => glyphShape(4, 4, 16, 3)).toThrow(RangeError);
  });
});

describe("patchesPath", () => {
  it("draws a square for each patch, row-major from the top left", () => {
    expect(patchesPath(glyphShape(3, 4, 16, 12), 0b0000_0100_0001)).toBe("M0 0h4v4h-4zM8 4h4v4h-4z");
  });
  it("draws nothing for no patch", () => {
    expect(patchesPath(glyphShape(3, 3, 16, 12), 0)).toBe("");
  });
});

describe("kindPath", () => {
  it("points up for AND and down for OR", () => {
    expect(kindPath("and", 4)).toBe("M-4 3.5L0 -3.5L4 3.5");
    expect(kindPath("or", 4)).toBe("M-4 -3.5L0 3.5L4 -3.5");
  });
});
