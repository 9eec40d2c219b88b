import { sha256 } from "../platform/sha256.ts";
import { createFileStore, type ModelStore } from "./store.ts";

/** A store over bytes in memory. */
export async function createMemoryStore(...files: readonly Uint8Array[]): Promise<ModelStore> {
  const byDigest = new Map(await Promise.all(files.map(async (bytes) => [await sha256(bytes), bytes] as const)));
  const names = new Map([...byDigest.keys()].map((digest) => [digest, digest]));
  return createFileStore(names, async (digest) => byDigest.get(digest)!);
}
