import { decodingErrorOf, fitted } from "../cli/fitted.ts";
import type { Fit, Pixels } from "../src/core/resize.ts";
import type { Codecs } from "../src/images/codecs.ts";
import { ImageError } from "../src/images/errors.ts";
import { checkImageSize } from "../src/images/limits.ts";
import { readImage } from "../src/images/read-image.ts";
import type { Rgba } from "../src/images/rgba.ts";

/** Pixels, rows from the top: 3 bytes each (red, green, blue) or 4 (and alpha, not multiplied in). An `ImageData` is one. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** An image: raw pixels, or the bytes of a PNG, JPEG, WebP, AVIF or GIF file. */
export type ImageBytes = RawImage | Uint8Array | ArrayBuffer | Blob;

/** The same, or in Node a file by its path or file: URL. */
export type ImageInput = ImageBytes | string | URL;

/** What an image is called where something is wrong with it. */
const UNNAMED = "what was given as the image";

/** An image as a network takes it, by the page's own code. Throws ImageError or InputError `crop-outside`. */
export async function pixelsOf(image: ImageBytes, name: string, fit: Fit, codecs: Codecs): Promise<Pixels> {
  try {
    const rgba = "data" in image ? rgbaOf(image) : await readImage(await bytesOf(image), codecs);
    return fitted(rgba, fit);
  } catch (error) {
    throw error instanceof ImageError ? decodingErrorOf(error, name || UNNAMED) : error;
  }
}

export async function bytesOf(data: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (data instanceof Uint8Array) return data;
  return new Uint8Array("arrayBuffer" in data ? await data.arrayBuffer() : data);
}

function rgbaOf({ width, height, data }: RawImage): Rgba {
  const pixels = width * height;
  checkImageSize(width, height, "png");
  if (data.length === 4 * pixels) return { width, height, rgba: new Uint8ClampedArray(data) };
  const rgba = new Uint8ClampedArray(4 * pixels).fill(255);
  for (let pixel = 0; pixel < pixels; pixel++) rgba.set(data.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  return { width, height, rgba };
}
