import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { openRaw } from "../storage/library/library.fixture.ts";

/** A record as the file writes it: bytes and numbers in base64. */
export type Written =
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

/** A page's database as it left it, and the addresses that named what is in it. */
export interface Left<Addresses> {
  readonly version: number;
  readonly addresses: Addresses;
  readonly shape: Readonly<
    Record<string, { readonly keyPath: string | null; readonly indexes: Readonly<Record<string, string | string[]>> }>
  >;
  readonly stores: Readonly<Record<string, readonly { readonly key: IDBValidKey; readonly value: Written }[]>>;
}

/** What is in one of the files beside this one. */
export function readLeft<Addresses>(file: string): Left<Addresses> {
  return JSON.parse(gunzipSync(readFileSync(new URL(file, import.meta.url))).toString()) as Left<Addresses>;
}

/** Three pictures and a run that broke off, as a page with version 2 of the database left them. */
export const left2 = readLeft<readonly string[]>("database-2.json.gz");

/** What the page before the redesign left: pictures of each origin, a run that broke off, an image by itself. */
export const left3 = readLeft<Readonly<Record<string, string>>>("database-3.json.gz");

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, "base64"));

function recordOf(written: Written): unknown {
  if (Array.isArray(written)) return written.map(recordOf);
  if (written === null || typeof written !== "object") return written;
  const record = written as Record<string, Written>;
  const { $bytes, $u32, $f32, $blob, type } = record as Record<string, string>;
  if ($bytes !== undefined) return bytesOf($bytes);
  if ($u32 !== undefined) return new Uint32Array(bytesOf($u32).buffer);
  if ($f32 !== undefined) return new Float32Array(bytesOf($f32).buffer);
  if ($blob !== undefined) return new Blob([bytesOf($blob)], { type: type! });
  return Object.fromEntries(Object.entries(record).map(([field, value]) => [field, recordOf(value)]));
}

/** Makes such a database anew, to the byte. */
export async function makeLeft(name: string, { version, shape, stores }: Left<unknown>): Promise<void> {
  const database = await openRaw(name, version, (made) => {
    for (const [store, { keyPath, indexes }] of Object.entries(shape)) {
      const created = made.createObjectStore(store, keyPath === null ? {} : { keyPath });
      for (const [index, path] of Object.entries(indexes)) created.createIndex(index, path);
    }
  });
  const transaction = database.transaction(Object.keys(stores), "readwrite");
  const written = new Promise((resolve) => (transaction.oncomplete = resolve));
  for (const [store, records] of Object.entries(stores)) {
    const target = transaction.objectStore(store);
    for (const { key, value } of records) target.put(recordOf(value), target.keyPath === null ? key : undefined);
  }
  await written;
  database.close();
}
