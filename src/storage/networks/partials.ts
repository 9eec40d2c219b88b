import { Connection } from "../library/connection.ts";
import { dropChunks, dropFile, readBlob, readFile } from "./blobs.ts";
import { furtherOrigin, shortened, type NewNetwork } from "./entry.ts";
import { createNews } from "./news.ts";
import { NETWORKS_DATABASE, NETWORKS_LAYOUT, type NetworksSchema, type PartialRecord } from "./schema.ts";

/** What nobody has gone on with for so long is let go, ms: a week. */
const STALE_MS = 7 * 24 * 3600 * 1000;

/** What is told of a file that is being fetched. */
export type PartialHead = Pick<PartialRecord, "etag" | "total">;

/** What was fetched before, with its bytes. */
export interface PartialFile extends PartialHead {
  readonly bytes: Uint8Array;
}

/**
 * Files that are on their way from elsewhere, kept piece by piece under their addresses, so that a lost connection or a closed tab costs no more
 * than what came last. The worker that fetches holds the address's lock. Every call may reject with StorageError.
 */
export class Partials {
  readonly #connection: Connection<NetworksSchema>;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.#connection = new Connection(name, NETWORKS_LAYOUT);
  }

  /** Opens the database, and lets go of what is stale. */
  async ready(): Promise<void> {
    await this.#connection.ready();
    await this.#connection.transact(["partials", "chunks"], "readwrite", async (transaction) => {
      const store = transaction.objectStore("partials");
      for (const address of await store.getAllKeys()) {
        const record = (await store.get(address))!;
        if (Date.now() - record.changedMs < STALE_MS) continue;
        await dropChunks(transaction, record);
        await store.delete(address);
      }
    });
  }

  /** What has been fetched from an address so far; null where that is nothing, or damaged. */
  find(address: string): Promise<PartialFile | null> {
    return this.#connection.transact(["partials", "chunks"], "readonly", async (transaction) => {
      const record = await transaction.objectStore("partials").get(address);
      if (record === undefined || record.bytes === 0) return null;
      const bytes = await readBlob(transaction, record).catch(() => null);
      return bytes && { etag: record.etag, total: record.total, bytes };
    });
  }

  /** Begins a file anew; what was fetched from its address before is dropped. */
  begin(address: string, { etag, total }: PartialHead): Promise<void> {
    return this.#connection.transact(["partials", "chunks"], "readwrite", async (transaction) => {
      const store = transaction.objectStore("partials");
      const before = await store.get(address);
      if (before !== undefined) await dropChunks(transaction, before);
      const blob = crypto.randomUUID();
      await store.put({ blob, bytes: 0, chunks: 0, etag, total, changedMs: Date.now() }, address);
    });
  }

  /** Keeps the next piece of a file that has begun; nothing happens where it has been dropped since. */
  append(address: string, piece: Uint8Array): Promise<void> {
    return this.#connection.transact(["partials", "chunks"], "readwrite", async (transaction) => {
      const store = transaction.objectStore("partials");
      const record = await store.get(address);
      if (record === undefined) return;
      await transaction.objectStore("chunks").put(piece.slice(), [record.blob, record.chunks]);
      const { bytes, chunks } = record;
      await store.put({ ...record, bytes: bytes + piece.length, chunks: chunks + 1, changedMs: Date.now() }, address);
    });
  }

  /** Drops what was fetched from an address. */
  drop(address: string): Promise<void> {
    return this.#connection.transact(["partials", "chunks"], "readwrite", async (transaction) => {
      const record = await transaction.objectStore("partials").get(address);
      if (record === undefined) return;
      await dropChunks(transaction, record);
      await transaction.objectStore("partials").delete(address);
    });
  }

  /**
   * Makes a file that has come whole, and has the network's digest, the network's weights, without writing them again; false where not all of it
   * is kept.
   */
  async finish(address: string, network: NewNetwork): Promise<boolean> {
    const { sha256, title, origin, bytes } = network;
    const kept = await this.#connection.transact(
      ["networks", "files", "partials", "chunks"],
      "readwrite",
      async (transaction) => {
        const record = await transaction.objectStore("partials").get(address);
        if (record === undefined || record.bytes !== bytes) return false;
        await dropFile(transaction, sha256);
        await transaction.objectStore("files").put({ blob: record.blob, bytes, chunks: record.chunks }, sha256);
        await transaction.objectStore("partials").delete(address);
        const nowMs = Date.now();
        const known = await transaction.objectStore("networks").get(sha256);
        const described =
          known === undefined
            ? { sha256, title: shortened(title), origin, bytes, addedMs: nowMs }
            : { ...known, origin: furtherOrigin(known.origin, origin) };
        await transaction.objectStore("networks").put({ ...described, changedMs: nowMs });
        return true;
      },
    );
    if (kept) this.#spread();
    return kept;
  }

  /** A network's weights, where they are kept: by its digest, or where only its address is known by that. */
  weights(sha256: string | null, address: string): Promise<Uint8Array | null> {
    return this.#connection.transact(["networks", "files", "chunks"], "readonly", async (transaction) => {
      const digest =
        sha256 ??
        (await transaction.objectStore("networks").getAll()).find(
          ({ origin }) => origin.kind === "address" && origin.address === address,
        )?.sha256;
      return digest === undefined ? null : readFile(transaction, digest);
    });
  }

  close(): void {
    this.#connection.close();
  }

  #spread(): void {
    const news = createNews(this.#name);
    news.spread();
    news.close();
  }
}

/** Opens what is on its way; rejects with StorageError. */
export async function openPartials(name: string = NETWORKS_DATABASE): Promise<Partials> {
  const partials = new Partials(name);
  try {
    await partials.ready();
  } catch (error) {
    partials.close();
    throw error;
  }
  return partials;
}
