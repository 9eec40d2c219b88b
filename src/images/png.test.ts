import { ImageError } from "./errors.ts";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Pixels } from "../core/resize.ts";
import { decodePng, encodePng, maxPngBytes } from "./png.ts";

const images = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: 3 * width * height, maxLength: 3 * width * height })
      .map((rgb): Pixels => ({ width, height, rgb })),
  );
const image: Pixels = { width: 5, height: 3, rgb: Uint8Array.from({ length: 45 }, (_, i) => (i * 37) % 256) };

/** A PNG by another writer, with filters of its own choice. */
const bySharp = ({ width, height, rgb }: Pixels, channels: 3 | 4 = 3): Promise<Uint8Array> =>
  sharp(rgb, { raw: { width, height, channels } }).png().toBuffer();

describe("encodePng", () => {
  it("writes what others read, to the bit", async () => {
    const { data, info } = await sharp(await encodePng(image))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 5, height: 3, channels: 3 });
    expect(new Uint8Array(data)).toEqual(image.rgb);
    expect(await sharp(await encodePng(image)).metadata()).toMatchObject({
      format: "png",
      depth: "uchar",
      space: "srgb",
      isProgressive: false,
    });
  });

  it("refuses pixels that are not of their size", async () => {
    await expect(encodePng({ ...image, height: 4 })).rejects.toThrow(RangeError);
  });
});

describe("decodePng", () => {
  it("reads what was written, to the bit, within the announced size", async () => {
    await fc.assert(
      fc.asyncProperty(images, async (pixels) => {
        const bytes = await encodePng(pixels);
        expect(bytes.length).toBeLessThanOrEqual(maxPngBytes(pixels.width, pixels.height));
        expect(await decodePng(bytes, pixels)).toEqual(pixels);
      }),
      { seed: 20261125, numRuns: 60 },
    );
  });

  it("refuses every change of a byte and every shorter file", async () => {
    const bytes = await encodePng(image);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      await expect(decodePng(changed, image)).rejects.toThrow(ImageError);
      await expect(decodePng(bytes.subarray(0, at), image)).rejects.toThrow(ImageError);
    }
  });

  /** A file of ours with other bytes in place of the pixels' lines. */
  const holding = async (lines: Uint8Array): Promise<Uint8Array> => {
    const { width, height } = image;
    const bytes = Buffer.from(await encodePng(image));
    const data = deflateSync(lines);
    const type = Buffer.concat([Buffer.from("IDAT"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crcOf(type));
    expect(bytes.readUInt32BE(16)).toBe(width);
    expect(bytes.readUInt32BE(20)).toBe(height);
    return Buffer.concat([bytes.subarray(0, 33), length, type, sum, bytes.subarray(-12)]);
  };

  /** CRC-32 bit by bit. */
  const crcOf = (bytes: Uint8Array): number => {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    return ~crc >>> 0;
  };

  it("refuses another filter, too few and too many lines, though every checksum fits", async () => {
    const lines = new Uint8Array(16 * 3);
    expect((await decodePng(await holding(lines), image)).rgb).toEqual(new Uint8Array(45));
    for (const wrong of [lines.with(16, 1), lines.subarray(1), new Uint8Array(16 * 3 + 1), new Uint8Array(1e6)]) {
      await expect(decodePng(await holding(wrong), image)).rejects.toMatchObject({
        code: "damaged",
        context: { format: "png" },
      });
    }
  });

  it("refuses another size, alpha, and a foreign file", async () => {
    const foreign = [
      await encodePng({ ...image, width: 3, height: 5 }),
      await bySharp({ width: 5, height: 3, rgb: new Uint8Array(60) }, 4),
      await bySharp(image),
      new Uint8Array(0),
      new TextEncoder().encode("no image"),
    ];
    for (const bytes of foreign) await expect(decodePng(bytes, image)).rejects.toThrow(ImageError);
  });
});
