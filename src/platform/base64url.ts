import { fromBase64, toBase64 } from "./base64.ts";

/** Bytes as characters of base64url (RFC 4648), unpadded. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of a base64url text; null for any other text. */
export function fromBase64Url(text: string): Uint8Array | null {
  // 4k + 1 characters are the text of no bytes.
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  // The last character may have bits that stand for nothing: bytes have one text.
  return toBase64Url(bytes) === text ? bytes : null;
}
