/** Width of a text in pixels at a font size and weight. */
export type Measure = (text: string, size: number, weight: 400 | 600) => number;

/** How a text is set: its size, weight and the width it must keep to, pixels. */
export interface TextBox {
  readonly size: number;
  readonly weight?: 400 | 600;
  readonly width: number;
}

const WIDE = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\u3000-\\u303f\\uff00-\\uffef";
/** Punctuation that ends no line, and that begins none. */
const OPENING = "“‘（「『《";
const CLOSING = "，。；：、！？）」』》”’";
/** What no line breaks within: a word, or one East Asian character, with the punctuation that belongs to it. */
const PIECES = new RegExp(
  `[${OPENING}]*[${WIDE}][${CLOSING}]*|[^\\S\\u00a0]+|(?:[^\\s${WIDE}]|\\u00a0)+[${CLOSING}]*`,
  "gu",
);

/**
 * Breaks a text into lines that fit: between words, between East Asian characters, and within a word only when it is wider than a line.
 * Costs O(characters) measurements.
 */
export function textLines(text: string, { size, weight = 400, width }: TextBox, measure: Measure): string[] {
  const fits = (line: string): boolean => measure(line, size, weight) <= width;
  const lines: string[] = [];
  let line = "";
  const add = (piece: string): void => {
    const longer = line + piece;
    if (line === "" || fits(longer.trimEnd())) {
      line = line === "" ? piece.trimStart() : longer;
      return;
    }
    lines.push(line.trimEnd());
    line = piece.trimStart();
  };
  for (const piece of text.match(PIECES) ?? []) for (const part of fits(piece) ? [piece] : [...piece]) add(part);
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}

/** A text that fits one line: its end gives way to an ellipsis. Costs O(characters) measurements. */
export function shortened(text: string, { size, weight = 400, width }: TextBox, measure: Measure): string {
  if (measure(text, size, weight) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && measure(`${characters.join("")}…`, size, weight) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
