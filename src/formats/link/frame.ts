/** The outside of a link: version, checksum and blocks as text. The bytes are told in docs/format.md. */
import { compress, decompress } from "../../platform/compression.ts";
import { joined } from "../../platform/joined.ts";
import { fromBase64Url, toBase64Url } from "../../platform/base64url.ts";
import { createByteReader, varint, type ByteReader } from "./byte-reader.ts";
import { LinkError } from "./errors.ts";
import {
  MAX_TEXT,
  NEWEST,
  OF_A_SAMPLE,
  OF_A_SURE_SAMPLE,
  OF_ALL_MASKS,
  OF_SUPERPIXELS,
  sealed,
  unsealed,
  type LinkVersion,
} from "./seal.ts";

/** The versions whose effects are in a block of code. */
const CODED = [OF_ALL_MASKS, OF_A_SAMPLE, OF_SUPERPIXELS, OF_A_SURE_SAMPLE] as const;

/** What a link is made of, uncompressed. */
export interface Blocks {
  readonly version: (typeof CODED)[number];
  /** JSON. */
  readonly text: Uint8Array;
  /** As `createBitWriter` writes it. */
  readonly code: Uint8Array;
  /** Empty, or a byte that says what it is and an image file. */
  readonly image: Uint8Array;
}

/** What a link of a version before is made of, uncompressed. */
export interface EarlierBlocks {
  readonly version: Exclude<LinkVersion, Blocks["version"]>;
  /** JSON. */
  readonly header: Uint8Array;
  /** What `unpackLevels` reads. */
  readonly levels: Uint8Array;
  /** What `unpackCertainty` reads; empty where it is not known, and in versions before 4. */
  readonly certainty: Uint8Array;
  readonly image: Uint8Array;
}

/** The largest header: 64 layers, with names as long as they may be. */
const MAX_HEADER_BYTES = 2 ** 16;

/** A link of the longest text with effects and nothing else would have less than this. */
const MAX_LEVEL_BYTES = 2 ** 18;

/** Two dozen rows of 64 layers take a third of this. */
const MAX_CERTAINTY_BYTES = 2 ** 15;

/** A file of the network's input, a few hundred pixels wide. */
const MAX_IMAGE_BYTES = 2 ** 15;

/** The version from which on there is a block of certainty. */
const CERTAINTY_SINCE = 4;

const EMPTY = new Uint8Array(0);

const isCoded = (version: LinkVersion): version is Blocks["version"] => version >= CODED[0];

/** Blocks as characters of base64url (RFC 4648), unpadded, or null where they are more than `fromText` reads. */
export async function toText({ version, text, code, image }: Blocks): Promise<string | null> {
  if (text.length > MAX_HEADER_BYTES || image.length > MAX_IMAGE_BYTES + 1) return null;
  const deflated = await compress([text], "deflate");
  const [ofText, ofCode] = [deflated, code].map(({ length }) => Uint8Array.from(varint(length)));
  const whole = toBase64Url(sealed(joined([ofText!, deflated, ofCode!, code, image]), version));
  return whole.length > MAX_TEXT ? null : whole;
}

/**
 * The blocks of a text that may be hostile; no more is decompressed than a block may hold. Rejects with LinkError: `too-long` before
 * anything is read, `newer-version` before anything but the first byte is looked at, else `damaged`.
 */
export async function fromText(text: string): Promise<Blocks | EarlierBlocks> {
  if (text.length > MAX_TEXT) throw new LinkError("too-long", { characters: text.length });
  const bytes = fromBase64Url(text);
  if (bytes === null) throw new LinkError("damaged", { problem: "characters" });
  if (bytes[0]! > NEWEST) throw new LinkError("newer-version", { version: bytes[0]!, newest: NEWEST });
  const opened = unsealed(bytes);
  if (opened === null) throw new LinkError("damaged", { problem: "checksum" });
  const { version, content } = opened;
  const blocks = createByteReader(content);
  if (isCoded(version)) {
    const json = await expanded(blocks.take(blocks.varint(MAX_TEXT)), MAX_HEADER_BYTES);
    const code = blocks.take(blocks.varint(MAX_TEXT));
    return { version, text: json, code, image: imageBlockOf(blocks) };
  }
  const header = await expanded(blocks.take(blocks.varint(MAX_TEXT)), MAX_HEADER_BYTES);
  const levels = await expanded(blocks.take(blocks.varint(MAX_TEXT)), MAX_LEVEL_BYTES);
  const certainty =
    version < CERTAINTY_SINCE ? EMPTY : await expanded(blocks.take(blocks.varint(MAX_TEXT)), MAX_CERTAINTY_BYTES);
  return { version, header, levels, certainty, image: imageBlockOf(blocks) };
}

function imageBlockOf(blocks: ByteReader): Uint8Array {
  const image = blocks.rest();
  if (image.length > MAX_IMAGE_BYTES + 1) throw new LinkError("damaged", { problem: "large image" });
  return image;
}

async function expanded(block: Uint8Array, most: number): Promise<Uint8Array> {
  if (block.length === 0) return EMPTY;
  const bytes = await decompress(block, "deflate", most);
  if (typeof bytes === "string") throw new LinkError("damaged", { problem: `${bytes} block` });
  return bytes;
}
