import { readFileSync } from "node:fs";
import { openRaw } from "../storage/library/library.fixture.ts";

/** A record as the file writes it: bytes and numbers in base64. */
type Written =
  | null
  | boolean
  | number
  | string
  | readonly Written[]
  | { readonly $bytes: string }
  | { readonly $u32: string }
  | { readonly $f32: string }
  | { readonly $blob: string; readonly type: string }
  | { readonly [field: string]: Written };

/** What a page with version 2 of the database left: three pictures, a run that broke off, and the addresses that named them. */
interface Left {
  readonly addresses: readonly string[];
  readonly stores: Readonly<Record<string, readonly { readonly key: IDBValidKey; readonly value: Written }[]>>;
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, "base64"));

function read(written: Written): unknown {
  if (Array.isArray(written)) return written.map(read);
  if (written === null || typeof written !== "object") return written;
  const record = written as Record<string, Written>;
  const { $bytes, $u32, $f32, $blob, type } = record as Record<string, string>;
  if ($bytes !== undefined) return bytesOf($bytes);
  if ($u32 !== undefined) return new Uint32Array(bytesOf($u32).buffer);
  if ($f32 !== undefined) return new Float32Array(bytesOf($f32).buffer);
  if ($blob !== undefined) return new Blob([bytesOf($blob)], { type: type! });
  return Object.fromEntries(Object.entries(record).map(([field, value]) => [field, read(value)]));
}

/** What such a page wrote, to the byte. */
export const left = JSON.parse(readFileSync(new URL("version-2.fixture.json", import.meta.url), "utf8")) as Left;

/** Makes the database that such a page left. */
export async function makeVersion2(name: string): Promise<void> {
  const database = await openRaw(name, 2, (made) => {
    const entries = made.createObjectStore("entries", { keyPath: "id" });
    entries.createIndex("key", "key");
    entries.createIndex("age", ["kind", "changedMs"]);
    made.createObjectStore("runs", { keyPath: "id" });
    for (const store of ["payloads", "origins", "chunks"]) made.createObjectStore(store);
  });
  const transaction = database.transaction(Object.keys(left.stores), "readwrite");
  const written = new Promise((resolve) => (transaction.oncomplete = resolve));
  for (const [store, records] of Object.entries(left.stores)) {
    const target = transaction.objectStore(store);
    for (const { key, value } of records) target.put(read(value), target.keyPath === null ? key : undefined);
  }
  await written;
  database.close();
}
