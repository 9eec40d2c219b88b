/** Letters five dots wide and seven high, row by row from the top; the highest of five bits is the left dot. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  C: [14, 17, 16, 16, 16, 17, 14],
  E: [31, 16, 16, 30, 16, 16, 31],
  G: [14, 17, 16, 23, 17, 17, 15],
  I: [14, 4, 4, 4, 4, 4, 14],
  L: [16, 16, 16, 16, 16, 16, 31],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  Y: [17, 17, 10, 4, 4, 4, 4],
  0: [14, 17, 19, 21, 25, 17, 14],
  1: [4, 12, 4, 4, 4, 4, 14],
  2: [14, 17, 1, 6, 8, 16, 31],
  4: [2, 6, 10, 18, 31, 2, 2],
  5: [31, 16, 30, 1, 1, 17, 14],
  7: [31, 1, 2, 4, 8, 8, 8],
  9: [14, 17, 17, 15, 1, 17, 14],
  ".": [0, 0, 0, 0, 0, 12, 12],
  " ": [],
};

/** Whether point (x, y), y upward, is ink of `text` centred on the origin and `height` tall. */
export function inked(text: string, height: number, x: number, y: number): boolean {
  const dot = height / 7;
  const column = Math.floor(x / dot + text.length * 3 - 0.5),
    row = Math.floor(3.5 - y / dot);
  if (column < 0 || column >= text.length * 6 || row < 0 || row > 6) return false;
  const bits = GLYPHS[text[Math.floor(column / 6)]!]?.[row] ?? 0;
  return ((bits >> (4 - (column % 6))) & 1) === 1 && column % 6 < 5;
}
