import { readFile } from "node:fs/promises";
import { InputError } from "./failure.ts";

/** Reads a file that a person named; throws InputError `not-found`, `not-a-file` or `not-readable`. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw inputErrorOf(cause, path);
  }
}

/** What a failed look at a path means to the person who named it. */
export function inputErrorOf(cause: unknown, path: string): InputError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return new InputError("not-found", { path }, { cause });
  if (code === "EISDIR") return new InputError("not-a-file", { path }, { cause });
  return new InputError("not-readable", { path, reason: code || message }, { cause });
}
