import { describe, expect, it } from "vitest";
import { gridPlayers } from "../../core/patches.ts";
import { finerGrid, gridPath, GRIDS, namesOf, outlinePath, stepPatch, ticksPath, veilPath } from "./layout.ts";

const players = gridPlayers(3, 3, 9, 9);

/** Twice the enclosed area by the shoelace formula, over all loops; positive when the shape is on the right. */
function doubledArea(path: string): number {
  return path
    .split("Z")
    .filter(Boolean)
    .reduce((sum, loop) => {
      const points = loop
        .slice(1)
        .split("L")
        .map((point) => point.split(" ").map(Number));
      return (
        sum +
        points.reduce((area, [x, y], i) => {
          const [nextX, nextY] = points[(i + 1) % points.length]!;
          return area + x! * nextY! - nextX! * y!;
        }, 0)
      );
    }, 0);
}

describe("outlinePath", () => {
  it("walks once around a single patch", () => {
    expect(outlinePath(players, 0b1)).toBe("M0 0L3 0L3 3L0 3Z");
  });
  it("joins neighbours into one shape and encloses exactly the mask's area, for every mask", () => {
    expect(outlinePath(players, 0b11).split("Z").length - 1).toBe(1);
    for (let mask = 0; mask < 512; mask++)
      expect(doubledArea(outlinePath(players, mask))).toBe(2 * 9 * namesOf(mask, 3).length);
  });
  it("cuts the hole out of a ring", () => {
    expect(outlinePath(players, 0b111_101_111).split("Z").length - 1).toBe(2);
  });
  it("is empty for no patch, and the veil then covers everything", () => {
    expect(outlinePath(players, 0)).toBe("");
    expect(veilPath(players, 0)).toBe("M0 0H9V9H0Z");
  });
});

describe("gridPath and ticksPath", () => {
  it("draw the inner lines only", () => expect(gridPath(players)).toBe("M3 0V9M6 0V9M0 3H9M0 6H9"));
  it("keep ticks inside their patch", () => {
    for (const number of ticksPath(players, 4)
      .match(/[\d.]+/g)!
      .map(Number))
      expect(number > 3 && number < 6).toBe(true);
  });
});

describe("stepPatch", () => {
  it("moves by one and stops at the edges", () => {
    expect(
      ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].map((key) => stepPatch(key, 4, 3, 3)),
    ).toEqual([3, 5, 1, 7, 3, 5]);
    expect(["ArrowLeft", "ArrowUp"].map((key) => stepPatch(key, 0, 3, 3))).toEqual([0, 0]);
    expect(["ArrowRight", "ArrowDown"].map((key) => stepPatch(key, 8, 3, 3))).toEqual([8, 8]);
    expect(stepPatch("a", 4, 3, 3)).toBeNull();
  });
});

describe("grids", () => {
  it("range from 2x2 to 4x4 and get finer one click at a time", () => {
    expect(GRIDS).toHaveLength(9);
    expect(finerGrid(3, 3)).toEqual([3, 4]);
    expect(finerGrid(2, 2)).toEqual([3, 3]);
    expect(finerGrid(4, 3)).toEqual([4, 4]);
    expect(finerGrid(4, 4)).toBeNull();
  });
});
