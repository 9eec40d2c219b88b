/** Tables of what questions answer: the page shows and saves them, and the command line prints them. */
import type { Kind } from "../../core/interactions.ts";
import { patchesOf, type Mask } from "../../core/masks.ts";
import { playerName, type Grid } from "../../core/patches.ts";
import type { Region } from "../../session/regions.ts";

/** A cell; null is one without a number. */
export type Cell = string | number | null;

/** A table by what a program finds above each column. */
export interface Table<Column extends string = string> {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What stands in cells in a person's language, beside the layers' names. */
export interface TableWords {
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly regions: Readonly<Record<Region, string>>;
  /** No patch is shown. */
  readonly nothing: string;
  /** All orders together. */
  readonly all: string;
}

type TableGrid = Pick<Grid, "cols" | "picked">;

/** A mask's patches by their chess names, as in "b2 c3". */
export const patchesText = (mask: Mask, grid: TableGrid): string =>
  patchesOf(mask)
    .map((patch) => playerName(patch, grid))
    .join(" ");

/** What is shown, in words. */
export const shownText = (mask: Mask, grid: TableGrid, { nothing }: TableWords): string =>
  patchesText(mask, grid) || nothing;

/** A concept by its patches, as in "b2 AND c3". */
export const conceptText = (
  { kind, mask }: { readonly kind: Kind; readonly mask: Mask },
  grid: TableGrid,
  { kinds }: TableWords,
): string => patchesText(mask, grid).replaceAll(" ", ` ${kinds[kind]} `);
