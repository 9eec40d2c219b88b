/** What closes a link's content: a byte of version, then a checksum, which finds what was cut or mistyped, not what was forged. */
import { crc32 } from "../../platform/crc32.ts";
import { joined } from "../../platform/joined.ts";
import { fromBase64Url } from "../../platform/base64url.ts";

/** The version that is written, and the newest that is read; its byte comes first, so that later versions may change all the rest. */
export const LINK_VERSION = 1;

/** The longest text that is read: some ten times a usual link, and still in the reach of every browser's address bar. */
export const MAX_TEXT = 2 ** 16;

const CHECKSUM_BYTES = 4;
const SEAL_BYTES = 1 + CHECKSUM_BYTES;

/** Content behind its version and checksum. */
export function sealed(content: Uint8Array): Uint8Array {
  const seal = new DataView(new ArrayBuffer(SEAL_BYTES));
  seal.setUint8(0, LINK_VERSION);
  seal.setUint32(1, crc32(content));
  return joined([new Uint8Array(seal.buffer), content]);
}

/** What a seal of this version closes; null where there is none or its checksum is another. */
export function unsealed(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < SEAL_BYTES || bytes[0] !== LINK_VERSION) return null;
  const content = bytes.subarray(SEAL_BYTES);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) === crc32(content) ? content : null;
}

/** Whether a text is a payload of this version, whole to the last character. */
export function isWhole(text: string): boolean {
  if (text.length > MAX_TEXT) return false;
  const bytes = fromBase64Url(text);
  return bytes !== null && unsealed(bytes) !== null;
}
