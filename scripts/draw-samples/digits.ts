/** Strokes of handwritten digits, white on black, as centre lines within 28 x 28 (SVG paths). */
export const digits: readonly { readonly label: string; readonly path: string }[] = [
  { label: "2", path: "M9 10.5 C9.5 6.5 18 5.5 18.5 10 C18.8 13.5 12 17.5 9 21 C12 19.6 16 21.5 20 20.6" },
  {
    label: "3",
    path: "M9.5 8 C12 5.6 18 6 17.5 9.8 C17 12.8 14 13.4 12.6 13.6 C16 13.4 19.4 15.2 18.6 18.4 C17.6 22 11 22.4 8.8 19.8",
  },
  { label: "5", path: "M19 7 L11.6 7.4 L10.6 13.2 C13 11.6 18.4 12 18.6 16.2 C18.8 20.6 12.6 22.6 9 20.2" },
  { label: "7", path: "M8.6 8 C12 7.4 16 7.8 19.4 7.2 C17.4 11.6 14.6 16.4 13.2 21.6" },
];

/** Side of the picture, pixels. */
export const DIGIT_SIZE = 112;

/** The drawing of a digit; its line is as thick as a pen's of the data set. */
export const digitSvg = (path: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${DIGIT_SIZE}" height="${DIGIT_SIZE}" viewBox="0 0 28 28"><rect width="28" height="28"/><path d="${path}" fill="none" stroke="#fff" stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** The file that holds the picture of a digit. */
export const digitFile = (label: string): string => `digit-${label}.png`;
