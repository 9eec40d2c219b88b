import { ImageError, damaged } from "./errors.ts";
import type { ImageFormat } from "./protocol.ts";
import { sniffImage } from "./image-format.ts";
import { fetched, type Codecs } from "./codecs.ts";
import type { Header } from "./header.ts";
import { checkFileSize } from "./limits.ts";
import { pngHeader } from "./png-image.ts";
import { turned, type Rgba } from "./rgba.ts";

/** What reads each format. The samples are PNG; what reads the others is fetched when such an image first comes. */
const READERS: Readonly<Record<ImageFormat, () => Promise<(bytes: Uint8Array) => Header>>> = {
  png: () => Promise.resolve(pngHeader),
  jpeg: async () => (await import("./jpeg-image.ts")).jpegHeader,
  webp: async () => (await import("./webp-image.ts")).webpHeader,
  avif: async () => (await import("./avif-image.ts")).avifHeader,
  gif: async () => (await import("./gif-image.ts")).gifHeader,
};

/** What a file's headers say of its image. Throws ImageError; nothing is decoded. */
export async function headerOf(bytes: Uint8Array, format: ImageFormat): Promise<Header> {
  checkFileSize(bytes.length);
  const read = await fetched(format, READERS[format]());
  try {
    return read(bytes);
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
  const header = await headerOf(bytes, format);
  try {
    const image = await header.decode(codecs);
    if (image.width !== header.width || image.height !== header.height) throw damaged(format);
    return { ...header.turns.reduce(turned, image), format };
  } catch (cause) {
    // The sizes are known to be sound: what is out of range now is memory.
    throw cause instanceof RangeError ? new ImageError("no-room", {}, { cause }) : cause;
  }
}
