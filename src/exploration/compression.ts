import { joined } from "../model/joined.ts";

/** The two that a platform's streams know and files here need: `gzip`, and zlib's `deflate`, which PNG holds. */
export type Compression = "gzip" | "deflate";

/** What goes in at a time: deflate grows a thousandfold at most, so that some 16 MB come out before their number is looked at. */
const SLICE_BYTES = 16_384;

/** Compresses parts, one after the other, as they are made; rejects as they do. */
export async function compress(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, compression: Compression): Promise<Uint8Array> {
  const { readable, writable } = new CompressionStream(compression);
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

/** Decompresses bytes that may be hostile: stops where more than `maxBytes` come out, and answers `damaged` to whatever cannot be read to its end. */
export async function decompress(bytes: Uint8Array, compression: Compression, maxBytes: number): Promise<Uint8Array | "damaged" | "too-large"> {
  const reader = slicesOf(bytes).pipeThrough(new DecompressionStream(compression)).getReader();
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
      chunks.push(value);
    }
  } catch {
    return "damaged";
  }
  return joined(chunks);
}

function slicesOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + SLICE_BYTES));
      at += SLICE_BYTES;
    },
  }, { highWaterMark: 0 });
}
