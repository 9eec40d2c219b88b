import { ImageError } from "../../inference/errors.ts";
import { joined } from "../../model/joined.ts";
import { decodeJpeg, fetched } from "./codecs.ts";
import { exifOrientation } from "./exif.ts";
import { damaged, nameAt, viewOf, type Header } from "./header.ts";
import { checkImageSize, MAX_CMYK_MEGAPIXELS, MAX_MEGAPIXELS, MAX_SCANS } from "./limits.ts";
import type { Rgba } from "./rgba.ts";

/** Markers, the second byte of each. */
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;

/** Frames other than baseline, extended and progressive, by their marker. */
const UNREAD: Readonly<Record<number, string>> = {
  0xc3: "lossless JPEG", 0xc5: "hierarchical JPEG", 0xc6: "hierarchical JPEG", 0xc7: "hierarchical JPEG",
  0xc9: "arithmetic-coded JPEG", 0xca: "arithmetic-coded JPEG", 0xcb: "lossless JPEG", 0xcd: "hierarchical JPEG", 0xce: "hierarchical JPEG", 0xcf: "hierarchical JPEG",
};

/** What Adobe's programs write into CMYK files: version 100, no flags, no transform. */
const ADOBE = Uint8Array.of(0xff, APP14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Walks a JPEG's segments to its end, by their lengths: its time is that of one search for 0xFF, whatever the segments hold.
 * Throws ImageError `damaged` also where the end is missing, `unsupported-format` for kinds of JPEG that are not read.
 */
export function jpegHeader(bytes: Uint8Array): Header {
  const view = viewOf(bytes);
  let frame: Frame | null = null;
  let orientation: number | null = null;
  let isAdobe = false;
  let scans = 0;
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) throw damaged("jpeg");
    const marker = view.getUint8(at + 1);
    if (marker === END) {
      if (frame === null || scans === 0) throw damaged("jpeg");
      return header(bytes.subarray(0, at + 2), frame, orientation ?? 1, isAdobe);
    }
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0 || marker === START || isRestart(marker)) throw damaged("jpeg");
    const length = view.getUint16(at + 2);
    const data = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || data.length !== length - 2) throw damaged("jpeg");
    at += 2 + length;
    if (isFrame(marker)) {
      if (frame !== null) throw damaged("jpeg");
      frame = frameOf(marker, data);
    } else if (marker === APP1 && orientation === null && nameAt(data, 0) === "Exif") {
      orientation = exifOrientation(data);
    } else if (marker === APP14 && nameAt(data, 0) === "Adob") {
      isAdobe = true;
    } else if (marker === SCAN) {
      scans += 1;
      if (frame === null || scans > MAX_SCANS) throw damaged("jpeg");
      at = endOfScan(bytes, at);
    }
  }
}

function frameOf(marker: number, data: Uint8Array): Frame {
  const view = viewOf(data);
  const depth = view.getUint8(0);
  const format = UNREAD[marker] ?? (depth === 8 ? undefined : `${depth}-bit JPEG`);
  if (format !== undefined) throw new ImageError("unsupported-format", { format });
  const frame = { height: view.getUint16(1), width: view.getUint16(3), components: view.getUint8(5) };
  if (![1, 3, 4].includes(frame.components)) throw damaged("jpeg");
  checkImageSize(frame.width, frame.height, "jpeg", frame.components === 4 ? MAX_CMYK_MEGAPIXELS : MAX_MEGAPIXELS);
  return frame;
}

/** Where the marker after a scan's pixels stands; in them 0xFF is followed by zero or belongs to a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1];
    if (next === 0 || (next !== undefined && isRestart(next))) at += 2;
    else return at;
  }
  throw damaged("jpeg");
}

function header(bytes: Uint8Array, { width, height, components }: Frame, orientation: number, isAdobe: boolean): Header {
  return { width, height, turns: [orientation], decode: (codecs) => (components === 4 ? decodeCmyk(bytes, isAdobe) : decodeJpeg(bytes, codecs)) };
}

/**
 * Decodes a JPEG of four components, which libjpeg does not turn into red, green and blue. As browsers do, ink is taken as Adobe stores it, inverted,
 * whether the file says so or not, and each colour is ink times black over 255.
 */
async function decodeCmyk(bytes: Uint8Array, isAdobe: boolean): Promise<Rgba> {
  const { default: { decode } } = await fetched("jpeg", import("jpeg-js"));
  try {
    const named = isAdobe ? bytes : joined([bytes.subarray(0, 2), ADOBE, bytes.subarray(2)]);
    const { width, height, data } = decode(named, { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: 2048 });
    return { width, height, rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) };
  } catch (cause) {
    throw damaged("jpeg", cause);
  }
}
