import { ImageError } from "./errors.ts";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { codecs } from "../../cli/codecs.ts";
import { FUZZ, mutate, mutations } from "../core/fuzz.fixture.ts";
import { exifOf, gifOf, jpegWithExif, pngChunk, pngHead, pngOf, uniformJpeg, webpWithExif } from "./files.fixture.ts";
import { MAX_MEGAPIXELS, MAX_SIDE } from "./limits.ts";
import { readImage } from "./read-image.ts";

/** Processor time that one small file may take, however it is damaged, µs. */
const MOST_US = 5e6;

const noise = sharp(Buffer.from(Uint8Array.from({ length: 4 * 24 * 17 }, (_, i) => (i * 7919) % 251)), {
  raw: { width: 24, height: 17, channels: 4 },
});
const small = {
  jpeg: [
    jpegWithExif(await noise.clone().jpeg().toBuffer(), exifOf(6)),
    await noise.clone().jpeg({ progressive: true }).toBuffer(),
    uniformJpeg([200, 100, 50, 204], 0),
  ],
  png: [await noise.clone().png().toBuffer(), await noise.clone().png({ palette: true, progressive: true }).toBuffer()],
  webp: [
    webpWithExif(await noise.clone().removeAlpha().webp({ lossless: true }).toBuffer(), 24, 17, exifOf(6)),
    await noise.clone().webp().toBuffer(),
  ],
  avif: [
    await noise.clone().avif().toBuffer(),
    await noise.clone().withMetadata({ orientation: 6 }).avif({ chromaSubsampling: "4:2:0" }).toBuffer(),
  ],
  gif: [
    await noise.clone().gif().toBuffer(),
    gifOf(4, 4, [{ left: 1, top: 1, width: 2, height: 2, transparent: 1, indices: Uint8Array.of(0, 1, 2, 3) }]),
  ],
};

/** Reads what may be damaged: ImageError, or a whole image within the limits, in bounded time. */
async function expectSound(bytes: Uint8Array): Promise<void> {
  const started = process.cpuUsage();
  const answer = await readImage(bytes, codecs).catch((error: unknown) => error);
  const { user, system } = process.cpuUsage(started);
  expect(user + system).toBeLessThan(MOST_US);
  if (answer instanceof ImageError) return;
  if (answer instanceof Error) throw answer;
  const { width, height, rgba } = answer as Awaited<ReturnType<typeof readImage>>;
  expect(rgba).toHaveLength(4 * width * height);
  expect(Math.max(width, height)).toBeLessThanOrEqual(MAX_SIDE);
  expect(width * height).toBeLessThanOrEqual(MAX_MEGAPIXELS * 1e6);
}

describe.each(Object.entries(small))("a mutated %s", (_, originals) => {
  it("is refused, or gives a whole image within the limits, in bounded time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...originals), mutations, (original, changes) =>
        expectSound(mutate(new Uint8Array(original), changes)),
      ),
      FUZZ,
    );
  });
});

describe("a PNG whose checksums are right", () => {
  it("is sound, whatever its header, rows and colours say", async () => {
    const byte = fc.nat(255);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.nat(40),
        fc.constantFrom(1, 2, 4, 8, 16, 3),
        fc.constantFrom(0, 2, 3, 4, 6, 1),
        fc.constantFrom(0, 1, 2),
        fc.uint8Array({ maxLength: 4000 }),
        fc.array(byte, { maxLength: 30 }),
        fc.array(byte, { maxLength: 30 }),
        (width, height, depth, colour, interlace, lines, palette, clear) =>
          expectSound(
            pngOf(pngHead(width, height, depth, colour, interlace), lines, [
              pngChunk("PLTE", Buffer.from(palette)),
              pngChunk("tRNS", Buffer.from(clear)),
            ]),
          ),
      ),
      FUZZ,
    );
  });
});
