import { ImageError } from "./errors.ts";
import type { DecodedImage } from "./protocol.ts";
import { cropAndResize } from "../core/resize.ts";
import { FORMAT_BYTES, sniffImage } from "./image-format.ts";
import type { Codecs } from "./codecs.ts";
import { checkFileSize } from "./limits.ts";
import { readImage } from "./read-image.ts";

/**
 * Reads an image file in a worker and fits it to width x height, as `readImage` does: what is no image, or too large, is told before all of it is
 * in memory. Throws ImageError.
 */
export async function decodeImage(file: Blob, width: number, height: number, codecs: Codecs): Promise<DecodedImage> {
  sniffImage(await bytesOf(file.slice(0, FORMAT_BYTES)));
  checkFileSize(file.size);
  const { format, rgba, width: originalWidth, height: originalHeight } = await readImage(await bytesOf(file), codecs);
  try {
    return {
      pixels: cropAndResize(rgba, originalWidth, originalHeight, width, height),
      format,
      originalWidth,
      originalHeight,
    };
  } catch (cause) {
    throw new ImageError("no-room", {}, { cause });
  }
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new ImageError("unreadable", {}, { cause });
  }
}
