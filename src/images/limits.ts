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

/** Most pixels that all scans of a JPEG go over together: 12 of the largest image. */
const MAX_SCANNED_MEGAPIXELS = 12 * MAX_MEGAPIXELS;

/** The same in CMYK, whose decoder is the slower one: 12 of the largest image. */
const MAX_SCANNED_CMYK_MEGAPIXELS = 12 * MAX_CMYK_MEGAPIXELS;

/** AVIF takes ten times as long to decode as JPEG: what phones take in 24 megapixels is read, what cameras take in more is not. */
export const MAX_AVIF_MEGAPIXELS = 25;

/** Its time goes with its pixels, and a megabyte of coded picture takes as long as so many megapixels. */
const MEGAPIXELS_PER_AVIF_MEGABYTE = 3;

/** Most megapixels of an AVIF together with those that its megabytes stand for: 24 with 5 MB, 12 with 9 MB. */
const MAX_AVIF_COST = 40;

/** Most pixels that all coded images of an AVIF have together, each as often as it has frames: the largest one and its alpha, or a thumbnail. */
export const MAX_CODED_MEGAPIXELS = 2 * MAX_AVIF_MEGAPIXELS;

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
  format: ImageFormat | "heic",
  megapixelsMax = MAX_MEGAPIXELS,
): void {
  if (width < 1 || height < 1) throw new ImageError("damaged", { format });
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > megapixelsMax * 1e6) {
    throw new ImageError("too-large", { width, height, megapixelsMax, sideMax: MAX_SIDE });
  }
}

/** Throws ImageError `slow-scans` where a JPEG has more scans than an image of its size may have. */
export function checkScans(scans: number, width: number, height: number, components: number): void {
  const megapixelsMax = components === 4 ? MAX_SCANNED_CMYK_MEGAPIXELS : MAX_SCANNED_MEGAPIXELS;
  const scansMax = Math.min(MAX_SCANS, Math.floor((megapixelsMax * 1e6) / (width * height)));
  if (scans > scansMax) throw new ImageError("slow-scans", { width, height, scansMax });
}

/** Throws ImageError `slow-avif` where the coded pictures of an AVIF, of `bytes` together, would take too long to decode. */
export function checkAvifCost(width: number, height: number, bytes: number): void {
  const [megapixels, megabytes] = [(width * height) / 1e6, bytes / 1e6];
  if (megapixels > MAX_AVIF_MEGAPIXELS || megapixels + MEGAPIXELS_PER_AVIF_MEGABYTE * megabytes > MAX_AVIF_COST)
    throw new ImageError("slow-avif", {
      megapixels: Math.round(megapixels),
      megabytes: Math.ceil(megabytes),
      megapixelsMax: MAX_AVIF_MEGAPIXELS,
    });
}

/** Throws ImageError `too-many-bytes` above MAX_FILE_BYTES. */
export function checkFileSize(bytes: number): void {
  if (bytes > MAX_FILE_BYTES) throw new ImageError("too-many-bytes", { megabytesMax: MAX_FILE_BYTES / 2 ** 20 });
}
