/**
 * The levels of all layers as bytes that deflate packs well: first which concepts have an effect at some layer, then layer by layer
 * which of them have one there, then layer by layer their levels.
 */
import { orderOf, type Mask } from "../../core/masks.ts";
import type { Kind } from "../../core/tracks.ts";
import { createByteReader, varint, type ByteReader } from "./byte-reader.ts";
import { LinkError } from "./errors.ts";
import type { Levels } from "./levels.ts";

/** Concepts times layers, so that reading takes milliseconds: fifty times a picture of 12 patches. */
const MAX_CELLS = 2 ** 18;

/** What the bytes do not tell. */
export interface LevelShape {
  readonly n: number;
  /** The largest level. */
  readonly count: number;
  /** What it stands for at each layer; 0 where there is none. */
  readonly largest: readonly number[];
}

/**
 * Layers of levels as bytes, or null where they are more than MAX_CELLS. RangeError where an OR of one patch has an effect. Costs
 * O((layers + n) · 2^n).
 */
export function packLevels(layers: readonly Levels[], n: number): Uint8Array | null {
  const stray = Array.from({ length: n }, (_, i) => 2 ** i).find((mask) => layers.some(({ or }) => or[mask] !== 0));
  if (stray !== undefined) throw new RangeError(`an OR of one patch counts as an AND, got one at mask ${stray}`);
  const { places, conceptAt } = createPlaces(n);
  const present = {
    and: presentSomewhere(layers.map(({ and }) => and)),
    or: presentSomewhere(layers.map(({ or }) => or)),
  };
  const used: number[] = [];
  for (let place = 0; place < places; place++) {
    const { kind, mask } = conceptAt(place);
    if (present[kind][mask] === 1) used.push(place);
  }
  if (used.length * layers.length > MAX_CELLS) return null;
  const gaps = used.flatMap((place, i) => varint(place - (used[i - 1] ?? -1) - 1));
  const concepts = used.map(conceptAt);
  const columns = layers.map((layer) => concepts.map(({ kind, mask }) => layer[kind][mask]!));
  const presence = columns.flatMap(packBits);
  const sizes = columns.flatMap((column) => column.flatMap((level) => (level === 0 ? [] : varint(codeOf(level)))));
  return Uint8Array.from([...varint(concepts.length), ...gaps, ...presence, ...sizes]);
}

/**
 * Layers of levels from bytes that may be hostile: LinkError `damaged` unless they are as `packLevels` writes them, with the largest
 * level at just those layers where it stands for something. Costs O((layers + n) · 2^n).
 */
export function unpackLevels(bytes: Uint8Array, { n, count, largest }: LevelShape): Levels[] {
  const reader = createByteReader(bytes);
  const concepts = readConcepts(reader, n, Math.floor(MAX_CELLS / largest.length));
  const presence = largest.map(() => readBits(reader, concepts.length));
  if (concepts.some((_, i) => presence.every((bits) => !bits[i])))
    throw new LinkError("damaged", { problem: "concept without effect" });
  const layers = presence.map((bits, l): Levels => {
    const levels = { and: new Int32Array(2 ** n), or: new Int32Array(2 ** n) };
    let highest = 0;
    concepts.forEach(({ kind, mask }, i) => {
      if (!bits[i]) return;
      const level = levelOf(reader.varint(2 * count - 1));
      levels[kind][mask] = level;
      highest = Math.max(highest, Math.abs(level));
    });
    if (highest !== (largest[l]! > 0 ? count : 0)) throw new LinkError("damaged", { problem: "no largest effect" });
    return levels;
  });
  if (reader.rest().length > 0) throw new LinkError("damaged", { problem: "bytes after the levels" });
  return layers;
}

/** All concepts in a row: ANDs, then ORs, of few patches before many. Those of few are likely to be used, so that the gaps between them are short. */
interface Places {
  /** How many. */
  readonly places: number;
  conceptAt(place: number): { readonly kind: Kind; readonly mask: Mask };
}

function createPlaces(n: number): Places {
  const ands = 2 ** n - 1;
  const byOrder = new Uint32Array(ands);
  let at = 0;
  for (let order = 1; order <= n; order++) {
    for (let mask = 1; mask <= ands; mask++) if (orderOf(mask) === order) byOrder[at++] = mask;
  }
  return {
    // The n masks of one patch have no OR.
    places: 2 * ands - n,
    conceptAt: (place) =>
      place < ands ? { kind: "and", mask: byOrder[place]! } : { kind: "or", mask: byOrder[place - ands + n]! },
  };
}

/** 1 for every mask with a level at some layer. */
function presentSomewhere(layers: readonly Int32Array[]): Uint8Array {
  const present = new Uint8Array(layers[0]!.length);
  for (const levels of layers) {
    for (let mask = 1; mask < levels.length; mask++) if (levels[mask] !== 0) present[mask] = 1;
  }
  return present;
}

function readConcepts(reader: ByteReader, n: number, most: number): ReturnType<Places["conceptAt"]>[] {
  const { places, conceptAt } = createPlaces(n);
  const length = reader.varint(Math.min(most, places));
  let place = -1;
  return Array.from({ length }, () => {
    place += 1 + reader.varint(places - 1);
    if (place >= places) throw new LinkError("damaged", { problem: "no such concept" });
    return conceptAt(place);
  });
}

/** A bit for each level, 0 where it is 0: eight a byte, lowest first. */
function packBits(levels: readonly number[]): number[] {
  const bytes = new Array<number>(Math.ceil(levels.length / 8)).fill(0);
  levels.forEach((level, i) => {
    if (level !== 0) bytes[i >> 3]! |= 1 << (i & 7);
  });
  return bytes;
}

function readBits(reader: ByteReader, length: number): boolean[] {
  const bytes = reader.take(Math.ceil(length / 8));
  if (length % 8 !== 0 && bytes.at(-1)! >> (length % 8) !== 0)
    throw new LinkError("damaged", { problem: "bits of no concept" });
  return Array.from({ length }, (_, i) => ((bytes[i >> 3]! >> (i & 7)) & 1) === 1);
}

/** 1, −1, 2, −2, … as 0, 1, 2, 3, …; 0 has no code. */
function codeOf(level: number): number {
  return 2 * (Math.abs(level) - 1) + (level < 0 ? 1 : 0);
}

function levelOf(code: number): number {
  const size = (code >> 1) + 1;
  return code % 2 === 1 ? -size : size;
}
