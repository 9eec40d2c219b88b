/**
 * PNG (ISO/IEC 15948) of one kind only: 8-bit RGB, not interlaced, filter type 0, three chunks. Own code, since libraries inflate
 * whatever a file holds before they compare it with its size; here nothing larger than the image asked for ever comes into being.
 */
import { ImageError } from "./errors.ts";
import type { Pixels } from "../core/resize.ts";
import { joined } from "../platform/joined.ts";
import { compress, decompress } from "../platform/compression.ts";
import { crc32 } from "../platform/crc32.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const NOTHING = new Uint8Array(0);

/** Length and type before a chunk's data, and its CRC after. */
const BEFORE_DATA = 8;
const AFTER_DATA = 4;

/** Pixels as a PNG file, lossless. RangeError when `rgb` is not `[height·width·3]`. */
export async function encodePng({ width, height, rgb }: Pixels): Promise<Uint8Array> {
  const stride = 3 * width;
  if (rgb.length !== stride * height)
    throw new RangeError(`rgb must have ${width}·${height}·3 = ${stride * height} values, got ${rgb.length}`);
  const lines = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row++)
    lines.set(rgb.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  return joined([beginning(width, height), chunk("IDAT", await compress([lines], "deflate")), chunk("IEND", NOTHING)]);
}

/** The most bytes a PNG of that size takes, in case its pixels cannot be compressed. */
export function maxPngBytes(width: number, height: number): number {
  // Deflate keeps what it cannot compress in blocks of 5 bytes more, of which there are fewer than one in a hundred bytes.
  return Math.ceil(1.01 * (3 * width + 1) * height) + 1024;
}

/** The pixels of a PNG file as `encodePng` writes it, of the size expected; ImageError `damaged` for any other bytes. */
export async function decodePng(
  bytes: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Pixels> {
  const begin = beginning(width, height);
  const end = chunk("IEND", NOTHING);
  const middle = bytes.subarray(begin.length, Math.max(begin.length, bytes.length - end.length));
  const data = middle.subarray(BEFORE_DATA, Math.max(BEFORE_DATA, middle.length - AFTER_DATA));
  // With the size and the kind known, all but the data is known to the byte.
  const isOurs =
    bytes.length <= maxPngBytes(width, height) && areEqual(bytes, joined([begin, chunk("IDAT", data), end]));
  const lines = isOurs ? await decompress(data, "deflate", (3 * width + 1) * height) : "damaged";
  const rgb = typeof lines === "string" ? null : unfiltered(lines, width, height);
  if (rgb === null) throw new ImageError("damaged", { format: "png" });
  return { width, height, rgb };
}

function unfiltered(lines: Uint8Array, width: number, height: number): Uint8Array | null {
  const stride = 3 * width;
  if (lines.length !== (stride + 1) * height) return null;
  const rgb = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const at = row * (stride + 1);
    if (lines[at] !== 0) return null;
    rgb.set(lines.subarray(at + 1, at + 1 + stride), row * stride);
  }
  return rgb;
}

/** All that comes before the pixels. */
function beginning(width: number, height: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Bits per channel and colour type RGB; the only compression, the only filter method and no interlacing are 0.
  header[8] = 8;
  header[9] = 2;
  return joined([SIGNATURE, chunk("IHDR", header)]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(BEFORE_DATA + data.length + AFTER_DATA);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < type.length; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, BEFORE_DATA);
  view.setUint32(BEFORE_DATA + data.length, crc32(bytes.subarray(4, BEFORE_DATA + data.length)));
  return bytes;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
