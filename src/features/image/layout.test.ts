import { describe, expect, it } from "vitest";
import { gridPlayers, pickedCells } from "../../core/patches.ts";
import {
  alwaysHiddenPath,
  finerGrid,
  gridPath,
  GRIDS,
  namesOf,
  outlinePath,
  stepCell,
  stepPlayer,
  ticksPath,
  veilPath,
} from "./layout.ts";

const players = gridPlayers(3, 3, 9, 9);

/** Twice the enclosed area by the shoelace formula, over all loops; positive when the shape is on the right. */
function doubledArea(path: string): number {
  return path
    .split("Z")
    .filter(Boolean)
    .reduce((sum, loop) => {
      const points: [number, number][] = [];
      for (const [, letter, x, y] of loop.matchAll(/([MHV])(\d+)(?: (\d+))?/g)) {
        const [atX, atY] = points.at(-1) ?? [0, 0];
        if (letter === "M") points.push([Number(x), Number(y)]);
        else points.push(letter === "H" ? [Number(x), atY] : [atX, Number(x)]);
      }
      return (
        sum +
        points.reduce((area, [x, y], i) => {
          const [nextX, nextY] = points[(i + 1) % points.length]!;
          return area + x * nextY - nextX * y;
        }, 0)
      );
    }, 0);
}

describe("outlinePath", () => {
  it("walks once around a single patch", () => {
    expect(outlinePath(players, 0b1)).toBe("M0 0H3V3H0Z");
  });
  it("joins neighbours into one shape and encloses exactly the mask's area, for every mask", () => {
    expect(outlinePath(players, 0b11).split("Z").length - 1).toBe(1);
    for (let mask = 0; mask < 512; mask++)
      expect(doubledArea(outlinePath(players, mask))).toBe(2 * 9 * namesOf(mask, players).length);
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

describe("picked cells", () => {
  //   a b c d
  // 1 . x . x
  // 2 . . . .
  // 3 x x x .
  const cells = [1, 3, 8, 9, 10];
  const picked = (others: "hidden" | "shown") => gridPlayers(4, 4, 8, 8, pickedCells(4, 4, cells, others));

  it("are outlined where they lie; those that share an edge are one shape", () => {
    expect(outlinePath(picked("hidden"), 0b00001)).toBe("M2 0H4V2H2Z");
    expect(outlinePath(picked("hidden"), 0b01100)).toBe("M0 4H4V6H0Z");
    expect(namesOf(0b10110, picked("hidden"))).toEqual(["d1", "a3", "c3"]);
    expect(gridPath(picked("shown"))).toBe("M2 0h2v2h-2zM6 0h2v2h-2zM0 4h2v2h-2zM2 4h2v2h-2zM4 4h2v2h-2z");
  });

  it("are all that is not always hidden", () => {
    expect(alwaysHiddenPath(picked("hidden"))).toBe(veilPath(picked("hidden"), 0b11111));
    expect(alwaysHiddenPath(picked("shown"))).toBe("");
    expect(alwaysHiddenPath(gridPlayers(2, 2, 8, 8))).toBe("");
  });

  it("are walked through row by row, and from row to row", () => {
    const step = (key: string, player: number) => stepPlayer(key, player, picked("hidden"));
    expect([0, 1, 2, 3, 4].map((player) => step("ArrowRight", player))).toEqual([1, 2, 3, 4, 4]);
    expect([0, 1, 2, 3, 4].map((player) => step("ArrowLeft", player))).toEqual([0, 0, 1, 2, 3]);
    expect([0, 1, 2, 3, 4].map((player) => step("ArrowDown", player))).toEqual([3, 4, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map((player) => step("ArrowUp", player))).toEqual([0, 1, 0, 0, 0]);
    expect([0, 1, 2, 3, 4].map((player) => step("Home", player))).toEqual([0, 0, 2, 2, 2]);
    expect([0, 1, 2, 3, 4].map((player) => step("End", player))).toEqual([1, 1, 4, 4, 4]);
    expect(step("a", 0)).toBeNull();
    expect(stepPlayer("ArrowDown", 1, gridPlayers(2, 2, 8, 8))).toBe(3);
  });
});

describe("stepCell", () => {
  it("moves by one and stops at the edges", () => {
    expect(
      ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].map((key) =>
        stepCell(key, 4, { rows: 3, cols: 3 }),
      ),
    ).toEqual([3, 5, 1, 7, 3, 5]);
    expect(["ArrowLeft", "ArrowUp"].map((key) => stepCell(key, 0, { rows: 3, cols: 3 }))).toEqual([0, 0]);
    expect(["ArrowRight", "ArrowDown"].map((key) => stepCell(key, 8, { rows: 3, cols: 3 }))).toEqual([8, 8]);
    expect(stepCell("a", 4, { rows: 3, cols: 3 })).toBeNull();
  });
});

describe("grids", () => {
  it("range from 2x2 to 4x4 and get finer one click at a time", () => {
    expect(GRIDS).toHaveLength(9);
    expect(finerGrid(3, 3)).toEqual([3, 4]);
    expect(finerGrid(2, 2)).toEqual([3, 3]);
    expect(finerGrid(4, 3)).toEqual([4, 4]);
    expect(finerGrid(4, 4)).toEqual([8, 8]);
    expect(finerGrid(8, 8)).toBeNull();
  });
});
