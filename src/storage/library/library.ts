import { Connection } from "./connection.ts";
import {
  amendEntry,
  amendPicture,
  bestFirst,
  bytesKept,
  dropEntry,
  dropOldRecents,
  entryOf,
  gone,
  makeOwn,
  newestFirst,
  putEntry,
  readEntry,
  samePictures,
  type EntryTransaction,
  type Removed,
} from "./entry-records.ts";
import type { LibraryEntry, NewEntry } from "./entry.ts";
import { readQuota, requestPersistence, type Quota } from "./quota.ts";
import { DATABASE_NAME, LIBRARY_LAYOUT } from "./schema.ts";

/** How often a payload may be written by others while it is changed. */
const REWRITE_TRIES = 3;

/** Which database is opened. */
export interface OpenOptions {
  readonly name?: string;
}

/** What is kept, and how much may be. */
export interface Usage extends Quota {
  /** Payloads, thumbnails and checkpoints, without what the database adds to them. */
  readonly usedBytes: number;
}

/**
 * The explorations that this browser keeps. A payload is a file's bytes, never looked into. Every change is one transaction on
 * single records, so that tabs that share the library never overwrite each other; every call may reject with StorageError.
 */
export class Library {
  readonly #connection: Connection;
  readonly #listeners = new Set<() => void>();
  readonly #lossListeners = new Set<() => void>();
  #channel: BroadcastChannel | null;

  constructor(name: string, channel: BroadcastChannel | null) {
    this.#connection = new Connection(name, LIBRARY_LAYOUT, () => {
      for (const listener of [...this.#lossListeners]) listener();
      this.#tell();
    });
    this.#channel = channel;
    channel?.addEventListener("message", () => this.#tell());
  }

  /** Opens the database, so that it is known early whether there is one; rejects with StorageError. */
  ready(): Promise<void> {
    return this.#connection.ready();
  }

  /** All entries, newest first. */
  async list(): Promise<LibraryEntry[]> {
    const entries = await this.#connection.transact(["entries"], "readonly", (transaction) =>
      transaction.store.getAll(),
    );
    return entries.toSorted(newestFirst);
  }

  /**
   * The answers to a question, by its key or the one that an earlier page gave it; the best first: one that was computed here before one that was
   * not, then a saved one, then the newest.
   */
  async answers(key: string): Promise<LibraryEntry[]> {
    const entries = await this.#connection.transact(["entries"], "readonly", async ({ store }) => {
      const found = await store.index("key").getAll(key);
      return found.length > 0 ? found : (await store.getAll()).filter(({ formerKey }) => formerKey === key);
    });
    return entries.toSorted(bestFirst);
  }

  /** An entry's payload; rejects with `gone`. */
  async read(id: string): Promise<Uint8Array> {
    const bytes = await this.#connection.transact(["payloads"], "readonly", (transaction) => transaction.store.get(id));
    return bytes ?? gone(id);
  }

  /** Keeps an exploration as saved. */
  add(entry: NewEntry, bytes: Uint8Array): Promise<LibraryEntry> {
    return this.#change((transaction) => putEntry(transaction, entryOf(entry, "saved", bytes), bytes));
  }

  /**
   * Keeps an exploration that was computed here as recent, unless the very picture is there already: then that entry is the newest of its kind,
   * and no longer one from elsewhere; what is found of how sure it is comes to it, and never goes, but what others told of that does. Another answer to the same question is another entry.
   * The oldest recents beyond RECENT_MAX are let go, saved entries never.
   */
  autosave(entry: NewEntry, bytes: Uint8Array): Promise<LibraryEntry> {
    return this.#change(async (transaction) => {
      const same = await samePictures(transaction, entry);
      const known = same.find(({ origin }) => origin === undefined) ?? same[0];
      if (known !== undefined) {
        const newest = { ...known, changedMs: Date.now() };
        const amended = known.origin === undefined ? amendPicture : makeOwn;
        return amended(transaction, newest, entry, bytes);
      }
      const kept = await putEntry(transaction, entryOf(entry, "recent", bytes), bytes);
      await dropOldRecents(transaction, kept.id);
      return kept;
    });
  }

  /**
   * Brings to the entries of the very picture that do not tell how sure it is, or as others do, a payload that tells what was found here. Nothing is
   * changed where `entry` does not tell it.
   */
  tellCertainty(entry: NewEntry, bytes: Uint8Array): Promise<void> {
    return this.#change(async (transaction) => {
      for (const known of await samePictures(transaction, entry))
        await amendPicture(
          transaction,
          known,
          entry,
          bytes,
          known.origin !== undefined || known.tellsCertainty !== true,
        );
    });
  }

  /**
   * Keeps an exploration that came from elsewhere as saved, unless the very picture is there under the same name: then that entry is saved. One of
   * `taken`, for which another exploration of the same file stands, is not looked at, so that two of one name stay two.
   */
  takeIn(entry: NewEntry, bytes: Uint8Array, taken: ReadonlySet<string> = new Set()): Promise<LibraryEntry> {
    return this.#change(async (transaction) => {
      const same = await samePictures(transaction, entry);
      const known = same.find(({ id, name }) => name === entry.name && !taken.has(id));
      if (known !== undefined) {
        // What was computed here is not told by others how sure it is.
        const news = known.origin === undefined ? {} : entry;
        return amendPicture(transaction, { ...known, kind: "saved" }, news, bytes);
      }
      // What was computed here as well is not from elsewhere, but for what others tell of how sure it is.
      const isOwn = entry.tellsCertainty !== true && same.some(({ origin }) => origin === undefined);
      return putEntry(transaction, entryOf(isOwn ? withoutOrigin(entry) : entry, "saved", bytes), bytes);
    });
  }

  /** Gives an entry of an earlier page the key and content that its payload has; its own key stays for old addresses. Rejects with `gone`. */
  rekey(id: string, news: Required<Pick<LibraryEntry, "key" | "content">>): Promise<LibraryEntry> {
    return this.#amend(id, ({ key, ...entry }) => ({ ...entry, ...news, formerKey: key }));
  }

  /**
   * Puts in the place of an entry's payload what `change` makes of it; where it was written meanwhile, once more of what stands there by then. Resolves to
   * whether it could: an entry that is gone, or is written all the time, stays as it is.
   */
  async rewrite(id: string, change: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<boolean> {
    for (let tries = 0; tries < REWRITE_TRIES; tries++) {
      const before = await this.read(id);
      const after = await change(before);
      const isDone = await this.#change(async (transaction) => {
        const { entry, bytes } = await readEntry(transaction, id);
        if (bytes.length !== before.length || bytes.some((byte, i) => byte !== before[i])) return false;
        await putEntry(transaction, { ...entry, bytes: after.length }, after);
        return true;
      });
      if (isDone) return true;
    }
    return false;
  }

  /** Gives an entry another name; rejects with `gone`. */
  rename(id: string, name: string): Promise<LibraryEntry> {
    return this.#amend(id, (entry) => ({ ...entry, name }));
  }

  /** Makes a recent entry a saved one; rejects with `gone`. */
  keep(id: string): Promise<LibraryEntry> {
    return this.#amend(id, (entry) => ({ ...entry, kind: "saved" }));
  }

  /** Saves a copy under another name; rejects with `gone`. */
  duplicate(id: string, name: string): Promise<LibraryEntry> {
    return this.#change(async (transaction) => {
      const { entry, bytes } = await readEntry(transaction, id);
      return putEntry(transaction, entryOf({ ...entry, name }, "saved", bytes), bytes);
    });
  }

  /** Takes an entry out and hands it over, for `restore`; rejects with `gone`. */
  remove(id: string): Promise<Removed> {
    return this.#change(async (transaction) => {
      const removed = await readEntry(transaction, id);
      await dropEntry(transaction, id);
      return removed;
    });
  }

  /** Puts a removed entry back as it was; once it is there nothing more happens. */
  restore({ entry, bytes }: Removed): Promise<void> {
    return this.#change(async (transaction) => {
      if ((await transaction.objectStore("entries").getKey(entry.id)) === undefined)
        await putEntry(transaction, entry, bytes);
    });
  }

  /** How much is kept and how much may be. */
  async usage(): Promise<Usage> {
    const [usedBytes, quota] = await Promise.all([
      this.#connection.transact(["entries", "runs", "images"], "readonly", bytesKept),
      readQuota(),
    ]);
    return { usedBytes, ...quota };
  }

  /** Asks the browser to clear nothing without the person; resolves to whether it agrees. */
  persist(): Promise<boolean> {
    return requestPersistence();
  }

  /** Calls `listener` after every change, in this tab or another; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls `listener` when all that was kept is deleted under the page, by the person or the browser. */
  onLoss(listener: () => void): void {
    this.#lossListeners.add(listener);
  }

  /** Lets go of the database and of other tabs' news; later calls reject with `unavailable`. */
  close(): void {
    this.#connection.close();
    this.#channel?.close();
    this.#channel = null;
    this.#listeners.clear();
    this.#lossListeners.clear();
  }

  async #change<T>(work: (transaction: EntryTransaction) => Promise<T>): Promise<T> {
    const result = await this.#connection.transact(["entries", "payloads"], "readwrite", work);
    this.#channel?.postMessage("changed");
    this.#tell();
    return result;
  }

  #amend(id: string, change: (entry: LibraryEntry) => LibraryEntry): Promise<LibraryEntry> {
    return this.#change(async (transaction) =>
      amendEntry(transaction, change((await transaction.objectStore("entries").get(id)) ?? gone(id))),
    );
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** By which tabs hear of each other's changes; null where the browser has none, or refuses it: then each tells only itself. */
function channelOf(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

/** Opens the library, making it where there is none; rejects with StorageError. */
export async function openLibrary({ name = DATABASE_NAME }: OpenOptions = {}): Promise<Library> {
  const library = new Library(name, channelOf(`${name}-library`));
  try {
    await library.ready();
  } catch (error) {
    library.close();
    throw error;
  }
  return library;
}

const withoutOrigin = <Entry extends { readonly origin?: unknown }>({
  origin: _origin,
  ...own
}: Entry): Omit<Entry, "origin"> => own;
