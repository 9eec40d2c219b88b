import type { Pixels } from "../../core/resize.ts";
import { dataUri } from "../../platform/base64.ts";

/** Bytes before the pixels: the file's header and the picture's. */
const HEADER_BYTES = 54;
const PICTURE_HEADER_BYTES = 40;

/**
 * An image as a BMP file, the one format of browsers that is written without compressing: 24 bits a pixel, rows from the top.
 * Source: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage.
 */
export function encodeBitmap({ width, height, rgb }: Pixels): Uint8Array {
  const stride = 4 * Math.ceil((3 * width) / 4);
  const bytes = new Uint8Array(HEADER_BYTES + stride * height);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x424d);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, HEADER_BYTES, true);
  view.setUint32(14, PICTURE_HEADER_BYTES, true);
  view.setInt32(18, width, true);
  // Negative: from the top.
  view.setInt32(22, -height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0, to = HEADER_BYTES + y * stride; x < width; x++, from += 3, to += 3) {
      bytes[to] = rgb[from + 2]!;
      bytes[to + 1] = rgb[from + 1]!;
      bytes[to + 2] = rgb[from]!;
    }
  }
  return bytes;
}

const addresses = new WeakMap<Pixels, string>();

/** An image as an address that holds it; the same one is often shown in several places. */
export function bitmapUri(pixels: Pixels): string {
  const address = addresses.get(pixels) ?? dataUri("image/bmp", encodeBitmap(pixels));
  addresses.set(pixels, address);
  return address;
}
