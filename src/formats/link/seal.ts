/** What closes a link's content: a byte of version, then a checksum, which finds what was cut or mistyped, not what was forged. */
import { crc32 } from "../../platform/crc32.ts";
import { joined } from "../../platform/joined.ts";
import { fromBase64Url } from "../../platform/base64url.ts";

/** 1, or 2 of a picture with picked cells, or 3 of one by other probes than the first, or 4 of one with κ by noise, steadied lives, or how sure it is, or 5 of one with a class held against one other; 6 since all of them are coded in fewer bytes; 7 of an estimate from a sample of masks; 8 of superpixels; 9 of an estimate with how sure it is. The byte comes first, so that later versions may change all the rest. */
export const LINK_VERSIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
export type LinkVersion = (typeof LINK_VERSIONS)[number];

/** Those that are written: of a picture of all masks, of an estimate, of either where players are superpixels, and of any estimate that tells how sure it is. */
export const OF_ALL_MASKS = 6;
export const OF_A_SAMPLE = 7;
export const OF_SUPERPIXELS = 8;
export const OF_A_SURE_SAMPLE = 9;
export const NEWEST = OF_A_SURE_SAMPLE;

/** The longest text that is read: some ten times a usual link, and still in the reach of every browser's address bar. */
export const MAX_TEXT = 2 ** 16;

const CHECKSUM_BYTES = 4;
const SEAL_BYTES = 1 + CHECKSUM_BYTES;

/** Content behind its version and checksum. */
export function sealed(content: Uint8Array, version: LinkVersion): Uint8Array {
  const seal = new DataView(new ArrayBuffer(SEAL_BYTES));
  seal.setUint8(0, version);
  seal.setUint32(1, crc32(content));
  return joined([new Uint8Array(seal.buffer), content]);
}

/** What a seal of a known version closes; null where there is none or its checksum is another. */
export function unsealed(bytes: Uint8Array): { readonly version: LinkVersion; readonly content: Uint8Array } | null {
  const version = LINK_VERSIONS.find((known) => known === bytes[0]);
  if (bytes.length < SEAL_BYTES || version === undefined) return null;
  const content = bytes.subarray(SEAL_BYTES);
  const isWhole = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) === crc32(content);
  return isWhole ? { version, content } : null;
}

/** Whether a text is a payload of a known version, whole to the last character. */
export function isWhole(text: string): boolean {
  if (text.length > MAX_TEXT) return false;
  const bytes = fromBase64Url(text);
  return bytes !== null && unsealed(bytes) !== null;
}
