import fc from "fast-check";
import { OTHERS, pickedCells, type Grid } from "./patches.ts";

/** Grids of 2x2 to `side` x `side` of which 2 to `most` cells are picked, or all. */
export const pickedGrids = (side: number, most: number): fc.Arbitrary<Grid> =>
  fc.tuple(fc.integer({ min: 2, max: side }), fc.integer({ min: 2, max: side })).chain(([rows, cols]) =>
    fc.record({
      rows: fc.constant(rows),
      cols: fc.constant(cols),
      picked: fc
        .tuple(
          fc.uniqueArray(fc.nat(rows * cols - 1), { minLength: 2, maxLength: Math.min(most, rows * cols) }),
          fc.constantFrom(...OTHERS),
        )
        .map(([cells, others]) => pickedCells(rows, cols, cells, others)),
    }),
  );
