import { describe, expect, it } from "vitest";
import { gridPlayers, pickedCells, playerOfPixel } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { imagePlayers } from "../../core/superpixels.ts";
import {
  alwaysHiddenPath,
  boundsOf,
  finerGrid,
  gridPath,
  GRIDS,
  namesOf,
  outlinePath,
  placeOf,
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

describe("superpixels", () => {
  const random = mulberry32(3);
  const image = {
    width: 24,
    height: 18,
    rgb: Uint8Array.from({ length: 3 * 24 * 18 }, () => 60 * Math.floor(5 * random())),
  };
  const cut = imagePlayers({ rows: 3, cols: 3, picked: null, cut: "superpixels" }, image);
  const areaOf = (mask: number): number =>
    cut.patches
      .filter((_, player) => ((mask >> player) & 1) === 1)
      .flat()
      .reduce((sum, [, , width, height]) => sum + width * height, 0);

  it("are enclosed to the pixel, alone and together, holes left out", () => {
    expect(cut.patches.some(({ length }) => length > 1)).toBe(true);
    for (let mask = 0; mask < 512; mask++) expect(doubledArea(outlinePath(cut, mask))).toBe(2 * areaOf(mask));
    expect(outlinePath(cut, 511)).toBe("M0 0H24V18H0Z");
  });

  it("take clicks on their own pixels alone: the area that is cut out of their button is theirs", () => {
    cut.patches.forEach((patch, player) => {
      const { left, top, width, height, clipPath } = placeOf(cut, player);
      const [x, y, across, down] = boundsOf(patch);
      expect([left, top, width, height].map(Number.parseFloat)).toEqual(
        [x / 24, y / 18, across / 24, down / 18].map((share) => expect.closeTo(100 * share, 3) as number),
      );
      if (patch.length === 1) return expect(clipPath).toBeUndefined();
      const corners = clipPath!
        .slice("polygon(evenodd, ".length, -1)
        .split(", ")
        .map((corner) => corner.split(" ").map(Number.parseFloat));
      const isIn = (px: number, py: number): boolean => {
        let inside = false;
        corners.forEach(([x1, y1], i) => {
          const [x2, y2] = corners[(i + 1) % corners.length]!;
          if (y1! > py !== y2! > py && px < x1! + ((py - y1!) / (y2! - y1!)) * (x2! - x1!)) inside = !inside;
        });
        return inside;
      };
      const owner = playerOfPixel(cut);
      for (let row = 0; row < down; row++)
        for (let col = 0; col < across; col++)
          expect(isIn((100 * (col + 0.5)) / across, (100 * (row + 0.5)) / down)).toBe(
            owner[(y + row) * 24 + x + col] === player,
          );
    });
  });

  it("have a line wherever two of them meet, and nowhere else", () => {
    const owner = playerOfPixel(cut);
    let borders = 0;
    for (let y = 0; y < 18; y++) {
      for (let x = 0; x < 24; x++) {
        if (x > 0 && owner[24 * y + x] !== owner[24 * y + x - 1]) borders++;
        if (y > 0 && owner[24 * y + x] !== owner[24 * (y - 1) + x]) borders++;
      }
    }
    const lengths = [...gridPath(cut).matchAll(/M(\d+) (\d+)([HV])(\d+)/g)].map(
      ([, x, y, way, end]) => Number(end) - Number(way === "H" ? x : y),
    );
    expect(lengths.every((length) => length > 0)).toBe(true);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(borders);
  });

  it("have their ticks in the largest square that they hold", () => {
    // xxx.   The square of 2 at (0, 0), before that at (1, 1).
    // xxxx
    // .xxx
    const patch = [[0, 0, 3, 1], [0, 1, 4, 1], [1, 2, 3, 1]] as const; // prettier-ignore
    const numbers = ticksPath({ ...players, patches: [patch] }, 0)
      .match(/[\d.]+/g)!
      .map(Number);
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(2);
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
