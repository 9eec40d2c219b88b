import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { existsSync, statSync } from "node:fs";
import { lstat, mkdir, open, readdir, readlink, realpath, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError } from "./failure.ts";

/** What is written; of an iterable each part as it is made. */
type Content = string | Uint8Array | Iterable<string>;

/** Throws InputError unless `path` is a folder or can become one. */
export function checkOutFolder(path: string): void {
  if (existsSync(path) && !statSync(path).isDirectory()) throw new InputError("out-is-file", { path });
  checkParent(path);
}

/** Throws InputError where something is to be made in a folder that is not there. */
export function checkParent(path: string): void {
  if (!existsSync(dirname(path))) throw new InputError("out-no-parent", { path });
}

/** A file that a result is written to, whole or not at all. */
export interface OutFile {
  /** Throws InputError `out-not-writable`. */
  write(content: Content): Promise<void>;
}

/**
 * Makes sure, before the work, that a file can be made at `path`, or at what a link there names, whether that exists or not; and that it
 * is not the one that is read. Throws InputError `out-no-parent`, `out-is-input` or `out-not-writable`.
 */
export async function openOutFile(path: string, input: string): Promise<OutFile> {
  const refuse = (cause: unknown): never => {
    throw notWritable(path, cause);
  };
  checkParent(path);
  const file = await linkedFile(path).catch(refuse);
  if (file === (await realpath(input))) throw new InputError("out-is-input", { path });
  if (!existsSync(dirname(file))) throw new InputError("out-no-parent", { path: file });
  // A pipe or a device, /dev/null say, must be written to: a file renamed over it would take its place.
  if (existsSync(file) && !statSync(file).isFile())
    return { write: (content) => writeFile(file, content).catch(refuse) };
  await sweep(dirname(file))
    .then(() => tryFolder(dirname(file)))
    .catch(refuse);
  return { write: (content) => replace(file, content).catch(refuse) };
}

/** What a path names in the end, though it may not exist; rejects with the system's error for links that lead in a circle. */
async function linkedFile(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const linked = await readlink(path).catch(() => null);
    return linked === null ? path : linkedFile(resolve(await realpath(dirname(path)), linked));
  }
}

/** Whether a folder can be written to; rejects with the system's error. */
async function tryFolder(path: string): Promise<void> {
  await rm(await unfinished(path, "x"));
}

/** A folder that results are written to, each whole or not at all, in the place of whatever has its name. */
export interface OutFolder {
  readonly path: string;
  /** Throws InputError `out-not-writable`. */
  write(name: string, content: Content): Promise<void>;
  /** Leaves the folder missing if it was, and nothing was written. */
  close(): Promise<void>;
}

/**
 * Makes sure of a folder, sweeps what a killed run left in it, and tries it: whether it can be written to is found before the work.
 * Throws InputError `out-not-writable`.
 */
export async function openOutFolder(path: string): Promise<OutFolder> {
  const isNew = !existsSync(path);
  try {
    // Not `recursive`: Node then takes a disk that is read only for a folder that is missing.
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    await sweep(path);
    await tryFolder(path);
  } catch (cause) {
    if (isNew) await rmdir(path).catch(() => undefined);
    throw notWritable(path, cause);
  }
  return {
    path,
    write: (name, content) => writeWhole(join(path, name), content),
    // A folder that holds something is not removed by this.
    close: async () => void (isNew && (await rmdir(path).catch(() => undefined))),
  };
}

/** Writes a file, whole or not at all, in the place of whatever has its name. Throws InputError `out-not-writable`. */
export function writeWhole(path: string, content: Content): Promise<void> {
  return replace(path, content).catch((cause: unknown) => {
    throw notWritable(path, cause);
  });
}

/** A file's content on its way: it lies beside the file, so on the same disk, under a name that tells which process of which machine writes it. */
const UNFINISHED = /^\.strata-(?:(.+)-)?(\d+)-[0-9a-f]{16}\.unfinished$/;
const HOST = hostname().replaceAll(/[^A-Za-z0-9.]/g, "-");

/** After this time, ms, nothing is still being written. */
const LONG_MS = 24 * 3600 * 1000;

/** Writes a file under a name of its own in a folder, down to the disk; returns its path. Leaves nothing where it fails. */
async function unfinished(folder: string, content: Content): Promise<string> {
  const path = join(folder, `.strata-${HOST}-${process.pid}-${randomBytes(8).toString("hex")}.unfinished`);
  try {
    const file = await open(path, "wx");
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return path;
}

/** Puts a file in its place at once, so that whoever looks sees the old one or the new one, even after a power cut. */
async function replace(path: string, content: Content): Promise<void> {
  const written = await unfinished(dirname(path), content);
  try {
    await rename(written, path);
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Not every system can; the file itself is safe. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** What tells a file from one that takes its place; null where there is none. */
export function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? null : `${found.ino}.${found.mtimeNs}`;
}

/** Removes what runs that were killed left in a folder: of this machine what is older than this run and of no process that lives; of others, which share the disk, what is a day old. */
async function sweep(folder: string): Promise<void> {
  const nowMs = Date.now();
  const startedMs = nowMs - 1000 * process.uptime();
  for (const name of await readdir(folder)) {
    const [, host, pid] = UNFINISHED.exec(name) ?? [];
    if (pid === undefined) continue;
    const isHere = host === HOST;
    if (isHere && isAlive(Number(pid))) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => null);
    if (found?.isFile() && found.mtimeMs < (isHere ? startedMs : nowMs - LONG_MS)) await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function notWritable(path: string, cause: unknown): InputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new InputError("out-not-writable", { path, reason: code ?? message }, { cause });
}
