import { Connection } from "./connection.ts";
import type { OpenOptions } from "./library.ts";
import { DATABASE_NAME, LIBRARY_LAYOUT } from "./schema.ts";

/** Records that are kept: a tab needs one, from the moment an image is shown to the moment its run is kept. */
export const IMAGES_MAX = 8;

/** Images that wait for their run to be kept; every call may reject with StorageError. */
export class Images {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Keeps an image by its pixels' SHA-256; once it is in, the oldest beyond IMAGES_MAX are dropped. */
  hold(sha256: string, recipe: unknown, bytes: number): Promise<void> {
    return this.#connection.transact(["images"], "readwrite", async ({ store }) => {
      await store.put({ recipe, bytes, changedMs: Date.now() }, sha256);
      const [keys, records] = [await store.getAllKeys(), await store.getAll()];
      const others = keys
        .map((key, i) => ({ key, changedMs: records[i]!.changedMs }))
        .filter(({ key }) => key !== sha256);
      const surplus = others.toSorted((a, b) => b.changedMs - a.changedMs).slice(IMAGES_MAX - 1);
      await Promise.all(surplus.map(({ key }) => store.delete(key)));
    });
  }

  /** The recipe of the image whose SHA-256 begins with these digits, or null. */
  async find(digits: string): Promise<unknown> {
    const range = IDBKeyRange.bound(digits, `${digits}g`);
    return (
      (await this.#connection.transact(["images"], "readonly", ({ store }) => store.getAll(range, 1)))[0]?.recipe ??
      null
    );
  }

  /** Lets an image go that is kept in another form. */
  release(sha256: string): Promise<void> {
    return this.#connection.transact(["images"], "readwrite", ({ store }) => store.delete(sha256));
  }

  /** Lets go of the database; later calls reject with `unavailable`. */
  close(): void {
    this.#connection.close();
  }
}

/** Opens the images in the library's database; rejects with StorageError. */
export async function openImages({ name = DATABASE_NAME }: OpenOptions = {}): Promise<Images> {
  const connection = new Connection(name, LIBRARY_LAYOUT);
  await connection.ready();
  return new Images(connection);
}
