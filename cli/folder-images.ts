import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { inputErrorOf } from "./read-input.ts";

/** A file of a folder that is called like an image; whatever it is. */
export interface FolderImage {
  /** Its name as the file system has it, which need not be UTF-8. */
  readonly fileName: Buffer;
  /** The same as text, for people. */
  readonly name: string;
  /** Where it is, as bytes for the file system. */
  readonly path: Buffer;
}

const IMAGE_NAMES = /\.(png|jpe?g|webp|avif|gif)$/i;

/** What of a folder is called like an image and not hidden, but for `except`; in the order of the names' bytes, whatever the locale. Throws InputError. */
export async function imagesIn(folder: string, except: string): Promise<readonly FolderImage[]> {
  const names = await readdir(folder, { encoding: "buffer" }).catch((cause: unknown) => {
    throw inputErrorOf(cause, folder);
  });
  const images = names
    .filter((fileName) => IMAGE_NAMES.test(fileName.toString("latin1")) && !fileName.toString("latin1").startsWith("."))
    .sort((a, b) => Buffer.compare(a, b))
    .map((fileName) => imageOf(folder, fileName));
  return images.filter(({ name }) => join(folder, name) !== except);
}

/** A file of a folder by its name. */
export function imageOf(folder: string, fileName: Buffer): FolderImage {
  return { fileName, name: fileName.toString(), path: Buffer.concat([Buffer.from(folder + sep), fileName]) };
}
