/** The outside of a link: version, checksum and blocks as text. */
import { fromBase64, toBase64 } from "../../exploration/base64.ts";
import { compress, decompress } from "../../exploration/compression.ts";
import { joined } from "../../model/joined.ts";
import { createByteReader, varint } from "./byte-reader.ts";
import { crc32 } from "../../exploration/crc32.ts";
import { LinkError } from "./errors.ts";

/** What a link is made of, uncompressed. */
export interface Blocks {
  /** JSON. */
  readonly header: Uint8Array;
  /** As `packLevels` writes them. */
  readonly levels: Uint8Array;
  /** Empty, or a byte that says what it is and an image file. */
  readonly image: Uint8Array;
}

/** The version that is written, and the newest that is read; its byte comes first, so that later versions may change all the rest. */
export const LINK_VERSION = 1;

/** The longest text that is read: some ten times a usual link, and still in the reach of every browser's address bar. */
export const MAX_TEXT = 2 ** 16;

/** The largest header: 64 layers, with names as long as they may be. */
const MAX_HEADER_BYTES = 2 ** 16;

/** A link of the longest text with effects and nothing else would have less than this. */
const MAX_LEVEL_BYTES = 2 ** 18;

/** A file of the network's input, a few hundred pixels wide. */
const MAX_IMAGE_BYTES = 2 ** 15;

const CHECKSUM_BYTES = 4;

/** Blocks as characters of base64url (RFC 4648), unpadded, or null where they are more than `fromText` reads. */
export async function toText({ header, levels, image }: Blocks): Promise<string | null> {
  if (header.length > MAX_HEADER_BYTES || levels.length > MAX_LEVEL_BYTES || image.length > MAX_IMAGE_BYTES + 1) return null;
  const [head, body] = [await compress([header], "deflate"), await compress([levels], "deflate")];
  const content = joined([Uint8Array.from(varint(head.length)), head, Uint8Array.from(varint(body.length)), body, image]);
  const text = toBase64Url(joined([Uint8Array.of(LINK_VERSION), checksumOf(content), content]));
  return text.length > MAX_TEXT ? null : text;
}

/**
 * The blocks of a text that may be hostile; no more is decompressed than a block may hold. Rejects with LinkError: `too-long` before
 * anything is read, `newer-version` before anything but the first byte is looked at, else `damaged`.
 */
export async function fromText(text: string): Promise<Blocks> {
  if (text.length > MAX_TEXT) throw new LinkError("too-long", { characters: text.length });
  const reader = createByteReader(fromBase64Url(text));
  const version = reader.take(1)[0]!;
  if (version > LINK_VERSION) throw new LinkError("newer-version", { version, newest: LINK_VERSION });
  if (version < LINK_VERSION) throw new LinkError("damaged", { problem: "no such version" });
  const checksum = reader.take(CHECKSUM_BYTES);
  const content = reader.rest();
  if (!checksumOf(content).every((byte, i) => byte === checksum[i])) throw new LinkError("damaged", { problem: "checksum" });
  const blocks = createByteReader(content);
  const header = await expanded(blocks.take(blocks.varint(MAX_TEXT)), MAX_HEADER_BYTES);
  const levels = await expanded(blocks.take(blocks.varint(MAX_TEXT)), MAX_LEVEL_BYTES);
  const image = blocks.rest();
  if (image.length > MAX_IMAGE_BYTES + 1) throw new LinkError("damaged", { problem: "large image" });
  return { header, levels, image };
}

async function expanded(block: Uint8Array, most: number): Promise<Uint8Array> {
  const bytes = await decompress(block, "deflate", most);
  if (typeof bytes === "string") throw new LinkError("damaged", { problem: `${bytes} block` });
  return bytes;
}

function checksumOf(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(CHECKSUM_BYTES);
  new DataView(bytes.buffer).setUint32(0, crc32(content));
  return bytes;
}

function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array {
  // 4k + 1 characters are the text of no bytes.
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) throw new LinkError("damaged", { problem: "characters" });
  const bytes = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  // The last character may have bits that stand for nothing: bytes have one text.
  if (toBase64Url(bytes) !== text) throw new LinkError("damaged", { problem: "characters" });
  return bytes;
}
