import { viewOf } from "./header.ts";

/** Name and type numbers of TIFF 6.0, which EXIF is written in. */
const ORIENTATION = 0x0112;
const BYTE = 1;
const SHORT = 3;
const LONG = 4;

const ENTRY_BYTES = 12;
const PREFIX = [0x45, 0x78, 0x69, 0x66, 0x00];

/**
 * The orientation that EXIF data tell, 1 to 8. It may be stored as any of TIFF's whole numbers (BYTE, SHORT or LONG), in either byte order, with or
 * without "Exif" before it; only the first directory is looked at. What is damaged, absent or out of range is 1: the image as it is stored.
 */
export function exifOrientation(exif: Uint8Array): number {
  const tiff = PREFIX.every((byte, i) => exif[i] === byte) ? exif.subarray(6) : exif;
  const view = viewOf(tiff);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return 1;
    const little = order === 0x4949;
    if (view.getUint16(2, little) !== 42) return 1;
    const directory = view.getUint32(4, little);
    for (let i = view.getUint16(directory, little), entry = directory + 2; i > 0; i--, entry += ENTRY_BYTES) {
      if (view.getUint16(entry, little) === ORIENTATION) return valid(wholeNumber(view, entry, little));
    }
  } catch (error) {
    // Reading past the end: it is cut off, or points elsewhere.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** An entry's only value; 0 when it is of another type or has several. */
function wholeNumber(view: DataView, entry: number, little: boolean): number {
  if (view.getUint32(entry + 4, little) !== 1) return 0;
  switch (view.getUint16(entry + 2, little)) {
    case BYTE:
      return view.getUint8(entry + 8);
    case SHORT:
      return view.getUint16(entry + 8, little);
    case LONG:
      return view.getUint32(entry + 8, little);
    default:
      return 0;
  }
}

const valid = (orientation: number): number => (orientation >= 1 && orientation <= 8 ? orientation : 1);
