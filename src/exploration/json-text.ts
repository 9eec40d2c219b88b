const NUL = 0;

/**
 * JSON's bytes as UTF-8 without a mark, from UTF-8 or from UTF-16 of either order, which Windows writes. Told by the mark, or by the
 * zero beside the first character, which is ASCII in all JSON. Bytes that are UTF-8 already come back as they are, unless marked.
 */
export function asUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  const label = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be"
    : bytes.length > 1 && second === NUL && first !== NUL ? "utf-16le" : bytes.length > 1 && first === NUL && second !== NUL ? "utf-16be" : null;
  return label === null ? bytes : new TextEncoder().encode(new TextDecoder(label).decode(bytes));
}
