import { constants, existsSync } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { MAX_BYTES } from "../src/formats/strata-file/limits.ts";
import { InputError } from "./failure.ts";

/** A path as text, or as the bytes that it is made of, which need not be UTF-8. */
export type Path = string | Buffer;

/**
 * Reads a file that a person named, of at most `maxBytes`. Nothing but a plain file is opened: a pipe might never end, and a device
 * does not. Throws InputError `not-found`, `not-a-file`, `file-too-large` or `not-readable`.
 */
export async function readInput(path: Path, maxBytes = MAX_BYTES): Promise<Uint8Array> {
  try {
    if (!(await stat(path)).isFile()) throw new InputError("not-a-file", { path: String(path) });
    // It may have become a pipe since, which must not be waited for.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await file.stat()).isFile()) throw new InputError("not-a-file", { path: String(path) });
      return await readBounded(file, maxBytes, path);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw cause instanceof InputError ? cause : inputErrorOf(cause, path);
  }
}

/** Reads to the end, whatever the size said before: files grow, and those of a system that makes them up say 0. */
async function readBounded(file: FileHandle, maxBytes: number, path: Path): Promise<Uint8Array> {
  const { size } = await file.stat();
  const refuse = (): never => {
    throw new InputError("file-too-large", { path: String(path), megabytesMax: Math.round(maxBytes / 2 ** 20) });
  };
  if (size > maxBytes) refuse();
  let bytes = Buffer.allocUnsafe(size + 1);
  for (let length = 0; ;) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
    length += bytesRead;
    if (length > maxBytes) refuse();
    if (bytesRead === 0) return bytes.subarray(0, length);
    if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
  }
}

/** What a failed look at a path means to the person who named it. */
export function inputErrorOf(cause: unknown, path: Path): InputError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const values = { path: String(path) };
  if (code === "ENOTDIR" && existsSync(path)) return new InputError("not-a-folder", values, { cause });
  if (code === "ENOENT" || code === "ENOTDIR") return new InputError("not-found", values, { cause });
  if (code === "EISDIR" || code === "ENXIO") return new InputError("not-a-file", values, { cause });
  return new InputError("not-readable", { ...values, reason: code || message }, { cause });
}
