/** What a spreadsheet may take for the beginning of a formula, full-width forms and leading blanks included; RFC 4180 itself knows no formulas. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

/** RFC 4180 asks for both characters. */
export const CSV_LINE_END = "\r\n";

/** A text as a cell: no formula, for names come from foreign files, and quoted where RFC 4180 asks for it. */
export function csvText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A row, with its end: each cell a text, a number with all its digits, or null for an empty one. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  const texts = cells.map((cell) => (cell === null ? "" : typeof cell === "number" ? String(cell) : csvText(cell)));
  return texts.join(",") + CSV_LINE_END;
}

/** A table of such rows. */
export function csvTable(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [header, ...rows].map(csvLine).join("");
}
