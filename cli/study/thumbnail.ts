import { encode } from "jpeg-js";
import { fitImage } from "../../src/core/resize.ts";
import type { Decoded } from "../../src/probes/versions.ts";

/** The longer side, pixels. */
const SIDE = 64;
const QUALITY = 75;

/** Base64 of a small JPEG of an image, no larger than it is. */
export function thumbnailOf({ rgba, width, height }: Decoded): string {
  const small = fitImage(rgba, width, height, { width: SIDE, height: SIDE, resize: "within" });
  const data = new Uint8Array(4 * small.width * small.height).fill(0xff);
  for (let i = 0; i < small.width * small.height; i++) data.set(small.rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  const jpeg = encode({ data, width: small.width, height: small.height }, QUALITY);
  return Buffer.from(jpeg.data).toString("base64");
}
