import { nextTask } from "../../platform/next-task.ts";
import { ExportError } from "./export-error.ts";
import type { Drawing } from "./svg.tsx";

/** Pixels of the PNG for one of the drawing: 180 mm become 2040 pixels, close to the 300 dots per inch that journals ask for. */
const SCALE = 3;
/** The least that today's browsers allow a canvas: Safari on a phone in area, Chromium in length. */
const MAX_AREA = 2 ** 24;
const MAX_SIDE = 16_384;

/** How much larger than the drawing its PNG may be, at most 3. */
export function pngScale({ width, height }: Pick<Drawing, "width" | "height">): number {
  return Math.min(SCALE, MAX_SIDE / Math.max(width, height), Math.sqrt(MAX_AREA / (width * height)));
}

/** A PNG file; `scaledDown` when it had to be smaller than three times the drawing. */
export interface PngFile {
  readonly blob: Blob;
  readonly width: number;
  readonly scaledDown: boolean;
}

/**
 * Draws the SVG at three times its size, less where a canvas would be too large.
 *
 * @throws ExportError "canvas" when the browser draws nothing.
 */
export async function pngFile(drawing: Drawing): Promise<PngFile> {
  const scale = pngScale(drawing);
  const [width, height] = [Math.floor(drawing.width * scale), Math.floor(drawing.height * scale)];
  const address = URL.createObjectURL(
    new Blob([drawing.markup(String(width), String(height))], { type: "image/svg+xml" }),
  );
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    await nextTask();
    context?.drawImage(image, 0, 0, width, height);
    await nextTask();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (context === null || blob === null) throw new ExportError("canvas", `no PNG of ${width} x ${height} pixels`);
    return { blob, width, scaledDown: scale < SCALE };
  } catch (error) {
    throw error instanceof ExportError ? error : new ExportError("canvas", String(error));
  } finally {
    URL.revokeObjectURL(address);
  }
}
