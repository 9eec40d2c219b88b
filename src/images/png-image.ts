import { Inflate, Z_SYNC_FLUSH } from "pako";
import { crc32 } from "../platform/crc32.ts";
import { exifOrientation } from "./exif.ts";
import { damaged } from "./errors.ts";
import { nameAt, viewOf, type Header } from "./header.ts";
import { checkImageSize, MAX_PARTS } from "./limits.ts";
import { PngRows, type PngKind } from "./png-rows.ts";
import type { Rgba } from "./rgba.ts";

const SIGNATURE_BYTES = 8;
const WIDTH_AT = 16;
/** In the header's data. */
const COLOUR_AT = 9;

/** Before a chunk's data stand its length and its name, after them its CRC. */
const BEFORE_DATA = 8;
const AFTER_DATA = 4;

/** Depths that the specification allows, by colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** What goes into zlib at a time. */
const SLICE_BYTES = 2 ** 16;

/** What an image is made of. */
interface Parts {
  readonly header: Uint8Array;
  readonly palette: Uint8Array | null;
  readonly transparency: Uint8Array | null;
  readonly exif: Uint8Array | null;
  readonly data: readonly Uint8Array[];
}

/**
 * Reads a PNG's chunks: the default image, which APNG may leave out of its animation, and its orientation. What a checksum contradicts is refused in
 * critical chunks and passed over in others; refused is what has a critical chunk of another name; what is missing or too much behind the last pixel is not looked at. Colour profiles, gamma and other chunks
 * are passed over, none is inflated; so is a clear colour in a place where it does not count.
 */
export function pngHeader(bytes: Uint8Array): Header {
  const file = viewOf(bytes);
  // The header comes first; its size is told even where the rest is cut off.
  const [width, height] = [file.getUint32(WIDTH_AT), file.getUint32(WIDTH_AT + 4)];
  checkImageSize(width, height, "png");
  const { header, palette, transparency, exif, data } = partsOf(bytes);
  const [depth, colour, compression, filter, interlace] = header.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (DEPTHS[colour]?.includes(depth) !== true || compression !== 0 || filter !== 0 || interlace > 1)
    throw damaged("png");
  if (colour === 3 && (palette === null || palette.length === 0 || palette.length % 3 !== 0)) throw damaged("png");
  // A table longer than the palette does not count.
  const isFit = colour !== 3 || (transparency?.length ?? 0) <= palette!.length / 3;
  const kind: PngKind = {
    width,
    height,
    depth,
    colour,
    isInterlaced: interlace === 1,
    palette,
    transparency: isFit ? transparency : null,
  };
  return { width, height, turns: exif === null ? [] : [exifOrientation(exif)], decode: () => decode(kind, data) };
}

function partsOf(bytes: Uint8Array): Parts {
  const view = viewOf(bytes);
  const single = new Map<string, Uint8Array>();
  const data: Uint8Array[] = [];
  let name = "";
  for (
    let at = SIGNATURE_BYTES, chunks = 1;
    name !== "IEND" && at + BEFORE_DATA + AFTER_DATA <= bytes.length;
    chunks++
  ) {
    if (chunks > MAX_PARTS) throw damaged("png");
    const end = at + BEFORE_DATA + view.getUint32(at);
    const before = name;
    name = nameAt(bytes, at + 4);
    if ((at === SIGNATURE_BYTES) !== (name === "IHDR")) throw damaged("png");
    const isPlaced =
      name === "PLTE" ? data.length === 0 : name !== "tRNS" || (data.length === 0 && !isBeforePalette(single));
    const isRead =
      name === "IDAT" || (["IHDR", "PLTE", "tRNS", "eXIf"].includes(name) && !single.has(name) && isPlaced);
    if (data.length === 0 && !isRead && isCritical(name)) throw damaged("png");
    // What comes after the pixels may be cut off, or be no chunk at all.
    if (end + AFTER_DATA > bytes.length) {
      if (data.length === 0 || (isRead && isCritical(name))) throw damaged("png");
      break;
    }
    // Without a clear colour or an orientation there is still an image, as browsers have it; without colours or pixels there is none.
    const isSound = !isRead || crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
    if (!isSound && isCritical(name)) throw damaged("png");
    if (isRead && isSound) {
      const content = bytes.subarray(at + BEFORE_DATA, end);
      if (name !== "IDAT") single.set(name, content);
      // The chunks of the pixels follow each other, and the colours come first.
      else if (data.length === 0 || before === "IDAT") data.push(content);
      else throw damaged("png");
    }
    at = end + AFTER_DATA;
  }
  const header = single.get("IHDR");
  if (header?.length !== 13 || data.length === 0) throw damaged("png");
  const part = (wanted: string): Uint8Array | null => single.get(wanted) ?? null;
  return { header, palette: part("PLTE"), transparency: part("tRNS"), exif: part("eXIf"), data };
}

/** Whether no decoder may pass a chunk over that it does not know: its name begins with a capital. */
const isCritical = (name: string): boolean => /^[A-Z]/.test(name);

/** Whether the palette is still to come to an image that has one. */
const isBeforePalette = (parts: ReadonlyMap<string, Uint8Array>): boolean =>
  parts.get("IHDR")?.[COLOUR_AT] === 3 && !parts.has("PLTE");

/** Inflates no more than the image takes, and holds that against its checksum where it ends there. */
function decode(kind: PngKind, data: readonly Uint8Array[]): Rgba {
  const rows = new PngRows(kind);
  const inflate = new Inflate({ windowBits: 15, chunkSize: SLICE_BYTES });
  inflate.onData = (bytes) => rows.take(bytes);
  for (const part of data) {
    for (let at = 0; at < part.length && !inflate.ended && !rows.isExceeded; at += SLICE_BYTES)
      inflate.push(part.subarray(at, at + SLICE_BYTES), Z_SYNC_FLUSH);
  }
  if (inflate.err !== 0) throw damaged("png");
  return rows.image();
}
