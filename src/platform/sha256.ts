import { needed } from "./missing-part.ts";

/** SHA-256 of bytes as 64 lower-case hexadecimal digits. Needs WebCrypto: Node, or a page from HTTPS or localhost; rejects with MissingPart without it. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // The types allow shared memory, which digest() refuses; nothing here is shared.
  const crypto = globalThis.crypto as Partial<Crypto> | undefined;
  const digest = await needed("crypto.subtle", crypto?.subtle).digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
