/** Average advance of the page's font at 12 px, a little on the wide side; East Asian characters count nearly double. */
const CHARACTER_PX = 6.6;
/** Below this many characters an ellipsis would leave nothing to read: such a name is cut instead. */
const MIN_ELLIPSIS = 5;

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** Estimated width of a text in characters of the Latin alphabet. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (wide.test(character) ? 1.8 : 1), 0);
}

/** The longest start that all names share and that ends at a separator, or at letters before a digit: "layer", "block ". */
function sharedStart(names: readonly string[]): string {
  const [first = ""] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  const start = first.slice(0, length);
  // Never cut into a number that the names share, as in block11 and block12.
  return start.replace(/[\d.]+$/, (tail) => (/[./_\- ]$/.test(tail) ? tail : ""));
}

/** How much of a shortened name is its end, in order of preference: the end tells a layer from its neighbours, unless all ends are alike. */
const TAIL_SHARES = [0.6, 0.3, 0] as const;

/** A name cut to `characters`, its middle left out. */
function ellipsis(name: string, characters: number, tailShare: number): string {
  const points = [...name];
  if (lengthOf(name) <= characters) return name;
  if (characters < MIN_ELLIPSIS) return points.slice(0, Math.max(1, Math.floor(characters))).join("");
  const room = Math.floor(characters) - 1;
  const tail = Math.ceil(room * tailShare);
  return `${points.slice(0, room - tail).join("")}…${points.slice(points.length - tail, tail === 0 ? 0 : undefined).join("")}`;
}

/** A text at 12 px as far as it goes into `width` pixels, with an ellipsis where it is longer. */
export function fittingText(text: string, width: number): string {
  return ellipsis(text, width / CHARACTER_PX, 0);
}

/** Estimated width of a text at 12 px, pixels. */
export function textWidth(text: string): number {
  return lengthOf(text) * CHARACTER_PX;
}

/** Names cut so that, if possible, no two look the same. */
function shortened(names: readonly string[], characters: number): string[] {
  const attempts = TAIL_SHARES.map((share) => names.map((name) => ellipsis(name, characters, share)));
  const different = (attempt: readonly string[]): number => new Set(attempt).size;
  return attempts.reduce((best, attempt) => (different(attempt) > different(best) ? attempt : best));
}

/**
 * Layer names that fit `width` pixels each: as they are; else without the start that all numbered ones share; else with their middle left out.
 * The last name is the output's and gives way to `output`, a short word for it, when it does not fit.
 */
export function fittingNames(names: readonly string[], width: number, output: string): string[] {
  const characters = width / CHARACTER_PX;
  const fits = (all: readonly string[]): boolean => all.every((name) => lengthOf(name) <= characters);
  const last = names.at(-1) ?? "";
  const head = lengthOf(last) <= characters ? last : output;
  const layers = names.slice(0, -1);
  if (fits(layers)) return [...layers, head];
  const numbered = layers.filter((name) => /\d/.test(name));
  const start = numbered.length > 1 ? sharedStart(numbered) : "";
  const short = layers.map((name) =>
    numbered.includes(name) && name.length > start.length ? name.slice(start.length) : name,
  );
  return [...(fits(short) ? short : shortened(short, characters)), head];
}
