import type { Pixels } from "../core/resize.ts";
import { encodePng } from "../images/png.ts";
import { remembered } from "../platform/remembered.ts";
import type { ShownImage } from "./shape.ts";

/** Pixels as a PNG, encoded once for each image. */
export const pngOf = remembered((pixels: Pixels): Promise<Uint8Array> => encodePng(pixels));

/** An image as a file: as it came, else a PNG of its pixels, which are all that there is of it. */
export async function fileOf({ file, pixels }: Pick<ShownImage, "file" | "pixels">): Promise<Blob> {
  return file ?? new Blob([(await pngOf(pixels)) as Uint8Array<ArrayBuffer>], { type: "image/png" });
}
