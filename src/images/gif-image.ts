import { damaged } from "./errors.ts";
import { viewOf, type Header } from "./header.ts";
import { checkImageSize } from "./limits.ts";
import { clear, type Rgba } from "./rgba.ts";

/** What begins the parts of a GIF. */
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const GRAPHIC_CONTROL = 0xf9;

/** The first row and the step of each pass of an interlaced frame. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/** Longest code, bits, and how many codes there are. */
const MAX_BITS = 12;
const MAX_CODES = 1 << MAX_BITS;

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isInterlaced: boolean;
  /** Red, green, blue of each colour. */
  readonly palette: Uint8Array;
  /** The colour that is none; −1 without one. */
  readonly transparent: number;
  /** Where its compressed pixels begin. */
  readonly data: number;
}

/**
 * Reads a GIF up to its first frame; what follows that is never looked at. The image is the screen, made larger where the first frame
 * does not lie within it; what the frame leaves out is clear.
 */
export function gifHeader(bytes: Uint8Array): Header {
  const view = viewOf(bytes);
  const frame = firstFrame(bytes, view);
  const width = Math.max(view.getUint16(6, true), frame.left + frame.width);
  const height = Math.max(view.getUint16(8, true), frame.top + frame.height);
  checkImageSize(frame.width, frame.height, "gif");
  checkImageSize(width, height, "gif");
  return { width, height, turns: [], decode: () => decode(bytes, frame, width, height) };
}

function firstFrame(bytes: Uint8Array, view: DataView): Frame {
  const screenFlags = view.getUint8(10);
  const [shared, begin] = paletteAt(bytes, 13, screenFlags);
  let transparent = -1;
  for (let at = begin; ;) {
    const part = view.getUint8(at);
    if (part === EXTENSION) {
      if (view.getUint8(at + 1) === GRAPHIC_CONTROL && view.getUint8(at + 2) >= 4)
        transparent = view.getUint8(at + 3) & 1 ? view.getUint8(at + 6) : -1;
      at = endOfBlocks(view, at + 2);
    } else if (part === IMAGE) {
      const flags = view.getUint8(at + 9);
      const [own, data] = paletteAt(bytes, at + 10, flags);
      const palette = own ?? shared;
      if (palette === null) throw damaged("gif");
      const [left, top, width, height] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true)) as [
        number,
        number,
        number,
        number,
      ];
      return { left, top, width, height, isInterlaced: (flags & 0x40) !== 0, palette, transparent, data };
    } else throw damaged("gif");
  }
}

/** The palette that flags announce, or null; and where what comes after it begins. */
function paletteAt(bytes: Uint8Array, at: number, flags: number): [Uint8Array | null, number] {
  if ((flags & 0x80) === 0) return [null, at];
  const end = at + 3 * (2 << (flags & 7));
  if (end > bytes.length) throw damaged("gif");
  return [bytes.subarray(at, end), end];
}

/** Where a chain of blocks ends, each of which begins with its length; one of none closes it. */
function endOfBlocks(view: DataView, from: number): number {
  let at = from;
  for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
  return at + 1;
}

function decode(bytes: Uint8Array, frame: Frame, width: number, height: number): Rgba {
  const { left, top, isInterlaced, palette, transparent } = frame;
  const indices = unpacked(bytes, frame.data, frame.width * frame.height);
  const image = clear(width, height);
  const colours = palette.length / 3;
  let from = 0;
  for (const row of rowsOf(frame.height, isInterlaced)) {
    for (let x = 0, at = 4 * ((top + row) * width + left); x < frame.width; x++, at += 4) {
      const index = indices[from++]!;
      if (index === transparent) continue;
      if (index >= colours) throw damaged("gif");
      for (let c = 0; c < 3; c++) image.rgba[at + c] = palette[3 * index + c]!;
      image.rgba[at + 3] = 255;
    }
  }
  return image;
}

function* rowsOf(height: number, isInterlaced: boolean): Generator<number> {
  for (const [first, step] of isInterlaced ? PASSES : ([[0, 1]] as const))
    for (let row = first; row < height; row += step) yield row;
}

/** Undoes GIF's LZW until `count` indices are there; ImageError `damaged` where they end before or a code means nothing. */
function unpacked(bytes: Uint8Array, from: number, count: number): Uint8Array {
  const rootBits = bytes[from] ?? 0;
  if (rootBits < 1 || rootBits > 8) throw damaged("gif");
  const clearCode = 1 << rootBits;
  const endCode = clearCode + 1;
  // Each code is the string of an earlier one and one index more.
  const before = new Uint16Array(MAX_CODES);
  const last = new Uint8Array(MAX_CODES);
  const lengths = new Uint32Array(MAX_CODES).fill(1, 0, clearCode);
  for (let i = 0; i < clearCode; i++) last[i] = i;
  const indices = new Uint8Array(count);
  let codes = endCode + 1,
    bits = rootBits + 1,
    previous = -1,
    at = from + 1,
    blockEnd = at,
    held = 0,
    heldBits = 0,
    filled = 0;
  while (filled < count) {
    while (heldBits < bits) {
      if (at === blockEnd) {
        const length = bytes[at] ?? 0;
        if (length === 0) throw damaged("gif");
        blockEnd = ++at + length;
      }
      const byte = bytes[at++];
      if (byte === undefined) throw damaged("gif");
      held |= byte << heldBits;
      heldBits += 8;
    }
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    heldBits -= bits;
    if (code === clearCode) {
      codes = endCode + 1;
      bits = rootBits + 1;
      previous = -1;
      continue;
    }
    // A code may be the very one that it is about to define: the previous string with its own first index after it.
    const isNew = code === codes && previous !== -1;
    if (code === endCode || (code >= codes && !isNew)) throw damaged("gif");
    const known = isNew ? previous : code;
    const length = lengths[known]!;
    let root = known;
    for (let to = filled + length - 1; ; to--, root = before[root]!) {
      if (to < count) indices[to] = last[root]!;
      if (to === filled) break;
    }
    const first = last[root]!;
    filled += length;
    if (isNew && filled < count) indices[filled] = first;
    if (isNew) filled += 1;
    if (previous !== -1 && codes < MAX_CODES) {
      before[codes] = previous;
      last[codes] = first;
      lengths[codes] = lengths[previous]! + 1;
      codes += 1;
      if (codes === 1 << bits && bits < MAX_BITS) bits += 1;
    }
    previous = code;
  }
  return indices;
}
