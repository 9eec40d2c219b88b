import "fake-indexeddb/auto";
import type { LibraryEntry, NewEntry } from "./entry.ts";

/** A database that no other test uses. */
export const freshName = (): string => `test-${crypto.randomUUID()}`;

/** What a page would say of an exploration that answers the question `key`. */
export function described(key: string, news: Partial<NewEntry> = {}): NewEntry {
  return {
    name: `photo ${key}`,
    model: { name: "imagenette64", sha256: "ab".repeat(32) },
    target: "golf ball",
    rows: 3,
    cols: 4,
    imageSha256: "cd".repeat(32),
    key,
    thumbnail: Uint8Array.of(137, 80, 78, 71),
    ...news,
  };
}

/** Opens a database without any code of the library, as an older or a newer page would; it does not let go by itself. */
export function openRaw(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void = () => undefined,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A database as version 1 of the page made it, written down a second time, with entries whose payload is one byte. */
export function makeVersion1(name: string, entries: readonly LibraryEntry[]): Promise<IDBDatabase> {
  return openRaw(name, 1, (database) => {
    const store = database.createObjectStore("entries", { keyPath: "id" });
    store.createIndex("key", "key");
    store.createIndex("age", ["kind", "changedMs"]);
    const payloads = database.createObjectStore("payloads");
    for (const entry of entries) {
      store.put(entry);
      payloads.put(Uint8Array.of(7), entry.id);
    }
  });
}
