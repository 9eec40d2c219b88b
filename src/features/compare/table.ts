import type { Players } from "../../core/patches.ts";
import { conceptText, type Table, type TableWords } from "../topics/table.ts";
import { BLOCKS, type Pair } from "./pairs.ts";

/** Names of the columns: layers of either picture, and those that are held against each other, by their place in the second. */
export type CompareColumn =
  "concept" | `pinned_${number}` | `this_${number}` | `difference_${number}` | `error_${number}`;

/**
 * Effects of the concepts of two pictures, in the units of the pair; a cell without a number is not salient. So many layers has either picture. Where either is
 * an estimate, the standard errors of the differences, too.
 */
export function compareTable(
  { rows, columns }: Pair,
  [pinned, shown]: readonly [pinned: number, shown: number],
  players: Players,
  words: TableWords,
): Table<CompareColumn> {
  const areEstimated = rows.some(({ errors }) => errors.some((error) => error !== null));
  return {
    columns: [
      "concept",
      ...Array.from({ length: pinned }, (_, l) => `pinned_${l}` as const),
      ...Array.from({ length: shown }, (_, l) => `this_${l}` as const),
      ...columns.map(([, l]) => `difference_${l}` as const),
      ...(areEstimated ? columns.map(([, l]) => `error_${l}` as const) : []),
    ],
    rows: rows.map((row) => [
      conceptText(row, players, words),
      ...BLOCKS.flatMap((block) => [...row[block]]),
      ...(areEstimated ? row.errors.map((error) => error?.size ?? null) : []),
    ]),
  };
}
