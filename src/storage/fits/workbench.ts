import type { OpenWorkbench, Workbench } from "../../backends/fitting/workbench.ts";
import { ImageError } from "../../images/errors.ts";
import { FittingError, type GivenFit } from "../../probes/fitting.ts";
import type { Folder, SyncFile } from "./folder.ts";
import { keptFeatures } from "./kept-features.ts";
import { FILES, readLook, readRecipe, recipeOf } from "./recipe.ts";

/** Images are copied by so many bytes at a time, so that no large one is in memory twice. */
const COPIED_BYTES = 2 ** 24;

/** Where the folders of fits come from; null: the browser keeps nothing. A new folder is empty. */
export type FitFolders = (id: string, isNew: boolean) => Promise<Folder | null>;

/** Opens workbenches in folders of the browser's, or in memory where it has none, or no room. */
export const workbenchesIn =
  (folders: FitFolders): OpenWorkbench =>
  async (id, given, onKept) => {
    const folder = await folders(id, given !== null);
    if (folder === null) {
      if (given === null) throw new FittingError("not-kept");
      return inMemory(given);
    }
    const lock = await lockOf(folder);
    try {
      if (given !== null && !(await keep(folder, given, onKept))) {
        lock.close();
        return inMemory(given);
      }
      const kept = await readRecipe(folder);
      if (kept === null) throw new FittingError("not-kept");
      return inFolder(folder, kept.given, lock);
    } catch (error) {
      lock.close();
      throw error;
    }
  };

function inMemory(given: GivenFit): Workbench {
  return {
    given,
    isKept: false,
    look: { read: async () => null, write: async () => undefined },
    store: (name, features) => keptFeatures(null, name, features),
    close: async () => undefined,
  };
}

function inFolder(folder: Folder, given: GivenFit, lock: SyncFile): Workbench {
  return {
    given,
    isKept: true,
    look: {
      read: () => readLook(folder, given.images.length),
      // Without it the look is taken once more.
      write: async (seen) => void (await writeWhole(folder, FILES.look, [new Blob([JSON.stringify(seen)])])),
    },
    store: (name, features) => keptFeatures(folder, name, features),
    close: async () => lock.close(),
  };
}

async function lockOf(folder: Folder): Promise<SyncFile> {
  try {
    return await folder.open(FILES.lock);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "NoModificationAllowedError")
      throw new FittingError("elsewhere", {}, { cause });
    throw cause;
  }
}

/** Whether all that was given found room; the recipe comes last, so that what it speaks of is there. */
async function keep(folder: Folder, given: GivenFit, onKept: (done: number, total: number) => void): Promise<boolean> {
  const { network, images } = given;
  const files = images.map(({ file }) => file);
  return (
    (await writeWhole(folder, FILES.network, [network])) &&
    (await writeWhole(folder, FILES.images, files, (done) => onKept(done, files.length))) &&
    (await writeWhole(folder, FILES.recipe, [new Blob([recipeOf(given, Date.now())])]))
  );
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    // A file that was moved or changed since.
    throw new ImageError("unreadable", {}, { cause });
  }
}

/** Whether blobs, one after another, found room in a file of their own. */
async function writeWhole(
  folder: Folder,
  name: string,
  blobs: readonly Blob[],
  onWritten: (done: number) => void = () => undefined,
): Promise<boolean> {
  const file = await folder.open(name);
  try {
    file.truncate(0);
    let at = 0;
    for (const [i, blob] of blobs.entries()) {
      onWritten(i);
      for (let from = 0; from < blob.size; from += COPIED_BYTES) {
        const part = await bytesOf(blob.slice(from, from + COPIED_BYTES));
        if (file.write(part, at) < part.length) return false;
        at += part.length;
      }
    }
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") return false;
    throw error;
  } finally {
    file.close();
  }
}
