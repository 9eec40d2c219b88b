import type { Folder } from "./folder.ts";

/** Files of a folder that outlive those who work with them, as a disk does. */
export type Disk = Map<string, Uint8Array<ArrayBuffer>>;

/** What befalls a folder: it ends everything at the write of that number, or has no room for more bytes. */
export interface Fate {
  readonly endsAt?: number;
  readonly room?: number;
}

/** The word of an end. */
export const ENDED = "the page has gone";

/** A folder on a disk in memory. */
export function memoryFolder(disk: Disk, { endsAt = Infinity, room = Infinity }: Fate = {}): Folder {
  let writes = 0;
  const size = (): number => [...disk.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    open: async (name) => {
      if (!disk.has(name)) disk.set(name, new Uint8Array(0));
      const bytes = (): Uint8Array<ArrayBuffer> => disk.get(name)!;
      const resize = (length: number): void => {
        const resized = new Uint8Array(length);
        resized.set(bytes().subarray(0, length));
        disk.set(name, resized);
      };
      return {
        read: (into, at) => {
          const part = bytes().subarray(at, at + into.length);
          into.set(part);
          return part.length;
        },
        write: (from, at) => {
          if (++writes > endsAt) throw new Error(ENDED);
          if (size() + from.length > room) throw new DOMException("no room", "QuotaExceededError");
          if (at + from.length > bytes().length) resize(at + from.length);
          bytes().set(from, at);
          return from.length;
        },
        truncate: resize,
        getSize: () => bytes().length,
        close: () => undefined,
      };
    },
    file: async (name) => (disk.has(name) ? new Blob([disk.get(name)!]) : null),
  };
}
