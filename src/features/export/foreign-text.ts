import { ExportError } from "./export-error.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Pixels of a text's picture for one of the drawing: 576 dots per inch in print. */
const SHARPNESS = 6;
/** What marks and descenders may reach beyond a line, as a share of the font's size. */
const OVERHANG = 0.4;

/** A stretch of text with where the browser has put it, in the text element's own coordinates; `y` is the baseline's. */
interface Stretch {
  readonly element: SVGTextContentElement;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What is drawn of an element's content: a title in it is for pointers. */
const drawnText = (element: Element): string =>
  [...element.childNodes]
    .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ nodeValue }) => nodeValue)
    .join("");

/** The element's own stretches, from left to right; those without a character are not there. */
function stretchesOf(text: SVGTextElement): Stretch[] {
  const spans = [...text.querySelectorAll("tspan")];
  return (spans.length === 0 ? [text] : spans).flatMap((element): Stretch[] => {
    if (element.getNumberOfChars() === 0) return [];
    const { x, y } = element.getStartPositionOfChar(0);
    return [{ element, text: drawnText(element), x, y, width: element.getComputedTextLength() }];
  });
}

/** A stretch as a picture in the fonts that the reader has. */
function pictureOf({ element, text, x, y, width }: Stretch): Element {
  const { fontSize, fontWeight, fontFamily, fill } = getComputedStyle(element);
  const size = Number.parseFloat(fontSize);
  const [rise, side] = [size * (1 + OVERHANG), size * OVERHANG];
  const box = { x: x - side, y: y - rise, width: width + 2 * side, height: rise + size * OVERHANG };
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.ceil(box.width * SHARPNESS),
    height: Math.ceil(box.height * SHARPNESS),
  });
  const context = canvas.getContext("2d");
  if (context === null) throw new ExportError("canvas", "no context to set a text with");
  context.scale(SHARPNESS, SHARPNESS);
  context.font = `${fontWeight} ${size}px ${fontFamily}`;
  context.fillStyle = fill;
  context.fillText(text, side, rise, width);
  const image = document.createElementNS(SVG, "image");
  const shown = { x: box.x, y: box.y, width: canvas.width / SHARPNESS, height: canvas.height / SHARPNESS };
  for (const [name, value] of Object.entries(shown)) image.setAttribute(name, String(value));
  image.setAttribute("href", canvas.toDataURL("image/png"));
  return image;
}

/** A stretch as a text of its own, where it stood. */
function textOf({ element, text, x, y }: Stretch): Element {
  const own = document.createElementNS(SVG, "text");
  const { fontSize, fontWeight, fontFamily, fill } = getComputedStyle(element);
  const attributes = {
    x: String(x),
    y: String(y),
    fill,
    "font-size": Number.parseFloat(fontSize),
    "font-family": fontFamily,
    "font-weight": Number(fontWeight) > 500 ? "bold" : "normal",
  };
  for (const [name, value] of Object.entries(attributes)) own.setAttribute(name, String(value));
  own.textContent = text;
  return own;
}

/**
 * Replaces texts that a typeface cannot set by pictures of them, stretch by stretch, so that what it can set stays text. Changes `svg` in place,
 * which must be in the document, for the browser tells where its texts stand.
 *
 * @param has whether the typeface has all characters of a text.
 * @throws ExportError "canvas" when the browser draws nothing.
 */
export function pictureForeignTexts(svg: Element, has: (text: string) => boolean): void {
  for (const text of svg.querySelectorAll("text")) {
    const stretches = stretchesOf(text);
    if (stretches.every((stretch) => has(stretch.text))) continue;
    const pieces = document.createElementNS(SVG, "g");
    const transform = text.getAttribute("transform");
    if (transform !== null) pieces.setAttribute("transform", transform);
    pieces.append(...stretches.map((stretch) => (has(stretch.text) ? textOf(stretch) : pictureOf(stretch))));
    text.replaceWith(pieces);
  }
}
