import { LinkError } from "./errors.ts";

/** Reads bytes from first to last; everything throws LinkError `damaged` where too few are left. */
export interface ByteReader {
  /** The next `length` bytes, shared with the source. */
  take(length: number): Uint8Array;
  /** A whole number from 0 to `most`, as `varint` writes it; LinkError `damaged` for any other bytes. */
  varint(most: number): number;
  /** All that is left; may be empty. */
  rest(): Uint8Array;
}

/** Bits of a number in each byte; the eighth says that another byte follows. */
const BITS = 7;
const MORE = 1 << BITS;

/** A whole number from 0 to 2^31 − 1 in base 128, its low digits first (LEB128, as in DWARF and WebAssembly). */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= MORE; left >>>= BITS) bytes.push((left % MORE) | MORE);
  return [...bytes, left];
}

/** Reads `bytes`, which may be hostile. */
export function createByteReader(bytes: Uint8Array): ByteReader {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new LinkError("damaged", { problem: "ends early" });
    at += length;
    return bytes.subarray(at - length, at);
  };
  return {
    take,
    varint: (most) => {
      let value = 0;
      for (let scale = 1; ; scale *= MORE) {
        const byte = take(1)[0]!;
        value += (byte % MORE) * scale;
        // Past the highest digit, or padded with zeros: there is one way to write a number.
        if (value > most || (scale > 1 && (scale > most || byte === 0)))
          throw new LinkError("damaged", { problem: `expected a number up to ${most}` });
        if (byte < MORE) return value;
      }
    },
    rest: () => take(bytes.length - at),
  };
}
