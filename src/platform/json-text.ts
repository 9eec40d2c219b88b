const NUL = 0;

/** Which UTF-16 JSON's bytes are in, which Windows writes; null for UTF-8. Told by the mark, or by the zero beside the first character, which is ASCII in all JSON. */
export function utf16Of([first, second]: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first === undefined || second === undefined) return null;
  if ((first === 0xff && second === 0xfe) || (second === NUL && first !== NUL)) return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === NUL && second !== NUL) ? "utf-16be" : null;
}

/** JSON's bytes as UTF-8 without a mark, from UTF-8 or from UTF-16 of either order. Bytes that are UTF-8 already come back as they are, unless marked. */
export function asUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  const label = utf16Of(bytes);
  return label === null ? bytes : new TextEncoder().encode(new TextDecoder(label).decode(bytes));
}
