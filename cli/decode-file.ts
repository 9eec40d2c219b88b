import { ImageError } from "../src/images/errors.ts";
import type { Fit, Pixels } from "../src/core/resize.ts";
import { readImage } from "../src/images/read-image.ts";
import { codecs } from "./codecs.ts";
import { decodingErrorOf, fitted } from "./fitted.ts";
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
    return fitted(await readImage(bytes, codecs), fit);
  } catch (error) {
    throw error instanceof ImageError ? decodingErrorOf(error, path) : error;
  }
}
