import type { PictureModel } from "../concepts/picture-model.ts";
import type { PictureRow } from "../concepts/rows.ts";
import { namesOf } from "../image/layout.ts";

/** A cell that spreadsheets would take for a formula; RFC 4180 itself knows no formulas. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as a cell: quoted where RFC 4180 asks for it, behind an apostrophe where a spreadsheet would compute it. */
function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The rows behind the picture as CSV (RFC 4180): those that pass the filters, in the picture's order, the folded ones too.
 * Columns: kind; mask (bit i = patch i, row-major); order; patches by their chess names; fate; row (`shown`, or `others` for those folded
 * into one); born, the first layer at which it is alive, and died, the first at which it no longer is, empty when it is alive at the output;
 * then per layer `effect_nats:NAME`, as exact as it was computed, and per layer `state:NAME` (alive, bridged, below). The same in every language.
 *
 * @param layerNames of the columns, as the model names them.
 */
export function conceptsCsv(
  { groups, players }: Pick<PictureModel, "groups" | "players">,
  layerNames: readonly string[],
): string {
  const nameOf = (layer: number | null): string => (layer === null ? "" : textCell(layerNames[layer] ?? ""));
  const cells = (row: PictureRow, place: "shown" | "others"): string[] => [
    row.kind,
    String(row.mask),
    String(row.order),
    namesOf(row.mask, players).join(" "),
    row.fate ?? "",
    place,
    nameOf(row.born),
    nameOf(row.died),
    ...Array.from(row.effects, String),
    ...row.cells,
  ];
  const header = [
    "kind",
    "mask",
    "order",
    "patches",
    "fate",
    "row",
    "born",
    "died",
    ...layerNames.map((name) => textCell(`effect_nats:${name}`)),
    ...layerNames.map((name) => textCell(`state:${name}`)),
  ];
  const lines = groups.flatMap(({ rows, others }) => [
    ...rows.map((row) => cells(row, "shown")),
    ...others.map((row) => cells(row, "others")),
  ]);
  return [header, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
