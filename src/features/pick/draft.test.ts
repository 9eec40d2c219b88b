import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pickedGrids } from "../../core/grids.fixture.ts";
import {
  countsOffered,
  fineGrids,
  firstDraft,
  gridOfDraft,
  regridded,
  suggested,
  suggestedCount,
  withCell,
  type Draft,
} from "./draft.ts";

const EMPTY: Draft = { rows: 8, cols: 8, cells: [], others: "hidden" };
const image = { width: 32, height: 32, rgb: Uint8Array.from({ length: 3072 }, (_, i) => (i * i) % 256) };
const suggest = (draft: Draft, pick: "centre" | "foreground", seed = 1): Draft =>
  suggested(draft, { pick, count: suggestedCount(draft, pick, null), seed }, image, "mean", [0.5, 0.5, 0.5]);

describe("a draft", () => {
  it("begins with what is picked, with the network's own grid, or with a usual one", () => {
    const size = { width: 28, height: 28 };
    const asked = { rows: 9, cols: 9, picked: { cells: [1, 2], others: "shown" } } as const;
    const own = { rows: 9, cols: 9, pick: "foreground", count: 10, others: "shown" } as const;
    const whole = { rows: 3, cols: 3, picked: null };
    expect(firstDraft(asked, size, undefined)).toEqual({ rows: 9, cols: 9, cells: [1, 2], others: "shown" });
    expect(firstDraft(whole, size, own)).toEqual({ rows: 9, cols: 9, cells: [], others: "shown" });
    expect(firstDraft(whole, size, undefined)).toEqual(EMPTY);
    expect(firstDraft(whole, { width: 6, height: 4 }, undefined)).toMatchObject({ rows: 4, cols: 6 });
  });

  it("takes cells in and out again, each once, as many as there are", () => {
    const two = withCell(withCell(EMPTY, 9, true), 3, true);
    expect(two.cells).toEqual([3, 9]);
    expect(withCell(two, 9, true).cells).toEqual([3, 9]);
    expect(withCell(two, 9, false).cells).toEqual([3]);
    expect(withCell(two, 10, false).cells).toEqual([3, 9]);
    const all = Array.from({ length: 64 }, (_, i) => i);
    expect(all.reduce((draft, cell) => withCell(draft, cell, true), EMPTY).cells).toEqual(all);
  });

  it("asks for nothing below two cells, and for the grid itself with all of them", () => {
    expect(gridOfDraft({ ...EMPTY, cells: [3] })).toBeNull();
    expect(gridOfDraft({ ...EMPTY, cells: [3, 9] })).toEqual({
      rows: 8,
      cols: 8,
      picked: { cells: [3, 9], others: "hidden" },
    });
    const all = Array.from({ length: 16 }, (_, i) => i);
    expect(gridOfDraft({ rows: 4, cols: 4, cells: all, others: "hidden" })).toEqual({ rows: 4, cols: 4, picked: null });
  });

  it("keeps its places on another grid", () => {
    // b2 of 4x4 has its middle at 3/8: d4 of 8x8, whose middle lies in b2 of 4x4.
    const fine = regridded({ ...EMPTY, rows: 4, cols: 4, cells: [5] }, 8, 8);
    expect(fine.cells).toEqual([27]);
    expect(regridded(fine, 4, 4).cells).toEqual([5]);
    // Neighbours that become one are one.
    expect(regridded({ ...EMPTY, cells: [0, 1, 8, 9, 63] }, 4, 4).cells).toEqual([0, 15]);
  });

  it("is a question, whatever is done to it", () => {
    const size = fc.integer({ min: 2, max: 16 });
    fc.assert(
      fc.property(
        pickedGrids(16, 40),
        size,
        size,
        fc.constantFrom("centre", "foreground"),
        fc.nat(9),
        (grid, rows, cols, pick, seed) => {
          const before = firstDraft(grid, image, undefined);
          for (const draft of [
            regridded(before, rows, cols),
            suggest(before, pick, seed),
            suggest(regridded(before, rows, cols), pick),
          ]) {
            expect(draft.cells.length).toBeLessThanOrEqual(draft.rows * draft.cols);
            expect(draft.cells.length < 2 || gridOfDraft(draft) !== null).toBe(true);
          }
        },
      ),
      { seed: 12 },
    );
  });
});

describe("suggestions", () => {
  it("pick as many cells as are wanted, else as are picked, else twelve, as far as there are so many", () => {
    expect(suggestedCount(EMPTY, "centre", null)).toBe(12);
    expect(suggestedCount({ ...EMPTY, cells: [1, 2, 3] }, "foreground", null)).toBe(3);
    expect(suggestedCount({ ...EMPTY, cells: [1, 2, 3] }, "foreground", 24)).toBe(24);
    expect(suggestedCount(EMPTY, "centre", 48)).toBe(36);
    expect(suggestedCount({ ...EMPTY, rows: 4, cols: 4 }, "centre", null)).toBe(4);
    expect(countsOffered(EMPTY, 5)).toEqual([4, 5, 8, 12, 16, 24, 32, 48]);
    expect(suggest(EMPTY, "centre").cells).toHaveLength(12);
    expect(suggest(EMPTY, "foreground").cells).toHaveLength(12);
  });

  it("draw others with another seed, all of them from the middle", () => {
    const [one, two] = [suggest(EMPTY, "centre", 1), suggest(EMPTY, "centre", 2)];
    expect(one.cells).not.toEqual(two.cells);
    for (const cell of [...one.cells, ...two.cells]) {
      expect([0, 7]).not.toContain(cell % 8);
      expect([0, 7]).not.toContain(Math.floor(cell / 8));
    }
  });

  it("leave a grid alone that has too few cells to choose from", () => {
    const small = { ...EMPTY, rows: 3, cols: 3 };
    expect(suggest(small, "centre")).toBe(small);
  });
});

it("offers the grids that an image has the pixels for, and the draft's own", () => {
  expect(fineGrids({ width: 28, height: 28 }, EMPTY).map(([rows]) => rows)).toEqual([4, 6, 8, 9, 12, 14, 16]);
  expect(fineGrids({ width: 10, height: 9 }, EMPTY).map(([rows]) => rows)).toEqual([4, 6, 8, 9]);
  expect(fineGrids({ width: 28, height: 28 }, { rows: 5, cols: 7 })).toContainEqual([5, 7]);
});
