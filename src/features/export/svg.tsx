import type { i18n } from "i18next";
import { startTransition, useLayoutEffect, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { nextTask } from "../../platform/next-task.ts";
import css from "../concepts/concepts.css?raw";
import { StringsProvider } from "../../ui/language/strings.tsx";
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
  /** Whether rows that are open on the page are folded here for want of room. */
  readonly folded: boolean;
  /** The file, at a width and height in any unit of SVG. */
  markup(width: string, height: string): string;
}

/** Tells when what is in it has been drawn. */
function Drawn({ onDrawn, children }: { readonly onDrawn: () => void; readonly children: ReactNode }) {
  useLayoutEffect(onDrawn, [onDrawn]);
  return children;
}

/** What `content` draws, off the page and between events, an element each; rejects with what it throws. */
function drawn(content: ReactNode): Promise<Element[]> {
  const host = document.createElement("div");
  return new Promise((resolve, reject) => {
    const root = createRoot(host, { onUncaughtError: reject });
    const take = (): void => {
      resolve(Array.from(host.children, (element) => element.cloneNode(true) as Element));
      // Not while React is still at it.
      queueMicrotask(() => root.unmount());
    };
    startTransition(() => root.render(<Drawn onDrawn={take}>{content}</Drawn>));
  });
}

/** The picture as SVG that needs no stylesheet, and the stylesheet that carries its typeface. */
export interface Figures {
  readonly svgs: readonly Element[];
  readonly fontCss: string;
  /** Whether rows that are open on the page are folded here for want of room. */
  readonly folded: boolean;
}

/**
 * Draws the picture, off the page, on paper: on one page, or on as many as it takes. The same state gives the same drawings.
 *
 * @throws ExportError when the typeface or a canvas is not to be had.
 */
export async function drawFigures(source: PictureSource, strings: i18n, on: "one-page" | "pages"): Promise<Figures> {
  const { image } = source.result;
  const [fonts, imageUri] = await Promise.all([figureFonts(), image.isLeftOut ? null : imageUriOf(image.pixels)]);
  const svgs = await drawn(
    <StringsProvider strings={strings} language={strings.language}>
      <Figure
        source={source}
        measure={fonts.measure}
        imageUri={imageUri}
        language={document.documentElement.lang}
        on={on}
      />
    </StringsProvider>,
  );
  const folded = svgs.some((svg) => svg.hasAttribute("data-folded"));
  for (const svg of svgs) {
    await nextTask();
    putOnPaper(svg, styleRules(css));
  }
  return { svgs, fontCss: fonts.css, folded };
}

/**
 * The picture on one page as SVG with everything in it: typeface, image, colours. The same state gives the same bytes.
 *
 * @throws ExportError when the typeface or a canvas is not to be had.
 */
export async function drawFigure(source: PictureSource, strings: i18n): Promise<Drawing> {
  const {
    svgs: [first],
    fontCss,
    folded,
  } = await drawFigures(source, strings, "one-page");
  const svg = first!;
  const style = document.createElementNS(svg.namespaceURI, "style");
  style.textContent = `${fontCss}\n${COLUMN_FIGURES}`;
  svg.prepend(style);
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  return {
    width,
    height,
    folded,
    markup: (shownWidth, shownHeight) => {
      svg.setAttribute("width", shownWidth);
      svg.setAttribute("height", shownHeight);
      return new XMLSerializer().serializeToString(svg);
    },
  };
}

/** The drawing as a file for a paper: its size in millimetres, 180 wide unless many layers need more. */
export function svgFile({ width, height, markup }: Drawing): Blob {
  const mm = (pixels: number): string => `${(pixels * MM_PER_PX).toFixed(2)}mm`;
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${markup(mm(width), mm(height))}\n`], {
    type: "image/svg+xml",
  });
}
