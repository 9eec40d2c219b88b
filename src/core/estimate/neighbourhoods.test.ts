import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pickedGrids } from "../grids.fixture.ts";
import { gridPlayers, type PatchRect, type Players } from "../patches.ts";
import { mulberry32 } from "../random.ts";
import { imagePlayers } from "../superpixels.ts";
import { cliquesOf, touching } from "./neighbourhoods.ts";

/** By the plainest comparison of all rectangles with all. */
function naiveTouching({ patches }: Players): number[][] {
  const touch = ([x, y, width, height]: PatchRect, [left, top, across, down]: PatchRect): boolean =>
    left <= x + width && x <= left + across && top <= y + height && y <= top + down;
  return patches.map((patch, player) =>
    patches.flatMap((near, other) =>
      other !== player && patch.some((one) => near.some((rect) => touch(one, rect))) ? [other] : [],
    ),
  );
}

describe("patches that touch", () => {
  it("are blocks of 2 x 2 in a grid, all of them and no others", () => {
    const touches = touching(gridPlayers(3, 4, 16, 12));
    expect(touches[0]).toEqual([1, 4, 5]);
    expect(touches[5]).toEqual([0, 1, 2, 4, 6, 8, 9, 10]);
    expect(cliquesOf(touches)).toEqual(
      [0, 1, 2, 4, 5, 6].map((corner) => [corner, corner + 1, corner + 4, corner + 5]),
    );
  });

  it("are those of which a rectangle touches one of the other's, of cells and superpixels, all and picked ones", () => {
    fc.assert(
      fc.property(
        pickedGrids(6, 12),
        fc.nat(14),
        fc.nat(14),
        fc.constantFrom(undefined, "superpixels" as const),
        fc.nat(10_000),
        (grid, dx, dy, cut, seed) => {
          const random = mulberry32(seed);
          const [width, height] = [grid.cols + dx, grid.rows + dy];
          const rgb = Uint8Array.from({ length: 3 * width * height }, () => 60 * Math.floor(5 * random()));
          const players = imagePlayers({ ...grid, cut }, { width, height, rgb });
          expect(touching(players)).toEqual(naiveTouching(players));
        },
      ),
      { seed: 8, numRuns: 200 },
    );
  });
});
