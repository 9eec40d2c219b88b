import { nextTask } from "../../platform/next-task.ts";
import { sniffImage } from "../image-format.ts";
import { ImageSetError } from "./errors.ts";
import { MOST_FILES, type DroppedFile } from "./dropped-files.ts";
import { unpackZip } from "./unpack-zip.ts";

/** Many images, by their paths in ascending order. */
export interface ImageSet {
  readonly images: readonly DroppedFile[];
  /** Files that are no images. */
  readonly others: number;
}

/** All images together, unpacked. */
const MOST_BYTES = 4 * 2 ** 30;

/** One image in a zip. */
const MOST_ZIPPED_BYTES = 2 ** 26;

/** An image's format stands in its first bytes. */
const BEGINNING_BYTES = 4096;

/** Files between two pauses, so that a page can draw. */
const AT_ONCE = 64;

/** The images among files and in zips, told by their content. Throws ImageSetError; rejects with the signal's reason. */
export async function collectImages(files: readonly DroppedFile[], signal?: AbortSignal): Promise<ImageSet> {
  const images: DroppedFile[] = [];
  let others = 0;
  let bytes = 0;
  const take = async (dropped: DroppedFile, beginning: Uint8Array): Promise<void> => {
    if (!isImage(beginning)) {
      others++;
      return;
    }
    bytes += dropped.file.size;
    if (bytes > MOST_BYTES) throw new ImageSetError("too-many-bytes", { megabytesMax: MOST_BYTES / 2 ** 20 });
    images.push(dropped);
  };
  if (files.length > MOST_FILES) throw new ImageSetError("too-many-files", { most: MOST_FILES });
  for (const [i, dropped] of files.entries()) {
    signal?.throwIfAborted();
    if (i % AT_ONCE === AT_ONCE - 1) await nextTask();
    const beginning = await beginningOf(dropped.file);
    if (!isZip(beginning)) {
      await take(dropped, beginning);
      continue;
    }
    const limits = { files: MOST_FILES - images.length, fileBytes: MOST_ZIPPED_BYTES, bytes: MOST_BYTES - bytes };
    for (const inside of await unpackZip(dropped.file, dropped.path, limits, signal))
      await take(inside, await beginningOf(inside.file));
  }
  if (images.length === 0) throw new ImageSetError("no-images");
  return { images: images.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)), others };
}

async function beginningOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, BEGINNING_BYTES).arrayBuffer());
  } catch {
    // Moved since, or a folder: no image.
    return new Uint8Array(0);
  }
}

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

function isImage(beginning: Uint8Array): boolean {
  try {
    sniffImage(beginning);
    return true;
  } catch {
    return false;
  }
}
