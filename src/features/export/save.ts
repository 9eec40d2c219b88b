import type { i18n } from "i18next";
import { conceptsCsv } from "./csv.ts";
import { nameOfImage } from "../../session/place.ts";
import { download, fileStem } from "../../storage/download.ts";
import { pngFile } from "./png.ts";
import { PROGRAM } from "./program.ts";
import type { PictureSource } from "./source.ts";
import { drawFigure, drawFigures, svgFile } from "./svg.tsx";

/** The files a picture can become. */
export type ExportFormat = "png" | "svg" | "pdf" | "csv";

/** What there is to say about a file that was saved, or a picture that was copied. */
export interface Saved {
  /** Its width, when the PNG had to be smaller than others are; else null. */
  readonly scaledDownTo: number | null;
  /** Whether rows that are open on the page are folded in it, since a figure is no taller than A4. */
  readonly folded: boolean;
}

/** As in `strata-golf-ball-3x3.svg`. */
function fileName({ result, picture, samples }: PictureSource, strings: i18n, format: ExportFormat): string {
  const name = nameOfImage(result.image.title, samples) || strings.t("page:image.pasted");
  const { n, rows, cols, picked, cut } = picture.players;
  const grid = `${rows}x${cols}${picked === null ? "" : `-${n}`}${cut === undefined ? "" : `-${cut}`}`;
  return `strata-${fileStem(name)}-${grid}.${format}`;
}

async function png(source: PictureSource, strings: i18n): Promise<Saved & { readonly blob: Blob }> {
  const drawing = await drawFigure(source, strings);
  const { blob, width, scaledDown } = await pngFile(drawing);
  return { blob, scaledDownTo: scaledDown ? width : null, folded: drawing.folded };
}

async function fileOf(
  format: ExportFormat,
  source: PictureSource,
  strings: i18n,
): Promise<Saved & { readonly blob: Blob }> {
  switch (format) {
    case "csv":
      return {
        blob: new Blob([conceptsCsv(source.picture, source.result.layers)], { type: "text/csv;charset=utf-8" }),
        scaledDownTo: null,
        folded: false,
      };
    case "png":
      return png(source, strings);
    case "svg": {
      const drawing = await drawFigure(source, strings);
      return { blob: svgFile(drawing), scaledDownTo: null, folded: drawing.folded };
    }
    case "pdf": {
      const [{ svgs }, { pdfFile }] = await Promise.all([drawFigures(source, strings, "pages"), import("./pdf.ts")]);
      const [title = "", description = ""] = ["title", "desc"].map(
        (name) => svgs[0]!.querySelector(name)?.textContent ?? "",
      );
      return {
        blob: await pdfFile(svgs, { title, subject: description, creator: PROGRAM }),
        scaledDownTo: null,
        folded: false,
      };
    }
  }
}

/**
 * Makes a file of the picture and hands it to the browser to save.
 *
 * @throws ExportError when the typeface or a canvas is not to be had; nothing is saved then.
 */
export async function savePicture(format: ExportFormat, source: PictureSource, strings: i18n): Promise<Saved> {
  const { blob, ...saved } = await fileOf(format, source, strings);
  download(blob, fileName(source, strings, format));
  return saved;
}

/**
 * Puts the picture on the clipboard, as PNG.
 *
 * @throws ExportError as for a file, a DOMException where the browser does not let the page write to the clipboard.
 */
export async function copyPicture(source: PictureSource, strings: i18n): Promise<Saved> {
  const made = png(source, strings);
  // Begun at once: Safari allows it only right after the click, and waits for the picture by itself.
  await navigator.clipboard.write([new ClipboardItem({ "image/png": made.then(({ blob }) => blob) })]);
  const { scaledDownTo, folded } = await made;
  return { scaledDownTo, folded };
}
