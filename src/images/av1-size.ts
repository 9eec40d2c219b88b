import { damaged } from "./errors.ts";
import { viewOf } from "./header.ts";
import { MAX_PARTS } from "./limits.ts";

/** Bits of bytes, from the highest of the first on; RangeError past their end. */
class Bits {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = viewOf(bytes);
  }

  /** The next `count` bits as a number. */
  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++)
      value = 2 * value + ((this.#view.getUint8(this.#at >> 3) >> (7 - (this.#at & 7))) & 1);
    return value;
  }

  /** A number behind as many zeros as it has bits after its first. */
  skipVariable(): void {
    let zeros = 0;
    while (zeros < 32 && this.take(1) === 0) zeros += 1;
    this.take(zeros);
  }
}

/** The parts of AV1 data ("OBU") that tell the sizes of what follows. */
const SEQUENCE_HEADER = 1;
const FRAME_HEADER = 3;
const FRAME = 6;

/**
 * The largest width and height that the sequence headers in some AV1 data allow their frames, and how many those are.
 * RangeError where they are cut off, ImageError `damaged` where the data have too many parts.
 */
export function av1Size(data: Uint8Array): {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
} {
  let width = 0,
    height = 0,
    frames = 0;
  for (const { type, payload } of partsOf(data)) {
    if (type === FRAME_HEADER || type === FRAME) frames += 1;
    if (type !== SEQUENCE_HEADER) continue;
    const size = sequenceSize(new Bits(payload));
    width = Math.max(width, size.width);
    height = Math.max(height, size.height);
  }
  return { width, height, frames };
}

function* partsOf(data: Uint8Array): Generator<{ readonly type: number; readonly payload: Uint8Array }> {
  const view = viewOf(data);
  for (let at = 0, parts = 1; at < data.length; parts++) {
    if (parts > MAX_PARTS) throw damaged("avif");
    const head = view.getUint8(at);
    at += head & 4 ? 2 : 1;
    let length = data.length - at;
    if (head & 2) {
      length = 0;
      for (let shift = 0, more = true; more && shift < 56; shift += 7, at++) {
        const byte = view.getUint8(at);
        length += (byte & 0x7f) * 2 ** shift;
        more = byte >= 0x80;
      }
    }
    yield { type: (head >> 3) & 15, payload: data.subarray(at, at + length) };
    at += length;
  }
}

/** Section 5.5 of the AV1 specification, up to the sizes. */
function sequenceSize(bits: Bits): { width: number; height: number } {
  bits.take(3 + 1);
  if (bits.take(1) === 1) bits.take(5);
  else skipTiming(bits);
  const [widthBits, heightBits] = [bits.take(4) + 1, bits.take(4) + 1];
  return { width: bits.take(widthBits) + 1, height: bits.take(heightBits) + 1 };
}

/** What stands there unless the header says that it is that of a single picture. */
function skipTiming(bits: Bits): void {
  let delayBits = 0;
  if (bits.take(1) === 1) {
    bits.take(32 + 32);
    if (bits.take(1) === 1) bits.skipVariable();
    if (bits.take(1) === 1) {
      delayBits = bits.take(5) + 1;
      bits.take(32 + 5 + 5);
    }
  }
  const hasDisplayDelay = bits.take(1) === 1;
  for (let points = bits.take(5) + 1; points > 0; points--) {
    bits.take(12);
    if (bits.take(5) > 7) bits.take(1);
    if (delayBits > 0 && bits.take(1) === 1) bits.take(2 * delayBits + 1);
    if (hasDisplayDelay && bits.take(1) === 1) bits.take(4);
  }
}
