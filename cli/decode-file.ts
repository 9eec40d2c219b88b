import { ImageError } from "../src/images/errors.ts";
import { cropAndResize, type Pixels } from "../src/core/resize.ts";
import { readImage } from "../src/images/read-image.ts";
import { codecs } from "./codecs.ts";
import { readInput } from "./read-input.ts";

/**
 * Reads an image file and fits it to width x height by the page's own code.
 * Throws InputError when the file cannot be read and ImageError, with its path, when it is no fit image.
 */
export async function decodeFile(path: string, width: number, height: number): Promise<Pixels> {
  return decodeImage(await readInput(path), path, width, height);
}

/** The same of an image file's bytes, whose path is only for the error. */
export async function decodeImage(bytes: Uint8Array, path: string, width: number, height: number): Promise<Pixels> {
  try {
    const image = await readImage(bytes, codecs);
    return cropAndResize(image.rgba, image.width, image.height, width, height);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new ImageError(error.code, { path, ...error.context }, { cause: error });
  }
}
