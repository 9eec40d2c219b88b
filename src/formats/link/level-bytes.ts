/**
 * The levels of all layers as links before version 6 have them, bytes that deflate packs well: first which concepts have an effect at some layer, then layer by layer
 * which of them have one there, then layer by layer their levels.
 */
import { KINDS, sparseOf, type Effects, type Kind } from "../../core/interactions.ts";
import { compareMasks, type Mask } from "../../core/masks.ts";
import { createByteReader, type ByteReader } from "./byte-reader.ts";
import { LinkError } from "./errors.ts";
import { conceptAt, placeCount } from "./places.ts";

/** Concepts times layers, so that reading takes milliseconds: fifty times a picture of 12 patches. */
export const MAX_CELLS = 2 ** 18;

/** What the bytes do not tell. */
export interface LevelShape {
  readonly n: number;
  /** The largest level. */
  readonly count: number;
  /** What it stands for at each layer; 0 where there is none. */
  readonly largest: readonly number[];
}

/**
 * Layers of levels from bytes that may be hostile: LinkError `damaged` unless they are as docs/format.md has it, with the largest
 * level at just those layers where it stands for something. Costs O((layers + n) · effects).
 */
export function unpackLevels(bytes: Uint8Array, { n, count, largest }: LevelShape): Effects[] {
  const reader = createByteReader(bytes);
  const concepts = readConcepts(reader, n, Math.floor(MAX_CELLS / largest.length));
  const presence = largest.map(() => readBits(reader, concepts.length));
  if (concepts.some((_, i) => presence.every((bits) => !bits[i])))
    throw new LinkError("damaged", { problem: "concept without effect" });
  const layers = presence.map((bits, l): Effects => {
    const pairs: Record<Kind, [Mask, number][]> = { and: [], or: [] };
    let highest = 0;
    concepts.forEach(({ kind, mask }, i) => {
      if (!bits[i]) return;
      const level = levelOf(reader.varint(2 * count - 1));
      pairs[kind].push([mask, level]);
      highest = Math.max(highest, Math.abs(level));
    });
    if (highest !== (largest[l]! > 0 ? count : 0)) throw new LinkError("damaged", { problem: "no largest effect" });
    const [and, or] = KINDS.map((kind) => sparseOf(pairs[kind].sort(([a], [b]) => compareMasks(a, b))));
    return { n, and: and!, or: or! };
  });
  if (reader.rest().length > 0) throw new LinkError("damaged", { problem: "bytes after the levels" });
  return layers;
}

function readConcepts(reader: ByteReader, n: number, most: number): ReturnType<typeof conceptAt>[] {
  const places = placeCount(n);
  const length = reader.varint(Math.min(most, places));
  let place = -1;
  return Array.from({ length }, () => {
    place += 1 + reader.varint(places - 1);
    if (place >= places) throw new LinkError("damaged", { problem: "no such concept" });
    return conceptAt(n, place);
  });
}

/** As many bits, eight a byte, lowest first; LinkError `damaged` where others are set. */
export function readBits(reader: ByteReader, length: number): boolean[] {
  const bytes = reader.take(Math.ceil(length / 8));
  if (length % 8 !== 0 && bytes.at(-1)! >> (length % 8) !== 0)
    throw new LinkError("damaged", { problem: "bits of no concept" });
  return Array.from({ length }, (_, i) => ((bytes[i >> 3]! >> (i & 7)) & 1) === 1);
}

/** 0, 1, 2, 3, … as 1, −1, 2, −2, … */
function levelOf(code: number): number {
  const size = (code >> 1) + 1;
  return code % 2 === 1 ? -size : size;
}
