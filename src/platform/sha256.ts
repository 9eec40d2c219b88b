/** SHA-256 of bytes as 64 lower-case hexadecimal digits. Needs WebCrypto: Node, or a page from HTTPS or localhost. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // The types allow shared memory, which digest() refuses; nothing here is shared.
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
