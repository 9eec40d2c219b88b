import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { joined } from "./joined.ts";
import { compress, decompress, type Compression } from "./compression.ts";

const noise = (length: number): Uint8Array => {
  const random = mulberry32(length);
  return Uint8Array.from({ length }, () => Math.floor(256 * random()));
};
const zeros = (length: number): Uint8Array => new Uint8Array(length);

describe("compress and decompress", () => {
  it.each([0, 1, 16_384, 100_001])("give %i bytes back, as zlib does", async (length) => {
    const bytes = noise(length);
    const zipped = await compress([bytes], "gzip");
    expect(new Uint8Array(gunzipSync(zipped))).toEqual(bytes);
    expect(await decompress(zipped, "gzip", length)).toEqual(bytes);
    expect(new Uint8Array(inflateSync(await compress([bytes], "deflate")))).toEqual(bytes);
  });

  it("take parts as they are made", async () => {
    async function* parts() {
      for (const length of [3, 0, 5]) yield await Promise.resolve(noise(length));
    }
    expect(await decompress(await compress(parts(), "gzip"), "gzip", 8)).toEqual(joined([noise(3), noise(5)]));
  });

  it("pass on why a part could not be made", async () => {
    const why = new RangeError("no part");
    async function* parts() {
      yield await Promise.resolve(noise(3));
      throw why;
    }
    await expect(compress(parts(), "gzip")).rejects.toBe(why);
  });
});

describe("decompress", () => {
  it("stops where more comes out than was allowed", async () => {
    const zipped = new Uint8Array(gzipSync(zeros(1000)));
    expect(await decompress(zipped, "gzip", 1000)).toEqual(zeros(1000));
    expect(await decompress(zipped, "gzip", 999)).toBe("too-large");
  });

  it("calls what it cannot read to its end damaged", async () => {
    const zipped = new Uint8Array(gzipSync(noise(1000)));
    const turned = zipped.slice();
    turned[500]! ^= 1;
    for (const bytes of [turned, zipped.subarray(0, 999), zipped.subarray(0, 5), zeros(0), noise(100)]) {
      expect(await decompress(bytes, "gzip", 1e6)).toBe("damaged");
    }
  });

  /** A gzip stream of `bytes` whose header says all that it can. */
  const talkative = (bytes: Uint8Array): Uint8Array => {
    const plain = gzipSync(bytes);
    const header = Uint8Array.of(
      ...plain.subarray(0, 3),
      4 | 8 | 16,
      ...plain.subarray(4, 10),
      3,
      0,
      1,
      0,
      9,
      ...Buffer.from("name\0comment\0"),
    );
    return joined([header, plain.subarray(10)]);
  };

  it("calls whatever stands behind the end of the stream damage, whatever the platform thinks of it", async () => {
    const whole: readonly (readonly [Compression, Uint8Array])[] = [
      ["gzip", gzipSync(noise(1000))],
      ["gzip", gzipSync(zeros(0))],
      ["gzip", gzipSync(noise(100_000))],
      ["gzip", talkative(noise(1000))],
      ["deflate", deflateSync(noise(1000))],
      ["deflate", deflateSync(zeros(70_000))],
    ];
    for (const [compression, stream] of whole) {
      expect(await decompress(stream, compression, 1e6)).toBeInstanceOf(Uint8Array);
      // Another stream behind it, one of nothing before it, and the trailer once more, whose sums are right.
      const behind = [noise(1), zeros(1), zeros(512), noise(20_000), stream, stream.subarray(-8), Uint8Array.of(0x1f)];
      for (const more of behind) expect(await decompress(joined([stream, more]), compression, 1e6)).toBe("damaged");
    }
    expect(await decompress(joined([gzipSync(zeros(0)), gzipSync(noise(1000))]), "gzip", 1e6)).toBe("damaged");
  });
});
