/** Image files of every kind, for tests: real ones by sharp, odd ones by writers that are as plain as can be. */
import { readdirSync, readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { crc32 } from "../platform/crc32.ts";

export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const latin = (text: string): Buffer => Buffer.from(text, "latin1");

/** The files in `cases`. */
export const CASES: readonly ImageFile[] = readdirSync(new URL("cases/", import.meta.url))
  .sort()
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url))) }));

export const caseNamed = (name: string): Uint8Array => CASES.find((file) => file.name === name)!.bytes;

export interface ExifOptions {
  readonly little?: boolean;
  /** 1 BYTE, 3 SHORT, 4 LONG. */
  readonly type?: number;
  readonly count?: number;
  /** Where the first directory is said to be. */
  readonly directory?: number;
}

/** EXIF data that hold an orientation alone. */
export function exifOf(
  orientation: number,
  { little = false, type = 3, count = 1, directory = 8 }: ExifOptions = {},
): Buffer {
  const bytes = Buffer.alloc(26);
  const u16 = (value: number, at: number): unknown =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const u32 = (value: number, at: number): unknown =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(little ? "II" : "MM", 0, "latin1");
  u16(42, 2);
  u32(directory, 4);
  u16(1, 8);
  u16(0x0112, 10);
  u16(type, 12);
  u32(count, 14);
  if (type === 4) u32(orientation, 18);
  else if (type === 3) u16(orientation, 18);
  else bytes[18] = orientation;
  return bytes;
}

/** A JPEG with more segments behind its start. */
export const withSegments = (
  jpeg: Uint8Array,
  ...segments: readonly (readonly [marker: number, data: Uint8Array])[]
): Buffer =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    ...segments.map(([marker, data]) =>
      Buffer.concat([Buffer.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255), data]),
    ),
    jpeg.subarray(2),
  ]);

export const jpegWithExif = (jpeg: Uint8Array, exif: Uint8Array): Buffer =>
  withSegments(jpeg, [0xe1, Buffer.concat([latin("Exif\0\0"), exif])]);

/**
 * A JPEG of 8 x 8 pixels of one colour, by hand: quantised by one, each component a block of nothing but its mean, 8·(value − 128).
 * @param transform what Adobe's marker says; without it there is none
 */
export function uniformJpeg(values: readonly number[], transform?: number): Buffer {
  const ids = values.map((_, i) => i + 1);
  const table = (id: number, counts: readonly number[], symbols: readonly number[]): number[] => [
    id,
    ...counts,
    ...Array<number>(16 - counts.length).fill(0),
    ...symbols,
  ];
  // Twelve sizes of means in codes of 4 bits; the end of a block is a single bit, 0.
  const sizes = Array.from({ length: 12 }, (_, i) => i);
  const bits = values
    .map((value) => {
      const mean = 8 * (value - 128);
      const size = mean === 0 ? 0 : Math.floor(Math.log2(Math.abs(mean))) + 1;
      return (
        size.toString(2).padStart(4, "0") +
        (size === 0 ? "" : (mean > 0 ? mean : mean + 2 ** size - 1).toString(2).padStart(size, "0")) +
        "0"
      );
    })
    .join("");
  const data = (bits.match(/.{1,8}/g) ?? []).flatMap((byte) =>
    byte.padEnd(8, "1") === "11111111" ? [255, 0] : [parseInt(byte.padEnd(8, "1"), 2)],
  );
  const segments: [number, Uint8Array][] = [
    [0xdb, Buffer.of(0, ...Array<number>(64).fill(1))],
    [0xc0, Buffer.of(8, 0, 8, 0, 8, ids.length, ...ids.flatMap((id) => [id, 0x11, 0]))],
    [0xc4, Buffer.of(...table(0, [0, 0, 0, 12], sizes))],
    [0xc4, Buffer.of(...table(0x10, [1], [0]))],
    [0xda, Buffer.of(ids.length, ...ids.flatMap((id) => [id, 0]), 0, 63, 0)],
  ];
  if (transform !== undefined)
    segments.unshift([0xee, Buffer.concat([latin("Adobe"), Buffer.of(0, 100, 0, 0, 0, 0, transform)])]);
  return Buffer.concat([withSegments(Buffer.of(0xff, 0xd8), ...segments), Buffer.from(data), Buffer.of(0xff, 0xd9)]);
}

/** A PNG's chunk; `crc` in place of its own. */
export function pngChunk(type: string, data: Uint8Array, crc?: number): Buffer {
  const body = Buffer.concat([latin(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc ?? crc32(body), body.length + 4);
  return framed;
}

export const PNG_SIGNATURE = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export function pngHead(width: number, height: number, depth: number, colour: number, interlace = 0): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, interlace], 8);
  return pngChunk("IHDR", head);
}

/** A PNG of given rows, each with its filter's number before it. */
export const pngOf = (
  head: Buffer,
  lines: Uint8Array,
  before: readonly Buffer[] = [],
  end: Buffer = pngChunk("IEND", Buffer.alloc(0)),
): Buffer => Buffer.concat([PNG_SIGNATURE, head, ...before, pngChunk("IDAT", deflateSync(lines)), end]);

/** A PNG with chunks behind its header. */
export const withChunks = (png: Uint8Array, ...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);

export const riffChunk = (name: string, data: Uint8Array): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)]);
};

export const riffOf = (...chunks: readonly Uint8Array[]): Buffer =>
  riffChunk("RIFF", Buffer.concat([latin("WEBP"), ...chunks]));

/** The data of a VP8X chunk. */
export function vp8x(width: number, height: number, flags = 0): Buffer {
  const data = Buffer.alloc(10);
  data[0] = flags;
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return data;
}

/** A WebP of one chunk with EXIF beside it. */
export const webpWithExif = (webp: Uint8Array, width: number, height: number, exif: Uint8Array): Buffer =>
  riffOf(riffChunk("VP8X", vp8x(width, height, 0x08)), webp.subarray(12), riffChunk("EXIF", exif));

export interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each colour; 4 colours. */
  readonly palette?: Uint8Array;
  readonly transparent?: number;
  readonly isInterlaced?: boolean;
  /** 0 to 3, in the order of the file. */
  readonly indices: Uint8Array;
}

/** Four colours. */
export const GIF_PALETTE = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 20, 30, 40);

/** A GIF whose compression compresses nothing: it clears its table before any code grows longer. */
export function gifOf(
  width: number,
  height: number,
  frames: readonly GifFrame[],
  palette: Uint8Array | null = GIF_PALETTE,
): Buffer {
  const u16 = (...values: number[]): number[] => values.flatMap((value) => [value & 255, value >> 8]);
  const parts: Uint8Array[] = [
    latin("GIF89a"),
    Buffer.of(...u16(width, height), palette === null ? 0 : 0x81, 0, 0),
    palette ?? Buffer.alloc(0),
  ];
  for (const { left, top, width: w, height: h, palette: own, transparent, isInterlaced = false, indices } of frames) {
    if (transparent !== undefined) parts.push(Buffer.of(0x21, 0xf9, 4, 1, 0, 0, transparent, 0));
    parts.push(
      Buffer.of(0x2c, ...u16(left, top, w, h), (own === undefined ? 0 : 0x81) | (isInterlaced ? 0x40 : 0)),
      own ?? Buffer.alloc(0),
      Buffer.of(2),
    );
    // Codes of 3 bits: 4 clears, 5 ends. Two indices after a clear define one code; a third would make them longer.
    const codes = [...indices].flatMap((index, i) => (i % 2 === 0 ? [4, index] : [index])).concat(5);
    let bits = 0n;
    codes.forEach((code, i) => (bits |= BigInt(code) << BigInt(3 * i)));
    const packed = Array.from({ length: Math.ceil((3 * codes.length) / 8) }, (_, i) =>
      Number((bits >> BigInt(8 * i)) & 255n),
    );
    for (let at = 0; at < packed.length; at += 255)
      parts.push(Buffer.of(Math.min(255, packed.length - at), ...packed.slice(at, at + 255)));
    parts.push(Buffer.of(0));
  }
  return Buffer.concat([...parts, Buffer.of(0x3b)]);
}

/** A photograph of odd sides, and the same fading out to the right. */
export const WIDTH = 61;
export const HEIGHT = 43;
const photo = sharp(readFileSync(new URL("../../public/samples/church.png", import.meta.url)))
  .resize(WIDTH, HEIGHT)
  .removeAlpha();
const fade = `<svg width="${WIDTH}" height="${HEIGHT}"><defs><linearGradient id="g"><stop stop-opacity="1" offset="0"/><stop stop-opacity="0" offset="1"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`;
const faded = async (): Promise<Sharp> =>
  sharp(
    await photo
      .clone()
      .ensureAlpha()
      .composite([{ input: Buffer.from(fade), blend: "dest-in" }])
      .png()
      .toBuffer(),
  );

/** Every format × colours × alpha × depth × interlacing that sharp writes, and every orientation in every format that has one. */
export async function matrix(): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  const add = async (name: string, image: Sharp): Promise<void> =>
    void files.push({ name, bytes: new Uint8Array(await image.toBuffer()) });
  const colours = {
    rgb: photo,
    rgba: await faded(),
    grey: photo.clone().grayscale(),
    greya: (await faded()).grayscale(),
  };
  for (const [kind, image] of Object.entries(colours)) {
    for (const progressive of [false, true]) {
      const how = `${kind}${progressive ? "-progressive" : ""}`;
      await add(`8-${how}.png`, image.clone().png({ progressive }));
      await add(
        `16-${how}.png`,
        image
          .clone()
          .toColourspace(kind.startsWith("grey") ? "grey16" : "rgb16")
          .png({ progressive }),
      );
      await add(`palette-${how}.png`, image.clone().png({ palette: true, progressive }));
      await add(`palette4-${how}.png`, image.clone().png({ palette: true, colours: 4, progressive }));
      await add(`${how}.gif`, image.clone().gif({ progressive }));
      if (kind.endsWith("a")) continue;
      await add(`420-${how}.jpg`, image.clone().jpeg({ progressive }));
      await add(`444-${how}.jpg`, image.clone().jpeg({ progressive, chromaSubsampling: "4:4:4" }));
    }
    for (const lossless of [false, true])
      await add(`${lossless ? "lossless" : "lossy"}-${kind}.webp`, image.clone().webp({ lossless }));
    await add(`444-${kind}.avif`, image.clone().avif({ chromaSubsampling: "4:4:4" }));
    await add(`lossless-${kind}.avif`, image.clone().avif({ lossless: true }));
  }
  for (const progressive of [false, true])
    await add(
      `cmyk${progressive ? "-progressive" : ""}.jpg`,
      photo.clone().toColourspace("cmyk").jpeg({ progressive, chromaSubsampling: "4:4:4" }),
    );
  for (const format of ["jpeg", "png", "webp", "avif"] as const) {
    for (let orientation = 1; orientation <= 8; orientation++)
      await add(
        `orientation-${orientation}.${format}`,
        photo.clone().withMetadata({ orientation }).toFormat(format, { chromaSubsampling: "4:4:4" }),
      );
  }
  const jpeg = await photo.clone().jpeg().toBuffer();
  const webp = await photo.clone().webp().toBuffer();
  for (const [name, exif] of Object.entries(ODD_EXIF)) {
    files.push(
      { name: `${name}.jpg`, bytes: jpegWithExif(jpeg, exif) },
      { name: `${name}.webp`, bytes: webpWithExif(webp, WIDTH, HEIGHT, exif) },
    );
    files.push({
      name: `${name}.png`,
      bytes: withChunks(await photo.clone().png().toBuffer(), pngChunk("eXIf", exif)),
    });
  }
  return files;
}

/** EXIF whose orientation is stored in other ways than most: those that count say 6. */
export const ODD_EXIF: Readonly<Record<string, Buffer>> = {
  "exif-6-long": exifOf(6, { type: 4 }),
  "exif-6-long-little": exifOf(6, { type: 4, little: true }),
  "exif-6-byte": exifOf(6, { type: 1 }),
  "exif-6-little": exifOf(6, { little: true }),
  "exif-none-text": exifOf(6, { type: 2 }),
  "exif-none-twice": exifOf(6, { count: 2 }),
  "exif-none-9": exifOf(9),
  "exif-none-0": exifOf(0),
  "exif-none-elsewhere": exifOf(6, { directory: 0xfffffff0 }),
  "exif-none-loop": exifOf(6, { directory: 0 }),
  "exif-none-cut": exifOf(6).subarray(0, 17),
};
