import { ImageError, damaged } from "./errors.ts";
import { joined } from "../platform/joined.ts";
import { decodeJpeg, fetched } from "./codecs.ts";
import { exifOrientation } from "./exif.ts";
import { nameAt, viewOf, type Header } from "./header.ts";
import { checkImageSize, checkScans, MAX_CMYK_MEGAPIXELS, MAX_MEGAPIXELS, MAX_PARTS } from "./limits.ts";
import type { Rgba } from "./rgba.ts";

/** Markers, the second byte of each. */
const PROGRESSIVE = 0xc2;
const TEMPORARY = 0x01;
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;

/** Frames other than baseline, extended and progressive, by their marker. */
const UNREAD: Readonly<Record<number, string>> = {
  0xc3: "lossless JPEG",
  0xc5: "hierarchical JPEG",
  0xc6: "hierarchical JPEG",
  0xc7: "hierarchical JPEG",
  0xc9: "arithmetic-coded JPEG",
  0xca: "arithmetic-coded JPEG",
  0xcb: "lossless JPEG",
  0xcd: "hierarchical JPEG",
  0xce: "hierarchical JPEG",
  0xcf: "hierarchical JPEG",
};

/** What Adobe's programs write into CMYK files: version 100, no flags, no transform. */
const ADOBE = Uint8Array.of(0xff, APP14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly isProgressive: boolean;
  /** Of each component, by its name in the file: how many low bits of each of the 64 coefficients no scan has told yet; NONE of those without any. */
  readonly missing: ReadonlyMap<number, Uint8Array>;
}

const NONE = 255;

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Walks a JPEG's segments to its end, by their lengths: its time is that of one search for 0xFF, whatever the segments hold. Between them it goes on
 * as libjpeg does, over bytes that belong to none. An end that is missing is put back where no scan is missing; whether the last scan's pixels are
 * all there is for the decoder to say.
 * Throws ImageError `damaged`, `unsupported-format` for kinds of JPEG that are not read, `slow-scans` for one that goes over its pixels too often.
 */
export function jpegHeader(bytes: Uint8Array): Header {
  const view = viewOf(bytes);
  let frame: Frame | null = null;
  let orientation: number | null = null;
  let isAdobe = false;
  let scans = 0;
  for (let at = nextMarker(bytes, 2), segments = 1; ; at = nextMarker(bytes, at)) {
    const marker = bytes[at];
    if (marker === END || marker === undefined) {
      // Every component has its means at least; a progressive JPEG may leave out details for good, which it tells by its end.
      const isEnough =
        marker === END
          ? (bits: Uint8Array): boolean => bits[0] !== NONE
          : (bits: Uint8Array): boolean => bits.every((count) => count === 0);
      if (frame === null || ![...frame.missing.values()].every(isEnough)) throw damaged("jpeg");
      return header(
        marker === END ? bytes.subarray(0, at + 1) : joined([bytes, Uint8Array.of(0xff, END)]),
        frame,
        orientation ?? 1,
        isAdobe,
      );
    }
    at += 1;
    // Restarts belong to a scan's pixels.
    if (marker === TEMPORARY || isRestart(marker)) continue;
    segments += 1;
    if (marker === START || segments > MAX_PARTS) throw damaged("jpeg");
    const length = view.getUint16(at);
    const data = bytes.subarray(at + 2, at + length);
    if (length < 2 || data.length !== length - 2) throw damaged("jpeg");
    at += length;
    if (isFrame(marker)) {
      if (frame !== null) throw damaged("jpeg");
      frame = frameOf(marker, data);
    } else if (marker === APP1 && orientation === null && nameAt(data, 0) === "Exif") {
      orientation = exifOrientation(data);
    } else if (marker === APP14 && nameAt(data, 0) === "Adob") {
      isAdobe = true;
    } else if (marker === SCAN) {
      scans += 1;
      if (frame === null) throw damaged("jpeg");
      checkScans(scans, frame.width, frame.height, frame.components);
      addScan(frame, viewOf(data));
    }
  }
}

/**
 * Where the second byte of the next marker stands, or the file's length: behind bytes other than 0xFF, such as a scan's pixels, behind 0xFF that a zero
 * follows, and behind any number of 0xFF.
 */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at)) {
    while (bytes[at] === 0xff) at += 1;
    if (bytes[at] !== 0) return at;
  }
  return bytes.length;
}

function frameOf(marker: number, data: Uint8Array): Frame {
  const view = viewOf(data);
  const depth = view.getUint8(0);
  const format = UNREAD[marker] ?? (depth === 8 ? undefined : `${depth}-bit JPEG`);
  if (format !== undefined) throw new ImageError("unsupported-format", { format });
  const [height, width, components] = [view.getUint16(1), view.getUint16(3), view.getUint8(5)];
  if (![1, 3, 4].includes(components)) throw damaged("jpeg");
  checkImageSize(width, height, "jpeg", components === 4 ? MAX_CMYK_MEGAPIXELS : MAX_MEGAPIXELS);
  const missing = new Map(
    Array.from({ length: components }, (_, i) => [view.getUint8(6 + 3 * i), new Uint8Array(64).fill(NONE)]),
  );
  return { width, height, components, isProgressive: marker === PROGRESSIVE, missing };
}

/** Notes what a scan tells of its components: everything, or in a progressive JPEG some coefficients down to some bit. */
function addScan({ isProgressive, missing }: Frame, scan: DataView): void {
  const components = scan.getUint8(0);
  const [first, last, bits] = [0, 1, 2].map((i) => scan.getUint8(1 + 2 * components + i)) as [number, number, number];
  for (let i = 0; i < components; i++) {
    const coefficients = missing.get(scan.getUint8(1 + 2 * i));
    if (isProgressive) coefficients?.fill(bits & 15, first, last + 1);
    else coefficients?.fill(0);
  }
}

function header(
  bytes: Uint8Array,
  { width, height, components }: Frame,
  orientation: number,
  isAdobe: boolean,
): Header {
  return {
    width,
    height,
    turns: [orientation],
    decode: (codecs) => (components === 4 ? decodeCmyk(bytes, isAdobe) : decodeJpeg(bytes, codecs)),
  };
}

/**
 * Decodes a JPEG of four components, which libjpeg does not turn into red, green and blue. As browsers do, ink is taken as Adobe stores it, inverted,
 * whether the file says so or not, and each colour is ink times black over 255.
 */
async function decodeCmyk(bytes: Uint8Array, isAdobe: boolean): Promise<Rgba> {
  const {
    default: { decode },
  } = await fetched("jpeg", import("jpeg-js"));
  try {
    const named = isAdobe ? bytes : joined([bytes.subarray(0, 2), ADOBE, bytes.subarray(2)]);
    const { width, height, data } = decode(named, {
      useTArray: true,
      tolerantDecoding: false,
      maxMemoryUsageInMB: 2048,
    });
    return { width, height, rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) };
  } catch (cause) {
    throw damaged("jpeg", cause);
  }
}
