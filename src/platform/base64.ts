/** Bytes that become characters at a time: more arguments than this a call may not take. */
const CHARACTERS_AT_ONCE = 0x8000;

/** Browsers since 2025 do it themselves, much faster; older ones and Node do not. */
interface Encodable extends Uint8Array {
  toBase64?(): string;
}

/** Bytes as base64 text (RFC 4648, padded). */
export function toBase64(bytes: Encodable): string {
  if (bytes.toBase64 !== undefined) return bytes.toBase64();
  let characters = "";
  for (let at = 0; at < bytes.length; at += CHARACTERS_AT_ONCE)
    characters += String.fromCharCode(...bytes.subarray(at, at + CHARACTERS_AT_ONCE));
  return btoa(characters);
}

/** The bytes of base64 text; throws a DOMException on any other text. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** A file as an address that holds it. */
export function dataUri(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${toBase64(bytes)}`;
}
