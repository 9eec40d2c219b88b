import type { UnfinishedFit } from "../../probes/fitting.ts";
import { browserFolder, rootFolder, type Folder } from "./folder.ts";
import { readRecipe } from "./recipe.ts";
import type { FitFolders } from "./workbench.ts";

/** Names of folders: nothing that could lead elsewhere. */
const isId = (id: string): boolean => /^[A-Za-z0-9-]{1,64}$/.test(id);

/** The page's own folders of fits. RangeError on an id that is none. */
export const browserFolders: FitFolders = async (id, isNew) => {
  if (!isId(id)) throw new RangeError(`no id of a fit: ${id}`);
  const root = await rootFolder();
  if (root === null) return null;
  if (isNew) await remove(root, id);
  return browserFolder(await root.getDirectoryHandle(id, { create: true }));
};

/** Fits that are kept, the oldest first. What is not whole is none, and goes, unless somebody is at it. */
export async function unfinishedFits(): Promise<readonly UnfinishedFit[]> {
  const root = await rootFolder();
  if (root === null) return [];
  const fits: UnfinishedFit[] = [];
  for await (const [id, handle] of entriesOf(root)) {
    if (handle.kind !== "directory") continue;
    const fit = await unfinishedFit(id, handle as FileSystemDirectoryHandle);
    if (fit === null) await remove(root, id).catch(() => undefined);
    else fits.push(fit);
  }
  return fits.sort((a, b) => a.startedMs - b.startedMs);
}

/** Deletes what is kept of a fit. Rejects where somebody is at it. */
export async function discardFit(id: string): Promise<void> {
  const root = await rootFolder();
  if (root !== null) await remove(root, id);
}

const entriesOf = (folder: FileSystemDirectoryHandle): AsyncIterable<[string, FileSystemHandle]> =>
  (folder as unknown as { entries(): AsyncIterable<[string, FileSystemHandle]> }).entries();

async function remove(root: FileSystemDirectoryHandle, id: string): Promise<void> {
  try {
    await root.removeEntry(id, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  }
}

async function unfinishedFit(id: string, handle: FileSystemDirectoryHandle): Promise<UnfinishedFit | null> {
  const folder = browserFolder(handle);
  const kept = await readRecipe(folder);
  if (kept === null) return null;
  const { given, startedMs } = kept;
  let bytes = 0;
  for await (const [name] of entriesOf(handle)) bytes += (await folder.file(name))?.size ?? 0;
  const done = (await photographsIn(folder, "training")) + (await photographsIn(folder, "held-out"));
  const images = given.images.length;
  return {
    id,
    name: given.draft.name,
    sha256: given.draft.network.sha256,
    images,
    done: Math.min(1, done / Math.max(1, images)),
    bytes,
    startedMs,
  };
}

/** Photographs whose features are there, by the marks of a store. */
async function photographsIn(folder: Pick<Folder, "file">, store: string): Promise<number> {
  const marks = await folder.file(`${store}.marks`);
  if (marks === null) return 0;
  const bytes = await marks.arrayBuffer();
  const numbers = new Float64Array(bytes.slice(0, bytes.byteLength - (bytes.byteLength % 8)));
  return Math.max(
    0,
    ...[numbers[1], numbers[5]].filter((count) => count !== undefined && Number.isFinite(count)).map(Number),
  );
}
