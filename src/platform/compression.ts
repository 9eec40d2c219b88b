import { joined } from "./joined.ts";
import { needed } from "./missing-part.ts";

/** The two that a platform's streams know and files here need: `gzip`, and zlib's `deflate`, which PNG holds. */
export type Compression = "gzip" | "deflate";

/** What goes in at a time: deflate grows a thousandfold at most, so that some 16 MB come out before their number is looked at. */
const SLICE_BYTES = 16_384;

/** Compresses parts, one after the other, as they are made; rejects as they do. */
export async function compress(
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  compression: Compression,
): Promise<Uint8Array> {
  const Stream = needed("CompressionStream", (globalThis as Partial<typeof globalThis>).CompressionStream);
  const { readable, writable } = new Stream(compression);
  const whole = new Response(readable).arrayBuffer();
  const writer = writable.getWriter();
  try {
    // The types allow shared memory, which streams refuse; nothing here is shared.
    for await (const part of parts) await writer.write(part as Uint8Array<ArrayBuffer>);
    await writer.close();
  } catch (error) {
    await Promise.allSettled([writer.abort(error), whole]);
    throw error;
  }
  return new Uint8Array(await whole);
}

/**
 * Decompresses bytes that may be hostile: stops where more than `maxBytes` come out, and answers `damaged` to whatever is not one
 * stream from its first byte to its last. What stands behind the stream's end makes a file damaged too, a second stream as well:
 * the standard says so, and not every platform keeps to it.
 * @param goesOn sees each piece as it comes out; where it answers false no more is decompressed, and the answer is `damaged`
 */
export async function decompress(
  bytes: Uint8Array,
  compression: Compression,
  maxBytes: number,
  goesOn?: (piece: Uint8Array) => boolean,
): Promise<Uint8Array | "damaged" | "too-large"> {
  const inflated = await inflate(bytes, compression, maxBytes, true, goesOn);
  if (typeof inflated === "string") return inflated;
  return (await isLenient()) && !(await endsAtLastByte(bytes, compression)) ? "damaged" : joined(inflated);
}

async function inflate(
  bytes: Uint8Array,
  compression: CompressionFormat,
  maxBytes: number,
  keep = true,
  goesOn = (_: Uint8Array): boolean => true,
): Promise<Uint8Array[] | "damaged" | "too-large"> {
  const Stream = needed("DecompressionStream", (globalThis as Partial<typeof globalThis>).DecompressionStream);
  const reader = slicesOf(bytes).pipeThrough(new Stream(compression)).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > maxBytes) {
        await reader.cancel();
        return "too-large";
      }
      if (!goesOn(value)) {
        await reader.cancel();
        return "damaged";
      }
      if (keep) chunks.push(value);
    }
  } catch {
    return "damaged";
  }
  return chunks;
}

/** A gzip stream of nothing. */
const NOTHING = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);

let lenient: Promise<boolean> | null = null;

/** Whether this platform forgives a second stream, or zeros, behind a stream's end, as Node does. */
function isLenient(): Promise<boolean> {
  lenient ??= Promise.all(
    [NOTHING, new Uint8Array(1)].map((behind) => inflate(joined([NOTHING, behind]), "gzip", 0)),
  ).then((answers) => answers.some((answer) => answer !== "damaged"));
  return lenient;
}

/**
 * Whether a stream, which was read to its end without an error, ends where the bytes do: the deflated data without the last of its
 * bytes are then a stream without an end, and are whole if it ends earlier.
 */
async function endsAtLastByte(bytes: Uint8Array, compression: Compression): Promise<boolean> {
  const [start, trailer] = compression === "gzip" ? [gzipHeaderLength(bytes), 8] : [2, 4];
  return (
    (await inflate(bytes.subarray(start, bytes.length - trailer - 1), "deflate-raw", Infinity, false)) === "damaged"
  );
}

/** Of a gzip stream that is known to be whole (RFC 1952, 2.3): ten bytes, and what its flags announce. */
function gzipHeaderLength(bytes: Uint8Array): number {
  const flags = bytes[3]!;
  let length = 10;
  if (flags & 4) length += 2 + bytes[length]! + 256 * bytes[length + 1]!;
  for (const text of [8, 16]) if (flags & text) length = bytes.indexOf(0, length) + 1;
  return flags & 2 ? length + 2 : length;
}

function slicesOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream(
    {
      pull: (controller) => {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + SLICE_BYTES));
        at += SLICE_BYTES;
      },
    },
    { highWaterMark: 0 },
  );
}
