import { ImageError } from "../src/images/errors.ts";
import { cropRect, fitImage, type Crop, type Fit, type Pixels } from "../src/core/resize.ts";
import { readImage } from "../src/images/read-image.ts";
import { codecs } from "./codecs.ts";
import type { Rgba } from "../src/images/rgba.ts";
import { InputError } from "./failure.ts";
import { readInput } from "./read-input.ts";

/**
 * Reads an image file and fits it to a network's input by the page's own code.
 * Throws InputError when the file cannot be read and ImageError, with its path, when it is no fit image.
 */
export async function decodeFile(path: string, fit: Fit): Promise<Pixels> {
  return decodeImage(await readInput(path), path, fit);
}

/** The same of an image file's bytes, whose path is only for the error. */
export async function decodeImage(bytes: Uint8Array, path: string, fit: Fit): Promise<Pixels> {
  try {
    const image = await readImage(bytes, codecs);
    if (fit.crop !== undefined) checkCrop(fit.crop, image, fit);
    return fitImage(image.rgba, image.width, image.height, fit);
  } catch (error) {
    throw error instanceof ImageError ? decodingErrorOf(error, path) : error;
  }
}

/** The page moves a crop that does not fit; here it was typed for this very image. */
function checkCrop(crop: Crop, { width, height }: Rgba, fit: Fit): void {
  const rect = cropRect(crop, width, height, fit.width, fit.height);
  if (rect.left !== crop.x || rect.top !== crop.y || rect.width !== crop.size)
    throw new InputError("crop-outside", { value: `${crop.x},${crop.y},${crop.size}`, width, height });
}

/** An image's error that tells its path. */
export function decodingErrorOf(error: ImageError, path: string): ImageError {
  return new ImageError(error.code, { path, ...error.context }, { cause: error });
}
