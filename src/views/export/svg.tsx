import type { i18n } from "i18next";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import css from "../concepts/concepts.css?raw";
import { StringsProvider } from "../language/strings.tsx";
import { Figure } from "./Figure.tsx";
import { MM_PER_PX } from "./figure-layout.ts";
import { figureFonts } from "./fonts.ts";
import { imageUriOf } from "./image-uri.ts";
import { putOnPaper } from "./paper.ts";
import type { PictureSource } from "./source.ts";
import { styleRules } from "./style-rules.ts";

/** Figures of one width where they stand below each other; elsewhere Inter would set its hyphens as wide as figures too. */
const COLUMN_FIGURES = "[data-row] text{font-variant-numeric:tabular-nums}";

/** A drawing that stands by itself, and its size in CSS pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The file, at a width and height in any unit of SVG. */
  markup(width: string, height: string): string;
}

/**
 * Draws the picture, off the page, as SVG with everything in it: typeface, image, colours. The same state gives the same bytes.
 *
 * @throws ExportError when the typeface or a canvas is not to be had.
 */
export async function drawFigure(source: PictureSource, strings: i18n): Promise<Drawing> {
  const { image } = source.result;
  const [fonts, imageUri] = await Promise.all([figureFonts(), image.file === null ? null : imageUriOf(image.pixels)]);
  const host = document.createElement("div");
  const root = createRoot(host);
  flushSync(() => root.render(
    <StringsProvider strings={strings}>
      <Figure source={source} measure={fonts.measure} imageUri={imageUri} language={document.documentElement.lang} />
    </StringsProvider>,
  ));
  const drawn = host.firstElementChild!.cloneNode(true) as SVGSVGElement;
  root.unmount();
  putOnPaper(drawn, styleRules(css));
  const style = document.createElementNS(drawn.namespaceURI, "style");
  style.textContent = `${fonts.css}\n${COLUMN_FIGURES}`;
  drawn.prepend(style);
  const [width, height] = [Number(drawn.getAttribute("width")), Number(drawn.getAttribute("height"))];
  return {
    width, height,
    markup: (shownWidth, shownHeight) => {
      drawn.setAttribute("width", shownWidth);
      drawn.setAttribute("height", shownHeight);
      return new XMLSerializer().serializeToString(drawn);
    },
  };
}

/** The drawing as a file for a paper: its size in millimetres, 180 wide unless many layers need more. */
export function svgFile({ width, height, markup }: Drawing): Blob {
  const mm = (pixels: number): string => `${(pixels * MM_PER_PX).toFixed(2)}mm`;
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${markup(mm(width), mm(height))}\n`], { type: "image/svg+xml" });
}
