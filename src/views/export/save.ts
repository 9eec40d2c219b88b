import type { i18n } from "i18next";
import { conceptsCsv } from "./csv.ts";
import { nameOfImage } from "../../state/place.ts";
import { download, fileStem } from "../../storage/download.ts";
import { pngFile } from "./png.ts";
import type { PictureSource } from "./source.ts";
import { drawFigure, svgFile } from "./svg.tsx";

/** The files a picture can become. */
export type ExportFormat = "png" | "svg" | "csv";

/** What there is to say about a file that was saved. */
export interface Saved {
  /** Its width, when the PNG had to be smaller than others are; else null. */
  readonly scaledDownTo: number | null;
}

/** As in `strata-golf-ball-3x3.svg`. */
function fileName({ result, picture, samples }: PictureSource, strings: i18n, format: ExportFormat): string {
  const name = nameOfImage(result.image.title, samples) || strings.t("page:image.pasted");
  return `strata-${fileStem(name)}-${picture.players.rows}x${picture.players.cols}.${format}`;
}

/**
 * Makes a file of the picture and hands it to the browser to save.
 *
 * @throws ExportError when the typeface or a canvas is not to be had; nothing is saved then.
 */
export async function savePicture(format: ExportFormat, source: PictureSource, strings: i18n): Promise<Saved> {
  const name = fileName(source, strings, format);
  if (format === "csv") {
    download(new Blob([conceptsCsv(source.picture, source.result.layerNames)], { type: "text/csv;charset=utf-8" }), name);
    return { scaledDownTo: null };
  }
  const drawing = await drawFigure(source, strings);
  if (format === "svg") {
    download(svgFile(drawing), name);
    return { scaledDownTo: null };
  }
  const { blob, width, scaledDown } = await pngFile(drawing);
  download(blob, name);
  return { scaledDownTo: scaledDown ? width : null };
}
