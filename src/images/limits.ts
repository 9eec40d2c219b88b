import { ImageError } from "./errors.ts";
import type { ImageFormat } from "./protocol.ts";

/** Larger images are refused: 50 megapixels are 200 MB decoded. */
export const MAX_MEGAPIXELS = 50;

/** Longest side, pixels: what JPEG and GIF can say at most, and one more. A picture of a few pixels' width costs as much as its rows. */
export const MAX_SIDE = 65_536;

/** Largest file, bytes: what 50 megapixels take without any compression, four channels of 16 bits each, with room for what stands beside them. */
export const MAX_FILE_BYTES = 2 ** 29;

/** CMYK images are decoded by slower code, which takes more memory. */
export const MAX_CMYK_MEGAPIXELS = 25;

/** Most scans of a JPEG: photographs have 1 to 12, and each goes over the whole image once more. */
export const MAX_SCANS = 64;

/** Most pixels that all coded images of an AVIF have together, each as often as it has frames: the largest one, its alpha, and as much again for thumbnails. */
export const MAX_CODED_MEGAPIXELS = 4 * MAX_MEGAPIXELS;

/** Most segments, chunks or units that a file is made of, which may be a few bytes each: the largest photographs and longest animations have a tenth of it. */
export const MAX_PARTS = 1_000_000;

/** Most boxes of an AVIF that stand beside each other: photographs have a few dozen. */
export const MAX_BOXES = 10_000;

/**
 * Refuses what a file's header promises, before any of it is decoded.
 * Throws ImageError `damaged` when the size is no size, `too-large` above `megapixelsMax` or MAX_SIDE.
 */
export function checkImageSize(
  width: number,
  height: number,
  format: ImageFormat,
  megapixelsMax = MAX_MEGAPIXELS,
): void {
  if (width < 1 || height < 1) throw new ImageError("damaged", { format });
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > megapixelsMax * 1e6) {
    throw new ImageError("too-large", { width, height, megapixelsMax, sideMax: MAX_SIDE });
  }
}

/** Throws ImageError `too-many-bytes` above MAX_FILE_BYTES. */
export function checkFileSize(bytes: number): void {
  if (bytes > MAX_FILE_BYTES) throw new ImageError("too-many-bytes", { megabytesMax: MAX_FILE_BYTES / 2 ** 20 });
}
