/** Entries and their payloads in the database: what one transaction of the library reads and writes. */
import type { Transaction } from "./connection.ts";
import type { LibraryEntry, NewEntry } from "./entry.ts";
import { StorageError } from "./errors.ts";

/** As many recents as a person may still know; at a few hundred kilobytes each they stay within what every browser grants. */
export const RECENT_MAX = 20;

/** An entry that was taken out, with all that it takes to put it back. */
export interface Removed {
  readonly entry: LibraryEntry;
  readonly bytes: Uint8Array;
}

/** A transaction that may change entries and their payloads. */
export type EntryTransaction = Transaction<["entries", "payloads"]>;

/** Orders entries by when they were last written, the newest first. */
export function newestFirst(a: LibraryEntry, b: LibraryEntry): number {
  return b.changedMs - a.changedMs;
}

/** Orders answers to one question: one that was computed here before one that was not, then a saved one, then the newest. */
export function bestFirst(a: LibraryEntry, b: LibraryEntry): number {
  const rank = ({ origin, kind }: LibraryEntry): number => (origin === undefined ? 0 : 2) + (kind === "saved" ? 0 : 1);
  return rank(a) - rank(b) || newestFirst(a, b);
}

/** Payloads, thumbnails and checkpoints, bytes. */
export async function bytesKept(transaction: Transaction<["entries", "runs", "images"], "readonly">): Promise<number> {
  const entries = await transaction.objectStore("entries").getAll();
  const runs = await transaction.objectStore("runs").getAll();
  const images = await transaction.objectStore("images").getAll();
  return [
    ...entries.map(({ bytes, thumbnail }) => bytes + (thumbnail?.length ?? 0)),
    ...runs.map(({ bytes }) => bytes),
    ...images.map(({ bytes }) => bytes),
  ].reduce((a, b) => a + b, 0);
}

/** Throws the StorageError of an entry that is no longer there. */
export function gone(id: string): never {
  throw new StorageError("gone", { id });
}

/** The entry of what is kept now. */
export function entryOf(
  {
    name,
    origin,
    model,
    target,
    rather,
    rows,
    cols,
    picked,
    cut,
    imageSha256,
    key,
    content,
    tellsCertainty,
    thumbnail,
  }: NewEntry,
  kind: LibraryEntry["kind"],
  payload: Uint8Array,
): LibraryEntry {
  const nowMs = Date.now();
  return {
    id: crypto.randomUUID(),
    name,
    kind,
    createdMs: nowMs,
    changedMs: nowMs,
    ...(origin && { origin }),
    model,
    target,
    ...(rather !== undefined && { rather }),
    rows,
    cols,
    ...(picked !== undefined && { picked }),
    ...(cut !== undefined && { cut }),
    imageSha256,
    key,
    ...(content !== undefined && { content }),
    ...(tellsCertainty && { tellsCertainty }),
    bytes: payload.length,
    thumbnail,
  };
}

/** The entries that hold the very picture, newest first. */
export async function samePictures(transaction: EntryTransaction, { key, content }: NewEntry): Promise<LibraryEntry[]> {
  const sameKey = await transaction.objectStore("entries").index("key").getAll(key);
  return sameKey.filter((entry) => entry.content !== undefined && entry.content === content).toSorted(newestFirst);
}

/** An entry with its payload; rejects with `gone`. */
export async function readEntry(transaction: EntryTransaction, id: string): Promise<Removed> {
  const [entry, bytes] = await Promise.all([
    transaction.objectStore("entries").get(id),
    transaction.objectStore("payloads").get(id),
  ]);
  return entry === undefined || bytes === undefined ? gone(id) : { entry, bytes };
}

/** Writes an entry with its payload; resolves to the entry as it is stored. */
export async function putEntry(
  transaction: EntryTransaction,
  entry: LibraryEntry,
  bytes: Uint8Array,
): Promise<LibraryEntry> {
  // Copies: of a part of a buffer the database would keep the whole, and shared memory it refuses.
  const stored = { ...entry, thumbnail: entry.thumbnail?.slice() ?? null };
  await transaction.objectStore("entries").put(stored);
  await transaction.objectStore("payloads").put(bytes.slice(), entry.id);
  return stored;
}

/** Writes an entry whose payload stays as it is. */
export async function amendEntry(transaction: EntryTransaction, entry: LibraryEntry): Promise<LibraryEntry> {
  await transaction.objectStore("entries").put(entry);
  return entry;
}

/**
 * Writes an entry of the very picture that `news` describes, whose payload stays as it is, or gives way to `bytes` where these are to tell how sure the
 * picture is; resolves to the entry as it is stored.
 *
 * @param isToTell whether they are, should `news` tell it at all.
 */
export function amendPicture(
  transaction: EntryTransaction,
  entry: LibraryEntry,
  { tellsCertainty }: Pick<NewEntry, "tellsCertainty">,
  bytes: Uint8Array,
  isToTell = entry.tellsCertainty !== true,
): Promise<LibraryEntry> {
  return tellsCertainty === true && isToTell
    ? putEntry(transaction, { ...entry, tellsCertainty, bytes: bytes.length }, bytes)
    : amendEntry(transaction, entry);
}

/**
 * Writes an entry that came from elsewhere as one of the very picture that was computed here: what others told of how sure it is gives way to what
 * `news` tells, be it nothing; resolves to the entry as it is stored.
 */
export function makeOwn(
  transaction: EntryTransaction,
  { origin: _, tellsCertainty: told, ...entry }: LibraryEntry,
  { tellsCertainty }: Pick<NewEntry, "tellsCertainty">,
  bytes: Uint8Array,
): Promise<LibraryEntry> {
  return told === true || tellsCertainty === true
    ? putEntry(transaction, { ...entry, ...(tellsCertainty && { tellsCertainty }), bytes: bytes.length }, bytes)
    : amendEntry(transaction, entry);
}

/** Deletes an entry and its payload. */
export async function dropEntry(transaction: EntryTransaction, id: string): Promise<void> {
  await Promise.all([transaction.objectStore("entries").delete(id), transaction.objectStore("payloads").delete(id)]);
}

/** Lets the oldest recents beyond RECENT_MAX go, but not `newest`, should the clock have gone backwards. */
export async function dropOldRecents(transaction: EntryTransaction, newest: string): Promise<void> {
  const recents = IDBKeyRange.bound(["recent", -Infinity], ["recent", Infinity]);
  const oldestFirst = await transaction.objectStore("entries").index("age").getAllKeys(recents);
  const surplus = oldestFirst.filter((id) => id !== newest).slice(0, Math.max(0, oldestFirst.length - RECENT_MAX));
  await Promise.all(surplus.map((id) => dropEntry(transaction, id)));
}
