import { ImageError, damaged } from "./errors.ts";
import { joined } from "../platform/joined.ts";
import { av1Size } from "./av1-size.ts";
import { decodeAvif } from "./codecs.ts";
import { nameAt, viewOf, type Header } from "./header.ts";
import { checkAvifCost, checkImageSize, MAX_BOXES, MAX_CODED_MEGAPIXELS } from "./limits.ts";
import { cropped, type Place } from "./rgba.ts";

/** EXIF orientations of `irot`, by quarter turns to the left, and of `imir`, by its axis. */
const ROTATIONS = [1, 8, 3, 6];
const MIRRORS = [4, 2];

/** A box of the ISO base media file format: its data, without its length and name. */
interface Box {
  readonly name: string;
  readonly data: Uint8Array;
}

/** Reads numbers one after the other; RangeError past the end. */
class Cursor {
  readonly #view: DataView;
  #at = 0;

  constructor(data: Uint8Array) {
    this.#view = viewOf(data);
  }

  /** A number of 0, 1, 2, 4 or 8 bytes. */
  take(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) value = 256 * value + this.#view.getUint8(this.#at++);
    return value;
  }
}

/**
 * Reads an AVIF's boxes: its primary image (not the animation that a file may hold as well), and how that is cropped and turned. As the format has it,
 * `clap` crops it, then `irot` and `imir` turn it, and EXIF does not.
 * Throws ImageError `damaged` where boxes are cut off or contradict each other, `slow-avif` for what would take too long; all sizes in the file are
 * held to the limits, also those of parts.
 */
export function avifHeader(bytes: Uint8Array): Header {
  const file = bytes.subarray(0, endOfFile(bytes));
  const boxes = boxesOf(file);
  const names = boxes.map(({ name }) => name);
  if (names.includes("moov") && !names.includes("meta"))
    throw new ImageError("unsupported-format", { format: "an AVIF animation without a still picture" });
  const meta = boxesOf(boxNamed(boxes, "meta").subarray(4));
  const primary = primaryItem(boxNamed(meta, "pitm"));
  const { properties, ofItem } = propertiesOf(boxesOf(boxNamed(meta, "iprp")), primary);
  for (const { name, data } of properties) if (name === "ispe") sizeOf(data);
  const { width, height } = sizeOf(boxNamed(ofItem, "ispe"));
  checkContents(file, meta);
  const data = (name: string): Uint8Array | undefined => ofItem.find((box) => box.name === name)?.data;
  const turns = [ROTATIONS[(data("irot")?.[0] ?? 0) & 3]!];
  const mirror = data("imir");
  if (mirror !== undefined) turns.push(MIRRORS[(mirror[0] ?? 0) & 1]!);
  const aperture = data("clap");
  const place = aperture === undefined ? { left: 0, top: 0, width, height } : placeOf(aperture, width, height);
  return {
    width: place.width,
    height: place.height,
    turns,
    decode: async (codecs) => {
      const image = await decodeAvif(withoutAnimation(file), codecs);
      if (image.width !== width || image.height !== height) throw damaged("avif");
      return cropped(image, place);
    },
  };
}

/** What `clap` leaves of an image: a width, a height and how far its middle is moved, each a fraction. Only whole pixels within the image make sense. */
function placeOf(clap: Uint8Array, imageWidth: number, imageHeight: number): Place {
  const view = viewOf(clap);
  const [width, height, moveX, moveY] = [0, 8, 16, 24].map((at) => view.getInt32(at) / view.getInt32(at + 4)) as [
    number,
    number,
    number,
    number,
  ];
  const place = { left: moveX + (imageWidth - width) / 2, top: moveY + (imageHeight - height) / 2, width, height };
  const isInside =
    place.left >= 0 && place.top >= 0 && place.left + width <= imageWidth && place.top + height <= imageHeight;
  if (width < 1 || height < 1 || !isInside || !Object.values(place).every(Number.isInteger)) throw damaged("avif");
  return place;
}

/** Where a file's boxes end: what stands behind its `meta` or `moov` and is none, such as a film that a phone put there, does not belong to it. */
function endOfFile(bytes: Uint8Array): number {
  let isKnown = false;
  let at = 0;
  for (let boxes = 0; at < bytes.length; boxes++) {
    const box = boxAt(bytes, at);
    if (box === null) {
      if (!isKnown) throw damaged("avif");
      break;
    }
    if (boxes === MAX_BOXES) throw damaged("avif");
    isKnown ||= box.name === "meta" || box.name === "moov";
    at = box.end;
  }
  return at;
}

/** The box that begins there, or null where none does that lies within the data. */
function boxAt(data: Uint8Array, at: number): (Box & { readonly end: number }) | null {
  if (at + 8 > data.length) return null;
  const view = viewOf(data);
  const short = view.getUint32(at);
  const head = short === 1 ? 16 : 8;
  if (at + head > data.length) return null;
  const end = short === 0 ? data.length : at + (short === 1 ? Number(view.getBigUint64(at + 8)) : short);
  return end < at + head || end > data.length
    ? null
    : { name: nameAt(data, at + 4), data: data.subarray(at + head, end), end };
}

/** The boxes in some data, which they fill. */
function boxesOf(data: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < data.length;) {
    const box = boxAt(data, at);
    if (box === null || boxes.length === MAX_BOXES) throw damaged("avif");
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

function boxNamed(boxes: readonly Box[], name: string): Uint8Array {
  const found = boxes.find((box) => box.name === name);
  if (found === undefined) throw damaged("avif");
  return found.data;
}

/** A "full" box's version and flags stand before its data. */
function full(data: Uint8Array): { readonly version: number; readonly flags: number; readonly rest: Cursor } {
  const rest = new Cursor(data);
  return { version: rest.take(1), flags: rest.take(3), rest };
}

function primaryItem(data: Uint8Array): number {
  const { version, rest } = full(data);
  return rest.take(version === 0 ? 2 : 4);
}

/** All properties in the file, and those of one item. */
function propertiesOf(
  iprp: readonly Box[],
  item: number,
): { readonly properties: readonly Box[]; readonly ofItem: readonly Box[] } {
  const properties = boxesOf(boxNamed(iprp, "ipco"));
  const ofItem: Box[] = [];
  for (const { data } of iprp.filter(({ name }) => name === "ipma")) {
    const { version, flags, rest } = full(data);
    for (let entries = rest.take(4); entries > 0; entries--) {
      const id = rest.take(version === 0 ? 2 : 4);
      for (let links = rest.take(1); links > 0; links--) {
        const index = flags & 1 ? rest.take(2) & 0x7fff : rest.take(1) & 0x7f;
        const property = properties[index - 1];
        if (id === item && property !== undefined) ofItem.push(property);
      }
    }
  }
  return { properties, ofItem };
}

function sizeOf(ispe: Uint8Array): { width: number; height: number } {
  const { rest } = full(ispe);
  const [width, height] = [rest.take(4), rest.take(4)];
  checkImageSize(width, height, "avif");
  checkAvifCost(width, height, 0);
  return { width, height };
}

/** Holds the sizes that the coded images themselves tell to the limits, each and together: a decoder makes room for those, and takes its time for each. */
function checkContents(bytes: Uint8Array, meta: readonly Box[]): void {
  const coded = codedItems(boxNamed(meta, "iinf"));
  let [pixels, codedBytes, most] = [0, 0, { width: 0, height: 0 }];
  for (const [id, data] of contentsOf(bytes, meta)) {
    if (!coded.has(id)) continue;
    const { width, height, frames } = av1Size(data);
    if (width > 0) checkImageSize(width, height, "avif");
    if (width * height > most.width * most.height) most = { width, height };
    codedBytes += data.length;
    checkAvifCost(most.width, most.height, codedBytes);
    pixels += width * height * frames;
    if (pixels > MAX_CODED_MEGAPIXELS * 1e6) throw damaged("avif");
  }
}

function codedItems(iinf: Uint8Array): Set<number> {
  const { version, rest } = full(iinf);
  const countBytes = version === 0 ? 2 : 4;
  rest.take(countBytes);
  const ids = new Set<number>();
  for (const { name, data } of boxesOf(iinf.subarray(4 + countBytes))) {
    const { version: of, rest: entry } = full(data);
    if (name !== "infe" || of < 2) continue;
    const idBytes = of === 2 ? 2 : 4;
    const id = entry.take(idBytes);
    if (nameAt(data, 4 + idBytes + 2) === "av01") ids.add(id);
  }
  return ids;
}

/** Every item's bytes. Together they may not be more than the file: an item that lists the same bytes many times would be. */
function* contentsOf(bytes: Uint8Array, meta: readonly Box[]): Generator<[number, Uint8Array]> {
  const { version, rest } = full(boxNamed(meta, "iloc"));
  const sizes = rest.take(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15] as const;
  const indexBytes = version === 0 ? 0 : sizes & 15;
  let left = bytes.length;
  for (let items = rest.take(version < 2 ? 2 : 4); items > 0; items--) {
    const id = rest.take(version < 2 ? 2 : 4);
    const isInside = version > 0 && (rest.take(2) & 15) === 1;
    rest.take(2);
    const base = rest.take(baseBytes);
    const whole = isInside ? boxNamed(meta, "idat") : bytes;
    const parts: Uint8Array[] = [];
    for (let extents = rest.take(2); extents > 0; extents--) {
      rest.take(indexBytes);
      const from = base + rest.take(offsetBytes);
      const length = rest.take(lengthBytes);
      // A length of zero is that of all the rest.
      const part = whole.subarray(from, length === 0 ? undefined : from + length);
      left -= part.length;
      if (part.length < length || left < 0) throw damaged("avif");
      parts.push(part);
    }
    yield [id, parts.length === 1 ? parts[0]! : joined(parts)];
  }
}

/** The file as one of a single image: a decoder of a file that calls itself an animation would show the first frame of that. */
function withoutAnimation(bytes: Uint8Array): Uint8Array {
  if (nameAt(bytes, 8) !== "avis") return bytes;
  const copy = bytes.slice();
  copy.set([0x61, 0x76, 0x69, 0x66], 8);
  return copy;
}
