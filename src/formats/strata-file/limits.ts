/** How much a file may hold. What is written keeps to the same limits, so that it can be read again. */
import { FileError } from "./file-error.ts";

/** Of the file and of the JSON in it: some twenty-five explorations of 16 patches with every score, hundreds of 9 patches. */
export const MAX_BYTES = 2 ** 28;

/** Of a file of plain JSON, as the command line writes it: one exploration, of 16 patches with every score at every one of two dozen layers. */
const MAX_PLAIN_BYTES = 2 ** 25;

/** JSON of this size is taken from a file of any size … */
const FREE_BYTES = 2 ** 25;

/** … and beyond it this many times the file's size: explorations shrink three to ten times, a thousand zeros a thousand times. */
const MAX_RATIO = 40;

/** Of the lists, numbers and texts that the JSON is parsed into, about; half as much again as a library of the size above takes. */
export const MAX_PARSED_BYTES = 3 * 2 ** 27;

/** Of the arrays that a file's numbers and pixels become: a few bytes of file can stand for 2^16 effects that are 0. */
const MAX_ARRAY_BYTES = 2 ** 30;

/** Characters of a name, of an exploration or of an image. */
export const MAX_NAME_LENGTH = 1000;

const GZIP = [0x1f, 0x8b];

/** Whether a file, by its first two bytes, is a gzip stream. */
export function isGzip(beginning: Uint8Array): boolean {
  return GZIP.every((byte, i) => beginning[i] === byte);
}

/** The most bytes that a file may have, by how it begins. */
export function mostBytes(beginning: Uint8Array): number {
  return isGzip(beginning) ? MAX_BYTES : MAX_PLAIN_BYTES;
}

/** The most JSON that a gzip file of `fileBytes` may hold. */
export function maxJsonBytes(fileBytes: number): number {
  return Math.min(MAX_BYTES, Math.max(FREE_BYTES, MAX_RATIO * fileBytes));
}

/** The FileError of something that takes more than `most` bytes. */
export function tooLarge(most: number): FileError {
  return new FileError("too-large", { megabytesMax: Math.round(most / 2 ** 20) });
}

/** Throws FileError `too-large` when `bytes` are more than `most`. */
export function checkBytes(bytes: number, most: number): void {
  if (bytes > most) throw tooLarge(most);
}

/** What an exploration takes in memory, at most: vectors of 2^n numbers, of those that are estimated 2^16, effects of either kind or scores, and pixels. */
export interface Sizes {
  readonly n: number;
  readonly vectors: number;
  readonly pixels: number;
}

/** Counts the memory of explorations, read or written one after the other; the function returned throws FileError `too-large` past the limit. */
export function createMemoryBudget(): (sizes: Sizes) => void {
  let bytes = 0;
  return ({ n, vectors, pixels }) => {
    bytes += vectors * 2 ** n * Float64Array.BYTES_PER_ELEMENT + 3 * pixels;
    checkBytes(bytes, MAX_ARRAY_BYTES);
  };
}
