import { ImageError } from "../inference/errors.ts";
import type { ImageFormat } from "../inference/protocol.ts";
import { networkFormatOf } from "./network-format.ts";

/** Larger images are refused: 50 megapixels are 200 MB decoded. */
export const MAX_MEGAPIXELS = 50;

/** How far into a file a drawing's first tag may stand, behind comments and declarations. */
const SVG_SEARCH_BYTES = 4096;

/** Longest list of brands that is read, bytes; real ones take a few dozen. */
const BRAND_BYTES = 4096;

/** Beginnings of images that are not read, so that people learn which format to convert. */
const UNREAD: readonly (readonly [format: string, ...bytes: number[]])[] = [
  ["TIFF", 0x49, 0x49, 0x2a, 0x00],
  ["TIFF", 0x4d, 0x4d, 0x00, 0x2a],
  ["ICO", 0x00, 0x00, 0x01, 0x00],
  ["PSD", 0x38, 0x42, 0x50, 0x53],
  ["JPEG XL", 0xff, 0x0a],
  ["JPEG XL", 0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20],
  ["JPEG 2000", 0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20],
];

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/**
 * The format of an image file by its content.
 * @param bytes its beginning; 4 KB tell everything.
 * @throws ImageError `empty`, `svg`, `network`, `unsupported-format` or `not-an-image`.
 */
export function sniffImage(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) throw new ImageError("empty");
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return "jpeg";
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return "gif";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "webp";
  if (ascii(bytes, 4, 8) === "ftyp") return sniffBrands(bytes);
  const unread = UNREAD.find(([, ...start]) => startsWith(bytes, ...start))?.[0] ?? (isBmp(bytes) ? "BMP" : undefined);
  if (unread !== undefined) throw new ImageError("unsupported-format", { format: unread });
  if (isSvg(bytes)) throw new ImageError("svg");
  const network = networkFormatOf(bytes);
  throw network === null ? new ImageError("not-an-image") : new ImageError("network", { format: network });
}

/** AVIF and HEIC share a container and differ in the brands it lists first; videos use it, too. */
function sniffBrands(bytes: Uint8Array): ImageFormat {
  const end = Math.min(bytes.length, BRAND_BYTES, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
  const brands = ascii(bytes, 8, end);
  if (/avi[fs]/.test(brands)) return "avif";
  if (/hei[cxms]|hev[cx]|mif1|msf1/.test(brands)) throw new ImageError("unsupported-format", { format: "HEIC" });
  throw new ImageError("not-an-image");
}

/** Two letters alone would take many a text for a bitmap: the four reserved bytes behind the size are zero. */
function isBmp(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0x42, 0x4d) && bytes.length > 14 && bytes.subarray(6, 10).every((byte) => byte === 0);
}

function isSvg(bytes: Uint8Array): boolean {
  const encoding = startsWith(bytes, 0xff, 0xfe) ? "utf-16le" : startsWith(bytes, 0xfe, 0xff) ? "utf-16be" : "utf-8";
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, SVG_SEARCH_BYTES));
  return /^\s*</.test(text) && /<svg[\s>]/i.test(text) && !/<html[\s>]|<!doctype html/i.test(text);
}

/** Throws ImageError `damaged` when the size is no size, `too-large` above MAX_MEGAPIXELS. */
export function checkImageSize(width: number, height: number, format: ImageFormat): void {
  if (width < 1 || height < 1) throw new ImageError("damaged", { format });
  if (width * height > MAX_MEGAPIXELS * 1e6) throw new ImageError("too-large", { width, height, megapixelsMax: MAX_MEGAPIXELS });
}

/** Width and height as a file's header declares them, before orientation; null when they are not among these bytes. */
export function imageSizeOf(bytes: Uint8Array, format: ImageFormat): { readonly width: number; readonly height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (format) {
      case "png": return { width: view.getUint32(16), height: view.getUint32(20) };
      case "gif": return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case "webp": return webpSize(bytes, view);
      case "jpeg": return jpegSize(view);
      case "avif": return avifSize(bytes, view);
    }
  } catch (error) {
    // Reading past the end: the header is cut off.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function webpSize(bytes: Uint8Array, view: DataView): { width: number; height: number } | null {
  switch (ascii(bytes, 12, 16)) {
    case "VP8 ": return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const packed = view.getUint32(21, true);
      return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
    }
    case "VP8X": return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
    default: return null;
  }
}

/** Walks the segments to the start of frame. */
function jpegSize(view: DataView): { width: number; height: number } | null {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else at += 2 + view.getUint16(at + 2);
  }
}

/** The largest "ispe" property: a file holds one for each image in it, tiles and thumbnails included. */
function avifSize(bytes: Uint8Array, view: DataView): { width: number; height: number } | null {
  let largest: { width: number; height: number } | null = null;
  for (let at = bytes.indexOf(0x69); at !== -1; at = bytes.indexOf(0x69, at + 1)) {
    if (ascii(bytes, at, at + 4) !== "ispe") continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
