import sharp from "sharp";
import { cropAndResize, type Pixels } from "../src/core/resize.ts";
import { checkImageSize, imageSizeOf, MAX_MEGAPIXELS, sniffImage } from "../src/exploration/image-format.ts";
import { ImageError } from "../src/inference/errors.ts";
import { readInput } from "./read-input.ts";

/**
 * Reads an image file and fits it to width x height as the page does: EXIF orientation applied, first frame only, colour
 * profiles ignored. Throws InputError when the file cannot be read and ImageError, with its path, when it is no fit image.
 */
export async function decodeFile(path: string, width: number, height: number): Promise<Pixels> {
  return decodeImage(await readInput(path), path, width, height);
}

/** The same of an image file's bytes, whose path is only for the error. */
export async function decodeImage(bytes: Uint8Array, path: string, width: number, height: number): Promise<Pixels> {
  try {
    return await decodeBytes(bytes, width, height);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new ImageError(error.code, { path, ...error.context }, { cause: error });
  }
}

async function decodeBytes(bytes: Uint8Array, width: number, height: number): Promise<Pixels> {
  const format = sniffImage(bytes);
  const declared = imageSizeOf(bytes, format);
  if (declared !== null) checkImageSize(declared.width, declared.height, format);
  const decoded = await sharp(bytes, { ignoreIcc: true, limitInputPixels: MAX_MEGAPIXELS * 1e6, failOn: "error" })
    .autoOrient()
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new ImageError("damaged", { format }, { cause });
    });
  const { data, info } = decoded;
  return cropAndResize(overWhite(data), info.width, info.height, width, height);
}

/**
 * Lays colours over white with a browser's rounding, which keeps pixels multiplied by their alpha in 8 bits, and leaves them
 * opaque. Opaque pixels stay as they are. Changes `rgba` in place.
 */
function overWhite(rgba: Uint8Array): Uint8Array {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3]!;
    if (alpha === 255) continue;
    for (let c = at; c < at + 3; c++) rgba[c] = Math.round((rgba[c]! * alpha) / 255) + 255 - alpha;
    rgba[at + 3] = 255;
  }
  return rgba;
}
