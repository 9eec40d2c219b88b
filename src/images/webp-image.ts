import { joined } from "../platform/joined.ts";
import { decodeWebp } from "./codecs.ts";
import { exifOrientation } from "./exif.ts";
import { damaged } from "./errors.ts";
import { nameAt, viewOf, type Header } from "./header.ts";
import { checkImageSize, MAX_PARTS } from "./limits.ts";
import { clear, type Place, type Rgba } from "./rgba.ts";

/** Before a chunk's data: its name and its length; after data of an odd length stands one byte more. */
const CHUNK_HEAD = 8;
/** Before an animation frame's chunks: its place, size, duration and flags. */
const FRAME_HEAD = 16;

/** VP8X says here that there is alpha. */
const HAS_ALPHA = 0x10;

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

/** One image of a file: its alpha, where it stands apart, and its colours. */
interface Still {
  readonly alpha: Chunk | null;
  readonly colours: Chunk;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a WebP's chunks: its canvas, its still image or the first frame of its animation, and its EXIF orientation.
 * Throws ImageError `damaged` where the file is shorter than it says or its sizes contradict each other.
 */
export function webpHeader(bytes: Uint8Array): Header {
  const end = 8 + viewOf(bytes).getUint32(4, true);
  if (end > bytes.length) throw damaged("webp");
  const chunks = [...chunksOf(bytes.subarray(12, end))];
  const canvas = chunks[0]?.name === "VP8X" ? canvasOf(chunks[0].data) : null;
  const frame = chunks.find(({ name }) => name === "ANMF");
  const still = frame === undefined ? stillOf(chunks) : stillOf(chunksOf(frame.data.subarray(FRAME_HEAD)));
  const place =
    frame === undefined ? { left: 0, top: 0, width: still.width, height: still.height } : placeOf(frame.data);
  const { width, height } = canvas ?? place;
  checkImageSize(width, height, "webp");
  const fits =
    place.width === still.width &&
    place.height === still.height &&
    place.left + place.width <= width &&
    place.top + place.height <= height;
  if (!fits || (frame === undefined && (width !== still.width || height !== still.height))) throw damaged("webp");
  const exif = chunks.find(({ name }) => name === "EXIF");
  return {
    width,
    height,
    turns: exif === undefined ? [] : [exifOrientation(exif.data)],
    decode: async (codecs) => placed(await decodeWebp(fileOf(still), codecs), place, width, height),
  };
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let at = 0, chunks = 1; at + CHUNK_HEAD <= bytes.length; chunks++) {
    const length = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + CHUNK_HEAD, at + CHUNK_HEAD + length);
    if (data.length !== length || chunks > MAX_PARTS) throw damaged("webp");
    yield { name: nameAt(bytes, at), data };
    at += CHUNK_HEAD + length + (length & 1);
  }
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) + 0x10000 * view.getUint8(at + 2);

function canvasOf(data: Uint8Array): { readonly width: number; readonly height: number } {
  const view = viewOf(data);
  return { width: 1 + uint24(view, 4), height: 1 + uint24(view, 7) };
}

function placeOf(data: Uint8Array): Place {
  const view = viewOf(data);
  return {
    left: 2 * uint24(view, 0),
    top: 2 * uint24(view, 3),
    width: 1 + uint24(view, 6),
    height: 1 + uint24(view, 9),
  };
}

function stillOf(chunks: Iterable<Chunk>): Still {
  let alpha: Chunk | null = null;
  for (const chunk of chunks) {
    if (chunk.name === "ALPH") alpha ??= chunk;
    if (chunk.name === "VP8 ") return { alpha, colours: chunk, ...lossySize(viewOf(chunk.data)) };
    // A lossless image holds its alpha itself.
    if (chunk.name === "VP8L") return { alpha: null, colours: chunk, ...losslessSize(viewOf(chunk.data)) };
  }
  throw damaged("webp");
}

function lossySize(view: DataView): { width: number; height: number } {
  const isKeyFrame = (view.getUint8(0) & 1) === 0;
  if (!isKeyFrame || view.getUint16(3) !== 0x9d01 || view.getUint8(5) !== 0x2a) throw damaged("webp");
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
}

function losslessSize(view: DataView): { width: number; height: number } {
  if (view.getUint8(0) !== 0x2f) throw damaged("webp");
  const packed = view.getUint32(1, true);
  return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
}

/** A file of that image alone. */
function fileOf({ alpha, colours, width, height }: Still): Uint8Array {
  const parts =
    alpha === null
      ? [chunk(colours)]
      : [chunk({ name: "VP8X", data: extended(width, height) }), chunk(alpha), chunk(colours)];
  return chunk({ name: "RIFF", data: joined([letters("WEBP"), ...parts]) });
}

const letters = (name: string): Uint8Array => Uint8Array.from(name, (letter) => letter.charCodeAt(0));

function chunk({ name, data }: Chunk): Uint8Array {
  const bytes = new Uint8Array(CHUNK_HEAD + data.length + (data.length & 1));
  bytes.set(letters(name));
  viewOf(bytes).setUint32(4, data.length, true);
  bytes.set(data, CHUNK_HEAD);
  return bytes;
}

/** The data of a VP8X chunk for an image with alpha. */
function extended(width: number, height: number): Uint8Array {
  const data = new Uint8Array(10);
  const view = viewOf(data);
  view.setUint32(0, HAS_ALPHA, true);
  view.setUint16(4, width - 1, true);
  view.setUint16(7, height - 1, true);
  return data;
}

/** An image laid on a clear canvas. */
function placed(image: Rgba, { left, top }: Place, width: number, height: number): Rgba {
  if (image.width === width && image.height === height) return image;
  const canvas = clear(width, height);
  for (let row = 0; row < image.height; row++) {
    canvas.rgba.set(
      image.rgba.subarray(4 * row * image.width, 4 * (row + 1) * image.width),
      4 * ((top + row) * width + left),
    );
  }
  return canvas;
}
