import { ImageError } from "./errors.ts";
import type { ImageFormat } from "./protocol.ts";
import { networkFormatOf } from "../models/network-format.ts";

/** What of a file's beginning is looked at: for networks, an archive's names. */
export const FORMAT_BYTES = 2 ** 16;

/** What iPhones write, as people call it; there is no decoder of it here. */
export const HEIC = "HEIC";

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
 * @param bytes its beginning; FORMAT_BYTES tell everything.
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
  if (/hei[cxms]|hev[cxms]|mif[12]|msf1/.test(brands)) throw new ImageError("unsupported-format", { format: HEIC });
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
