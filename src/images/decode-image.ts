import { ImageError } from "./errors.ts";
import type { DecodedImage } from "./protocol.ts";
import { fitImage, type Fit } from "../core/resize.ts";
import { FORMAT_BYTES, sniffImage } from "./image-format.ts";
import type { Codecs } from "./codecs.ts";
import { checkFileSize } from "./limits.ts";
import { readImage } from "./read-image.ts";

/**
 * Reads an image file and fits it to a network's input, as `readImage` does: what is no image, or too large, is told before all of it is
 * in memory. Throws ImageError.
 */
export async function decodeImage(file: Blob, fit: Fit, codecs: Codecs): Promise<DecodedImage> {
  sniffImage(await bytesOf(file.slice(0, FORMAT_BYTES)));
  checkFileSize(file.size);
  const { format, rgba, width: originalWidth, height: originalHeight } = await readImage(await bytesOf(file), codecs);
  try {
    return {
      pixels: fitImage(rgba, originalWidth, originalHeight, fit),
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
