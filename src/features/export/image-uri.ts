import type { Pixels } from "../../core/resize.ts";
import { encodePng } from "../../images/png.ts";
import { dataUri } from "../../platform/base64.ts";

/** Programs that smooth images whatever they are told should have this many pixels a side to smooth: then edges stay edges. */
const LEAST_SIDE = 256;

/** Each pixel as a square of `factor` x `factor`. */
function enlarged({ width, height, rgb }: Pixels, factor: number): Pixels {
  const large = { width: width * factor, height: height * factor };
  const bytes = new Uint8Array(3 * large.width * large.height);
  for (let y = 0, to = 0; y < large.height; y++) {
    for (let x = 0; x < large.width; x++, to += 3) {
      const from = 3 * (Math.floor(y / factor) * width + Math.floor(x / factor));
      bytes.set(rgb.subarray(from, from + 3), to);
    }
  }
  return { ...large, rgb: bytes };
}

/** The image as a PNG in a data URI, each of its pixels a square of whole pixels, at least 256 a side. */
export async function imageUriOf(pixels: Pixels): Promise<string> {
  const factor = Math.max(1, Math.ceil(LEAST_SIDE / Math.min(pixels.width, pixels.height)));
  return dataUri("image/png", await encodePng(enlarged(pixels, factor)));
}
