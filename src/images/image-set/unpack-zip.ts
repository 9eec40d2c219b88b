import { Unzip, UnzipInflate, type UnzipFile } from "fflate";
import { nextTask } from "../../platform/next-task.ts";
import { ImageSetError } from "./errors.ts";
import type { DroppedFile } from "./dropped-files.ts";

/** What a zip may unpack to. */
export interface ZipLimits {
  readonly files: number;
  /** Of one file, unpacked. */
  readonly fileBytes: number;
  /** Of all files together, unpacked. */
  readonly bytes: number;
}

/** So many bytes are unpacked at once: even of a bomb they give no more than a thousand times as many. */
const CHUNK_BYTES = 2 ** 16;

/** Images hardly shrink in a zip: what grows by more than this, once it has grown to so many bytes, is no image. */
const MOST_GROWTH = 200;
const GROWN_BYTES = 2 ** 22;

/**
 * The files of a zip, unpacked one after another, with their paths in it, which are no more than names. Folders are left out, and what systems put into zips
 * for themselves. Linear in what it unpacks to, which the limits bound. Throws ImageSetError; rejects with the signal's reason.
 */
export async function unpackZip(
  zip: Blob,
  name: string,
  limits: ZipLimits,
  signal?: AbortSignal,
): Promise<DroppedFile[]> {
  const unpacked: DroppedFile[] = [];
  let bytes = 0;
  let files = 0;
  let unfinished = 0;
  const unzip = new Unzip((entry) => {
    if (++files > limits.files) throw new ImageSetError("too-many-files", { most: limits.files });
    unfinished++;
    unpackEntry(entry, {
      grown: (by, size) => {
        bytes += by;
        if (size > limits.fileBytes) throw tooLarge("zip-file-too-large", limits.fileBytes, name);
        if (bytes > limits.bytes) throw tooLarge("too-many-bytes", limits.bytes, name);
        if (size > GROWN_BYTES && size > MOST_GROWTH * (entry.size ?? Infinity))
          throw new ImageSetError("zip-bomb", { name });
      },
      done: (parts) => {
        unfinished--;
        if (isWanted(entry.name)) unpacked.push({ path: entry.name, file: new Blob(parts) });
      },
    });
  });
  unzip.register(UnzipInflate);
  let packed = 0;
  try {
    for (let from = 0; from < zip.size; from += CHUNK_BYTES) {
      signal?.throwIfAborted();
      const chunk = new Uint8Array(await zip.slice(from, from + CHUNK_BYTES).arrayBuffer());
      unzip.push(chunk, from + CHUNK_BYTES >= zip.size);
      packed += chunk.length;
      // Where a file's packed size is not said, the whole so far tells.
      if (bytes > GROWN_BYTES && bytes > MOST_GROWTH * packed) throw new ImageSetError("zip-bomb", { name });
      await nextTask();
    }
  } catch (error) {
    if (error instanceof ImageSetError || signal?.aborted === true) throw error;
    throw new ImageSetError("zip-damaged", { name }, { cause: error });
  }
  if (files === 0 || unfinished > 0) throw new ImageSetError("zip-damaged", { name });
  return unpacked;
}

interface EntryWatch {
  /** So many bytes more, so many in all of this file. */
  grown(by: number, size: number): void;
  done(parts: Uint8Array<ArrayBuffer>[]): void;
}

function unpackEntry(entry: UnzipFile, { grown, done }: EntryWatch): void {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const keeps = isWanted(entry.name);
  let size = 0;
  entry.ondata = (error, data, isLast) => {
    if (error !== null) throw error;
    size += data.length;
    grown(data.length, size);
    if (keeps) parts.push(data.slice());
    if (isLast) done(parts);
  };
  entry.start();
}

/** Neither a folder, nor a file that is hidden or a system's own. */
const isWanted = (path: string): boolean => !path.endsWith("/") && !/(^|\/)(\.(?!\.?\/)|__MACOSX\/)/.test(path);

const tooLarge = (code: "zip-file-too-large" | "too-many-bytes", bytes: number, name: string): ImageSetError =>
  new ImageSetError(code, { name, megabytesMax: bytes / 2 ** 20 });
