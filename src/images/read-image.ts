import { ImageError, damaged } from "./errors.ts";
import type { ImageFormat } from "./protocol.ts";
import { sniffImage } from "./image-format.ts";
import { avifHeader } from "./avif-image.ts";
import type { Codecs } from "./codecs.ts";
import { gifHeader } from "./gif-image.ts";
import type { Header } from "./header.ts";
import { jpegHeader } from "./jpeg-image.ts";
import { checkFileSize } from "./limits.ts";
import { pngHeader } from "./png-image.ts";
import { turned, type Rgba } from "./rgba.ts";
import { webpHeader } from "./webp-image.ts";

const HEADERS: Readonly<Record<ImageFormat, (bytes: Uint8Array) => Header>> = {
  jpeg: jpegHeader,
  png: pngHeader,
  webp: webpHeader,
  avif: avifHeader,
  gif: gifHeader,
};

/** What a file's headers say of its image. Throws ImageError; nothing is decoded. */
export function headerOf(bytes: Uint8Array, format: ImageFormat): Header {
  checkFileSize(bytes.length);
  try {
    return HEADERS[format](bytes);
  } catch (cause) {
    // Reading past the end: the file is cut off.
    throw cause instanceof RangeError ? damaged(format, cause) : cause;
  }
}

/**
 * Reads an image file, on the page and on the command line by the same code, so that both see the same pixels: turned as the file says, the first
 * frame of an animation (the default image of a PNG, the primary one of an AVIF), colour profiles ignored. Throws ImageError.
 */
export async function readImage(bytes: Uint8Array, codecs: Codecs): Promise<Rgba & { readonly format: ImageFormat }> {
  const format = sniffImage(bytes);
  const header = headerOf(bytes, format);
  try {
    const image = await header.decode(codecs);
    if (image.width !== header.width || image.height !== header.height) throw damaged(format);
    return { ...header.turns.reduce(turned, image), format };
  } catch (cause) {
    // The sizes are known to be sound: what is out of range now is memory.
    throw cause instanceof RangeError ? new ImageError("no-room", {}, { cause }) : cause;
  }
}
