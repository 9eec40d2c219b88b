import { existsSync, realpathSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError } from "./failure.ts";

/** Throws InputError unless a file can be made at `path` that is not the one that is read; before the work, not after it. */
export function checkOutFile(path: string, input: string): void {
  if (!existsSync(dirname(path))) throw new InputError("out-no-parent", { path });
  if (existsSync(path) && realpathSync(path) === realpathSync(input)) throw new InputError("out-is-input", { path });
}

/** Throws InputError unless `path` is a folder or can become one. */
export function checkOutFolder(path: string): void {
  if (existsSync(path) && !statSync(path).isDirectory()) throw new InputError("out-is-file", { path });
  if (!existsSync(dirname(path))) throw new InputError("out-no-parent", { path });
}

/** Writes a file whole or not at all, through a link to what it names; throws InputError `out-not-writable`. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const file = existsSync(path) ? await realpath(path) : path;
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.unfinished`);
  try {
    // A pipe or a device, /dev/null say, must be written to: a file renamed over it would take its place.
    if (existsSync(file) && !statSync(file).isFile()) return await writeFile(file, content);
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw notWritable(path, cause);
  }
}

/**
 * Lets `fill` write files by name, and puts them into the folder `path` only when it has come to its end; if it throws, the
 * folder is left, or left missing, as it was. Throws what `fill` throws, or InputError `out-not-writable`.
 */
export async function writeFolder(path: string, fill: (write: (name: string, content: string | Uint8Array) => Promise<void>) => Promise<void>): Promise<void> {
  const refuse = (cause: unknown): never => {
    throw notWritable(path, cause);
  };
  const isNew = (await mkdir(path, { recursive: true }).catch(refuse)) !== undefined;
  let filled = false;
  try {
    // In the folder itself: another place may be on another disk, or not to be written to.
    const unfinished = await mkdtemp(join(path, ".unfinished-")).catch(refuse);
    try {
      await fill((name, content) => writeFile(join(unfinished, name), content).catch(refuse));
      for (const name of await readdir(unfinished)) await rename(join(unfinished, name), join(path, name)).catch(refuse);
      filled = true;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  } finally {
    if (isNew && !filled) await rmdir(path).catch(() => undefined);
  }
}

function notWritable(path: string, cause: unknown): InputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new InputError("out-not-writable", { path, reason: code ?? message }, { cause });
}
