/** Bytes in the database: what one transaction reads and writes of them. */
import { StorageError } from "../library/errors.ts";
import type { BlobRecord } from "./schema.ts";

/** A chunk: browsers keep it as a file of its own, and nothing larger is copied at once. */
const CHUNK_BYTES = 2 ** 22;

/** More than any network that is taken. */
const MAX_BLOB_BYTES = 2 ** 28;

type ChunkKey = [blob: string, sequence: number];

/** A transaction over chunks, whatever else it is over, that reads … */
export interface ChunkReads {
  objectStore(name: "chunks"): { get(key: ChunkKey): Promise<Uint8Array | undefined> };
}

/** … and one that writes. */
export interface ChunkWrites {
  objectStore(name: "chunks"): {
    put(chunk: Uint8Array, key: ChunkKey): Promise<unknown>;
    delete(keys: IDBKeyRange): Promise<void>;
  };
}

interface FileReads {
  objectStore(name: "files"): { get(sha256: string): Promise<BlobRecord | undefined> };
}
interface FileWrites extends FileReads {
  objectStore(name: "files"): {
    get(sha256: string): Promise<BlobRecord | undefined>;
    put(record: BlobRecord, sha256: string): Promise<unknown>;
    delete(sha256: string): Promise<void>;
  };
}

const chunksOf = (blob: string): IDBKeyRange => IDBKeyRange.bound([blob, 0], [blob, Infinity]);

/** Keeps a file in the place of what is there by its digest. */
export async function putFile(transaction: FileWrites & ChunkWrites, sha256: string, bytes: Uint8Array): Promise<void> {
  await dropFile(transaction, sha256);
  const blob = crypto.randomUUID();
  let chunks = 0;
  // A copy of each part: of a part of a buffer the database would keep the whole, and shared memory it refuses.
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    await transaction.objectStore("chunks").put(bytes.slice(at, at + CHUNK_BYTES), [blob, chunks++]);
  await transaction.objectStore("files").put({ blob, bytes: bytes.length, chunks }, sha256);
}

/** Deletes a file, if it is there. */
export async function dropFile(transaction: FileWrites & ChunkWrites, sha256: string): Promise<void> {
  const record = await transaction.objectStore("files").get(sha256);
  if (record === undefined) return;
  await dropChunks(transaction, record);
  await transaction.objectStore("files").delete(sha256);
}

/** Deletes what a blob consists of. */
export async function dropChunks(transaction: ChunkWrites, { blob }: BlobRecord): Promise<void> {
  await transaction.objectStore("chunks").delete(chunksOf(blob));
}

/** A blob's bytes, chunk by chunk into one array; StorageError `failed` where they are not what the record says. */
export async function readBlob(transaction: ChunkReads, { blob, bytes, chunks }: BlobRecord): Promise<Uint8Array> {
  if (!(bytes >= 0 && bytes <= MAX_BLOB_BYTES)) throw damaged();
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (let sequence = 0; sequence < chunks; sequence++) {
    const chunk = await transaction.objectStore("chunks").get([blob, sequence]);
    if (chunk === undefined || at + chunk.length > bytes) throw damaged();
    whole.set(chunk, at);
    at += chunk.length;
  }
  if (at !== bytes) throw damaged();
  return whole;
}

/** A file's bytes by its digest, not checked against it; null where it is not kept. */
export async function readFile(transaction: FileReads & ChunkReads, sha256: string): Promise<Uint8Array | null> {
  const record = await transaction.objectStore("files").get(sha256);
  return record === undefined ? null : readBlob(transaction, record);
}

const damaged = (): StorageError => new StorageError("failed", { message: "what is kept is damaged" });
