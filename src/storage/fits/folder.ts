/** A file that is read and written at once, as workers may. */
export interface SyncFile {
  read(into: Uint8Array, at: number): number;
  /** Bytes that were written: fewer where there is no room. Throws QuotaExceededError. */
  write(bytes: Uint8Array, at: number): number;
  truncate(size: number): void;
  getSize(): number;
  close(): void;
}

/** A folder of files that the browser keeps for the page, to which others have no access. */
export interface Folder {
  /** Opens a file, empty where there was none. Throws where another page has it open. */
  open(name: string): Promise<SyncFile>;
  /** What a file holds, or null where there is none. */
  file(name: string): Promise<Blob | null>;
}

/** What TypeScript's types of a page leave out, since workers alone have it. */
interface AccessHandle {
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  close(): void;
}
type FileOfWorkers = FileSystemFileHandle & { createSyncAccessHandle(): Promise<AccessHandle> };

/** Where fits lie. */
const ROOT = "strata-fits";

/** The folder of all fits; null where the browser has no such thing, or denies it. */
export async function rootFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const storage = globalThis.navigator?.storage as Partial<StorageManager> | undefined;
    const root = await storage?.getDirectory?.();
    return (await root?.getDirectoryHandle(ROOT, { create: true })) ?? null;
  } catch {
    return null;
  }
}

/** A folder of the browser's, in a worker. */
export const browserFolder = (handle: FileSystemDirectoryHandle): Folder => ({
  open: async (name) => {
    const file = (await handle.getFileHandle(name, { create: true })) as FileOfWorkers;
    const access = await file.createSyncAccessHandle();
    return {
      read: (into, at) => access.read(into, { at }),
      write: (bytes, at) => access.write(bytes, { at }),
      truncate: (size) => access.truncate(size),
      getSize: () => access.getSize(),
      close: () => access.close(),
    };
  },
  file: async (name) => {
    try {
      return await (await handle.getFileHandle(name)).getFile();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return null;
      throw error;
    }
  },
});
