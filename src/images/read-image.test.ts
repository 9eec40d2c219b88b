import { ImageError } from "./errors.ts";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp, { type JpegOptions } from "sharp";
import { describe, expect, it } from "vitest";
import { codecs } from "../../cli/codecs.ts";
import { FUZZ } from "../core/fuzz.fixture.ts";
import {
  caseNamed,
  exifOf,
  GIF_PALETTE,
  gifOf,
  HEIGHT,
  jpegWithExif,
  matrix,
  ODD_EXIF,
  PNG_SIGNATURE,
  pngChunk,
  pngHead,
  pngOf,
  riffChunk,
  riffOf,
  uniformJpeg,
  vp8x,
  WIDTH,
  withChunks,
  withSegments,
} from "./files.fixture.ts";
import { MAX_AVIF_MEGAPIXELS, MAX_CMYK_MEGAPIXELS, MAX_MEGAPIXELS, MAX_PARTS, MAX_SCANS, MAX_SIDE } from "./limits.ts";
import { headerOf, readImage } from "./read-image.ts";
import { turned, type Rgba } from "./rgba.ts";

const read = (bytes: Uint8Array): Promise<Rgba> => readImage(new Uint8Array(bytes), codecs);
const codeOf = (bytes: Uint8Array): Promise<unknown> =>
  read(bytes).then(
    () => "read",
    (error: unknown) => (error instanceof ImageError ? error.code : error),
  );

/** Tries at most. */
const TRIES = 3;

/**
 * What comes of work that is to be done within so many seconds of the processor's time. The clock of a process counts what else its threads do, and
 * a busy machine does less in a second: what took too long is tried again, since only what is slow by itself is slow each time.
 */
async function within<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  const taken: number[] = [];
  for (;;) {
    const started = process.cpuUsage();
    const done = await work();
    const { user, system } = process.cpuUsage(started);
    taken.push((user + system) / 1e6);
    if (taken.at(-1)! < seconds) return done;
    if (taken.length === TRIES) expect(Math.min(...taken), "seconds of the processor").toBeLessThan(seconds);
  }
}

const pixel = ({ width, rgba }: Rgba, x: number, y: number): number[] => [
  ...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

/** Another decoder's answer: sharp's. */
async function sharps(bytes: Uint8Array): Promise<Rgba> {
  const { data, info } = await sharp(bytes, { ignoreIcc: true })
    .autoOrient()
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: new Uint8ClampedArray(data) };
}

/** The largest difference of a channel laid over white; Infinity between images of other sizes. */
function distance(a: Rgba, b: Rgba): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  const overWhite = ({ rgba }: Rgba, at: number): number => 255 + ((rgba[at]! - 255) * rgba[at | 3]!) / 255;
  return a.rgba.reduce(
    (most, alpha, at) =>
      Math.max(most, at % 4 === 3 ? Math.abs(alpha - b.rgba[at]!) : Math.abs(overWhite(a, at) - overWhite(b, at))),
    0,
  );
}

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#224466" } });
const jpegOf = (width: number, height: number, options: JpegOptions = {}) =>
  solid(width, height).jpeg(options).toBuffer();

describe("readImage", () => {
  it("agrees with another decoder on every kind of file that one writes", async () => {
    const files = await matrix();
    expect(files.length).toBeGreaterThan(120);
    for (const { name, bytes } of files) {
      // CMYK has no one way into RGB, and the other decoder rounds 16 bits down.
      const allowed = name.startsWith("cmyk") ? 255 : 1;
      // It takes the orientation as SHORT alone.
      if (name.startsWith("exif-6") || name.startsWith("exif-none")) continue;
      expect(distance(await read(bytes), await sharps(bytes)), name).toBeLessThanOrEqual(allowed);
    }
  });

  it("takes an orientation in any whole number of EXIF, and leaves the image as it is where there is none", async () => {
    const files = await matrix();
    for (const format of ["jpg", "webp", "png"]) {
      const upright = await read(files.find(({ name }) => name === `exif-none-0.${format}`)!.bytes);
      expect([upright.width, upright.height]).toEqual([WIDTH, HEIGHT]);
      for (const name of Object.keys(ODD_EXIF)) {
        const image = await read(files.find((file) => file.name === `${name}.${format}`)!.bytes);
        expect(distance(image, name.startsWith("exif-6") ? turned(upright, 6) : upright), `${name}.${format}`).toBe(0);
      }
    }
  });

  it("gives the first of several EXIF segments", async () => {
    const jpeg = await jpegOf(3, 2);
    expect(await read(jpegWithExif(jpegWithExif(jpeg, exifOf(1)), exifOf(6)))).toMatchObject({ width: 2, height: 3 });
  });

  it("reads or refuses what is damaged, by its own rule", async () => {
    expect(await codeOf(caseNamed("noiend.png"))).toBe("read");
    expect(await codeOf(caseNamed("badadler.png"))).toBe("damaged");
    expect(await codeOf(caseNamed("pal8-oob.png"))).toBe("damaged");
    for (const format of ["jpeg", "png", "webp", "avif", "gif"] as const) {
      const bytes = await sharp(Buffer.from(Uint8Array.from({ length: 3 * 40 * 30 }, (_, i) => (i * 7919) % 251)), {
        raw: { width: 40, height: 30, channels: 3 },
      })
        .toFormat(format)
        .toBuffer();
      expect(await codeOf(bytes), format).toBe("read");
      expect(await codeOf(Buffer.concat([bytes, Buffer.from("more")])), `${format} with bytes behind it`).toBe("read");
      for (const share of [0.2, 0.5, 0.9])
        expect(await codeOf(bytes.subarray(0, share * bytes.length)), `${share} of a ${format}`).toBe("damaged");
    }
  });

  it("shows no white picture for a tall one", async () => {
    const tall = await read(caseNamed("tall-60x65536.png"));
    for (const y of [0, 32_767, 32_768, 65_535]) expect(pixel(tall, 59, y)).toEqual([0x22, 0x44, 0x66, 255]);
  });
});

describe("a PNG", () => {
  const KINDS = [
    [0, 1],
    [0, 2],
    [0, 4],
    [0, 8],
    [0, 16],
    [2, 8],
    [2, 16],
    [3, 1],
    [3, 2],
    [3, 4],
    [3, 8],
    [4, 8],
    [4, 16],
    [6, 8],
    [6, 16],
  ] as const;
  const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
  const ADAM7 = [
    "1 6 4 6 2 6 4 6",
    "7 7 7 7 7 7 7 7",
    "5 6 5 6 5 6 5 6",
    "7 7 7 7 7 7 7 7",
    "3 6 4 6 3 6 4 6",
    "7 7 7 7 7 7 7 7",
    "5 6 5 6 5 6 5 6",
    "7 7 7 7 7 7 7 7",
  ].map((row) => row.split(" ").map(Number));

  /** Rows as bit strings, filtered by taking the raw neighbours away. */
  function lines(samples: number[][][], depth: number, filterOf: (row: number) => number): Buffer {
    let above: number[] = [];
    return Buffer.concat(
      samples.map((row, r) => {
        const bits = row
          .flat()
          .map((sample) => sample.toString(2).padStart(depth, "0"))
          .join("");
        const raw = (bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, "0"), 2));
        const reach = Math.max(1, (row[0]!.length * depth) / 8);
        const filter = filterOf(r);
        const filtered = raw.map((byte, i) => {
          const [a, b, c] = [raw[i - reach] ?? 0, above[i] ?? 0, above[i - reach] ?? 0];
          const nearest = [a, b, c].sort((p, q) => Math.abs(a + b - c - p) - Math.abs(a + b - c - q))[0]!;
          return byte - [0, a, b, Math.floor((a + b) / 2), nearest][filter]!;
        });
        above = raw;
        return Buffer.from([filter, ...filtered.map((byte) => byte & 255)]);
      }),
    );
  }

  it("of any colour, depth, filter, clear colour and interlacing gives its samples", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...KINDS),
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 19 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        async ([colour, depth], width, height, isInterlaced, isClear, seed) => {
          let state = seed;
          const below = (n: number): number =>
            Math.floor(((state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000) * n);
          const most = 2 ** depth;
          const colours = colour === 3 ? Math.min(most, 5) : most;
          const samples = Array.from({ length: height }, () =>
            Array.from({ length: width }, () => Array.from({ length: CHANNELS[colour]! }, () => below(colours))),
          );
          const palette = Uint8Array.from({ length: 3 * colours }, () => below(256));
          const alphas = Uint8Array.from({ length: colour === 3 ? 2 : 0 }, () => below(256));
          const clear = samples[0]![0]!;
          const transparency =
            colour === 3 ? alphas : Buffer.concat(clear.map((sample) => Buffer.of(sample >> 8, sample & 255)));
          const hasChunk = isClear && colour !== 4 && colour !== 6;
          const to8 = (sample: number): number => Math.round((sample * 255) / (most - 1));
          const expected = samples.flat().flatMap((sample) => {
            if (colour === 3)
              return [
                ...palette.subarray(3 * sample[0]!, 3 * sample[0]! + 3),
                hasChunk ? (alphas[sample[0]!] ?? 255) : 255,
              ];
            const alpha =
              colour === 4 || colour === 6
                ? to8(sample.at(-1)!)
                : hasChunk && sample.every((value, i) => value === clear[i])
                  ? 0
                  : 255;
            return [
              ...(colour === 0 || colour === 4 ? Array<number>(3).fill(sample[0]!) : sample.slice(0, 3)).map(to8),
              alpha,
            ];
          });
          const filterOf = (): number => below(5);
          const body = !isInterlaced
            ? lines(samples, depth, filterOf)
            : Buffer.concat(
                [1, 2, 3, 4, 5, 6, 7].map((pass) => {
                  const rows = samples
                    .map((row, y) => row.filter((_, x) => ADAM7[y % 8]![x % 8] === pass))
                    .filter((row) => row.length > 0);
                  return lines(rows, depth, filterOf);
                }),
              );
          const before = [
            ...(colour === 3 ? [pngChunk("PLTE", palette)] : []),
            ...(hasChunk ? [pngChunk("tRNS", transparency)] : []),
          ];
          const image = await read(pngOf(pngHead(width, height, depth, colour, isInterlaced ? 1 : 0), body, before));
          expect([...image.rgba]).toEqual(expected);
        },
      ),
      FUZZ,
    );
  });

  const head = pngHead(2, 1, 8, 0);
  const body = Buffer.of(0, 10, 200);

  it("is its default image, whether APNG animates that or not", async () => {
    const image = await read(caseNamed("apng-hidden-default.png"));
    expect(distance(image, await sharps(caseNamed("apng-hidden-default.png")))).toBe(0);
  });

  it("is refused where a checksum or its data contradict it, and read where only what follows its pixels is missing", async () => {
    const end = pngChunk("IEND", Buffer.alloc(0));
    const data = deflateSync(body);
    const of = (...chunks: Buffer[]): Buffer => Buffer.concat([PNG_SIGNATURE, ...chunks]);
    const flipped = (bytes: Buffer, at: number): Buffer =>
      Buffer.from(bytes.map((byte, i) => (i === (at + bytes.length) % bytes.length ? byte ^ 1 : byte)));
    expect(await codeOf(of(head, pngChunk("IDAT", data), end))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", data)))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", data), end.subarray(0, 5)))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", data), end, Buffer.from("and more")))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", Buffer.concat([data, Buffer.from("more")])), end))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", data, 1), end))).toBe("damaged");
    expect(await codeOf(of(flipped(head, -1), pngChunk("IDAT", data), end))).toBe("damaged");
    expect(await codeOf(of(head, pngChunk("IDAT", flipped(data, -1)), end))).toBe("damaged");
    expect(await codeOf(of(head, pngChunk("IDAT", data.subarray(0, -1)), end))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", data.subarray(0, -4)), end))).toBe("read");
    expect(await codeOf(of(head, pngChunk("IDAT", deflateSync(body.subarray(0, 2))), end))).toBe("damaged");
    expect(await codeOf(of(head, pngChunk("IDAT", deflateSync(Buffer.concat([body, body]))), end))).toBe("read");
    expect(await codeOf(of(head, pngChunk("ABCD", body), pngChunk("IDAT", data), end))).toBe("damaged");
    expect(await codeOf(of(head, pngChunk("IDAT", deflateSync(Buffer.of(5, 1, 2))), end))).toBe("damaged");
    expect(await codeOf(of(head, end))).toBe("damaged");
    expect(
      await codeOf(
        of(
          head,
          pngChunk("IDAT", data.subarray(0, 4)),
          pngChunk("tEXt", Buffer.from("a\0b")),
          pngChunk("IDAT", data.subarray(4)),
          end,
        ),
      ),
    ).toBe("damaged");
    expect(await codeOf(of(pngHead(2, 1, 3, 0), pngChunk("IDAT", data), end))).toBe("damaged");
    expect(await codeOf(of(pngHead(2, 1, 8, 3), pngChunk("IDAT", data), end))).toBe("damaged");
    expect(await codeOf(of(pngHead(0, 1, 8, 0), pngChunk("IDAT", data), end))).toBe("damaged");
  });

  it("goes without an orientation or a clear colour whose checksum contradicts it, and not without colours", async () => {
    const wrong = (chunk: Buffer): Buffer => Buffer.concat([chunk.subarray(0, -4), Buffer.of(1, 2, 3, 4)]);
    const plain = await read(pngOf(head, body));
    for (const chunk of [
      pngChunk("eXIf", exifOf(6)),
      pngChunk("tRNS", Buffer.of(0, 5)),
      pngChunk("gAMA", Buffer.alloc(4)),
    ]) {
      const image = await read(withChunks(pngOf(head, body), wrong(chunk)));
      expect(distance(image, plain)).toBe(0);
    }
    const sound = await read(
      withChunks(pngOf(head, body), wrong(pngChunk("eXIf", exifOf(3))), pngChunk("eXIf", exifOf(6))),
    );
    expect([sound.width, sound.height]).toEqual([plain.height, plain.width]);
    const palette = [pngHead(2, 1, 8, 3), deflateSync(Buffer.of(0, 0, 0))] as const;
    const colours = pngChunk("PLTE", Buffer.of(1, 2, 3));
    const of = (chunk: Buffer): Buffer =>
      Buffer.concat([PNG_SIGNATURE, palette[0], chunk, pngChunk("IDAT", palette[1])]);
    expect(await codeOf(of(colours))).toBe("read");
    expect(await codeOf(of(wrong(colours)))).toBe("damaged");
  });

  it("keeps its numbers, whatever it says of gamma and profiles", async () => {
    const plain = await read(pngOf(head, body));
    const gamma = Buffer.alloc(4);
    gamma.writeUInt32BE(100_000);
    for (const extra of [
      pngChunk("gAMA", gamma),
      pngChunk("sRGB", Buffer.of(0)),
      pngChunk("iCCP", Buffer.from("x\0\0rubbish")),
      pngChunk("cICP", Buffer.of(9, 16, 0, 1)),
    ]) {
      expect(distance(await read(withChunks(pngOf(head, body), extra)), plain)).toBe(0);
    }
  });

  it("has no clear colour where the chunk stands in the wrong place or is too long", async () => {
    const data = pngChunk("IDAT", deflateSync(Buffer.of(0, 0, 1)));
    const palette = pngChunk("PLTE", Buffer.of(1, 2, 3, 4, 5, 6));
    const clear = (length: number): Buffer => pngChunk("tRNS", Buffer.alloc(length));
    const alphas = async (...chunks: Buffer[]): Promise<number[]> => {
      const { rgba } = await read(Buffer.concat([PNG_SIGNATURE, pngHead(2, 1, 8, 3), ...chunks]));
      return [rgba[3]!, rgba[7]!];
    };
    expect(await alphas(palette, clear(1), data)).toEqual([0, 255]);
    expect(await alphas(palette, clear(2), data)).toEqual([0, 0]);
    expect(await alphas(palette, clear(3), data)).toEqual([255, 255]);
    expect(await alphas(clear(2), palette, data)).toEqual([255, 255]);
    expect(await alphas(palette, data, clear(2))).toEqual([255, 255]);
  });

  it("is inflated no further than its size, and its texts not at all", async () => {
    const bomb = deflateSync(Buffer.alloc(2 ** 28));
    await within(1, async () => {
      expect(await codeOf(Buffer.concat([PNG_SIGNATURE, head, pngChunk("IDAT", bomb)]))).toBe("read");
      for (const name of ["zTXt", "iCCP"])
        expect(await codeOf(pngOf(head, body, [pngChunk(name, Buffer.concat([Buffer.from("a\0\0"), bomb]))]))).toBe(
          "read",
        );
    });
  });
});

describe("a GIF", () => {
  const whole = { left: 0, top: 0, width: 2, height: 2, indices: Uint8Array.of(0, 1, 2, 3) };
  const CLEAR = [0, 0, 0, 0];
  const [RED, GREEN, BLUE, DARK] = [
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
    [20, 30, 40, 255],
  ];

  it("is its first frame, clear where that leaves the screen out", async () => {
    const image = await read(
      gifOf(4, 3, [
        { ...whole, left: 1, top: 1 },
        { ...whole, indices: new Uint8Array(4) },
      ]),
    );
    expect([image.width, image.height]).toEqual([4, 3]);
    expect([pixel(image, 0, 0), pixel(image, 3, 2)]).toEqual([CLEAR, CLEAR]);
    expect([pixel(image, 1, 1), pixel(image, 2, 1), pixel(image, 1, 2), pixel(image, 2, 2)]).toEqual([
      RED,
      GREEN,
      BLUE,
      DARK,
    ]);
    const offset = await read(caseNamed("gif-offset-static.gif"));
    expect(pixel(offset, 0, 0)[3]).toBe(0);
  });

  it("has its frame's own colours, clear colour and order of rows", async () => {
    const own = Uint8Array.of(9, 8, 7, ...GIF_PALETTE.subarray(3));
    const image = await read(gifOf(2, 2, [{ ...whole, palette: own, transparent: 3 }], null));
    expect([pixel(image, 0, 0), pixel(image, 1, 1)]).toEqual([[9, 8, 7, 255], CLEAR]);
    // Rows 0 and 8, then 4, then 2 and 6, then the odd ones: each holds the place at which it comes, modulo 4.
    const order = [0, 8, 4, 2, 6, 1, 3, 5, 7];
    const tall = await read(
      gifOf(1, 9, [
        { left: 0, top: 0, width: 1, height: 9, isInterlaced: true, indices: Uint8Array.from(order, (_, i) => i % 4) },
      ]),
    );
    order.forEach((row, i) => expect(pixel(tall, 0, row)).toEqual([RED, GREEN, BLUE, DARK][i % 4]));
  });

  it("grows its screen to hold its first frame", async () => {
    expect(await read(gifOf(1, 1, [whole]))).toMatchObject({ width: 2, height: 2 });
    expect(await read(gifOf(0, 0, [whole]))).toMatchObject({ width: 2, height: 2 });
  });

  it("is refused without colours, without a frame, with too few pixels or a colour that is none", async () => {
    expect(await codeOf(gifOf(2, 2, [whole], null))).toBe("damaged");
    expect(await codeOf(gifOf(2, 2, []))).toBe("damaged");
    expect(await codeOf(gifOf(2, 2, [{ ...whole, indices: Uint8Array.of(0, 1, 2) }]))).toBe("damaged");
    // Two colours alone, flags 0x80, and an index of 3.
    const two = gifOf(2, 2, [whole], null);
    two[10] = 0x80;
    expect(await codeOf(Buffer.concat([two.subarray(0, 13), GIF_PALETTE.subarray(0, 6), two.subarray(13)]))).toBe(
      "damaged",
    );
  });
});

describe("a WebP", () => {
  it("of an animation is its first frame, in its place on a clear canvas", async () => {
    const still = await solid(4, 2).webp({ lossless: true }).toBuffer();
    const frame = (x: number, y: number): Buffer => {
      const place = Buffer.alloc(16);
      place.writeUIntLE(x / 2, 0, 3);
      place.writeUIntLE(y / 2, 3, 3);
      place.writeUIntLE(3, 6, 3);
      place.writeUIntLE(1, 9, 3);
      return riffChunk("ANMF", Buffer.concat([place, still.subarray(12)]));
    };
    const animation = (x: number, y: number): Buffer =>
      riffOf(
        riffChunk("VP8X", vp8x(10, 6, 0x12)),
        riffChunk("ANIM", Buffer.of(255, 255, 255, 255, 0, 0)),
        frame(x, y),
        frame(0, 0),
      );
    const image = await read(animation(4, 2));
    expect([image.width, image.height]).toEqual([10, 6]);
    expect([pixel(image, 3, 2), pixel(image, 4, 2), pixel(image, 7, 3), pixel(image, 8, 3)]).toEqual([
      [0, 0, 0, 0],
      [0x22, 0x44, 0x66, 255],
      [0x22, 0x44, 0x66, 255],
      [0, 0, 0, 0],
    ]);
    expect(await codeOf(animation(8, 2))).toBe("damaged");
    const joinedFrames = await sharp(
      [
        await solid(4, 2).png().toBuffer(),
        await sharp({ create: { width: 4, height: 2, channels: 3, background: "#fff" } })
          .png()
          .toBuffer(),
      ],
      { join: { animated: true } },
    )
      .webp({ lossless: true, delay: [100, 100] })
      .toBuffer();
    expect(pixel(await read(joinedFrames), 0, 0)).toEqual([0x22, 0x44, 0x66, 255]);
  });

  it("whose canvas and image differ in size is refused", async () => {
    const still = await solid(4, 2).webp().toBuffer();
    expect(await codeOf(riffOf(riffChunk("VP8X", vp8x(4, 2)), still.subarray(12)))).toBe("read");
    expect(await codeOf(riffOf(riffChunk("VP8X", vp8x(5, 2)), still.subarray(12)))).toBe("damaged");
  });
});

describe("an AVIF", () => {
  it("is cropped, then turned", async () => {
    const image = await read(caseNamed("clap-irot.avif"));
    expect([image.width, image.height]).toEqual([21, 31]);
    expect(distance(image, await sharps(caseNamed("clap-irot.avif")))).toBeLessThanOrEqual(1);
  });

  it("whose crop is not one of whole pixels within the image is refused", async () => {
    const file = Buffer.from(caseNamed("clap-irot.avif"));
    const numbers = file.indexOf("clap") + 4;
    for (const [at, value] of [
      [0, 0],
      [0, -31],
      [0, 30],
      [0, 1000],
      [4, 0],
      [4, 2],
      [16, 100],
      [20, 7],
    ] as const) {
      const other = Buffer.from(file);
      other.writeInt32BE(value, numbers + at);
      expect(await codeOf(other), `${value} at ${at}`).toBe("damaged");
    }
  });

  it("that is an animation alone says so, and is not called damaged", async () => {
    const box = (name: string, data: Buffer): Buffer => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(8 + data.length);
      head.write(name, 4, "latin1");
      return Buffer.concat([head, data]);
    };
    const film = Buffer.concat([
      box("ftyp", Buffer.from("avis\0\0\0\0avismsf1iso8", "latin1")),
      box("moov", box("mvhd", Buffer.alloc(100))),
      box("mdat", Buffer.alloc(50)),
    ]);
    await expect(read(film)).rejects.toMatchObject({
      code: "unsupported-format",
      context: { format: "an AVIF animation without a still picture" },
    });
    expect(await codeOf(film.subarray(0, 60))).toBe("damaged");
  });

  it("is read with a film or anything else behind its boxes", async () => {
    const avif = await solid(16, 16).avif().toBuffer();
    for (const behind of [
      Buffer.of(0),
      Buffer.alloc(8, 1),
      Buffer.from("\x7f\0\0\0mdatfilm", "latin1"),
      Buffer.from("\0\0\0\x10free12345678", "latin1"),
    ]) {
      expect(distance(await read(Buffer.concat([avif, behind])), await read(avif))).toBe(0);
    }
  });
});

describe("a JPEG", () => {
  it("of four colours is ink times black, inverted as Adobe stores it, whether it says so or not", async () => {
    // 200·204/255, 100·204/255, 50·204/255; of YCCK, luminance is 255 − 200 for all three.
    for (const [file, expected] of [
      [uniformJpeg([200, 100, 50, 204], 0), [160, 80, 40, 255]],
      [uniformJpeg([200, 100, 50, 204]), [160, 80, 40, 255]],
      [uniformJpeg([55, 128, 128, 204], 2), [160, 160, 160, 255]],
    ] as const)
      expect(pixel(await read(file), 5, 5)).toEqual(expected);
  });

  it("of one or three colours is grey, YCbCr, or RGB where Adobe says so", async () => {
    expect(pixel(await read(uniformJpeg([77])), 7, 7)).toEqual([77, 77, 77, 255]);
    expect(pixel(await read(uniformJpeg([77, 128, 128])), 7, 7)).toEqual([77, 77, 77, 255]);
    expect(pixel(await read(uniformJpeg([77, 10, 200], 0)), 7, 7)).toEqual([77, 10, 200, 255]);
  });

  const noise = sharp(Buffer.from(Uint8Array.from({ length: 3 * 40 * 30 }, (_, i) => (i * i * 31) % 256)), {
    raw: { width: 40, height: 30, channels: 3 },
  });
  /** Where its first segment ends and where its last scan begins. */
  const placesIn = (jpeg: Buffer): [number, number] => [
    4 + jpeg.readUInt16BE(4),
    jpeg.lastIndexOf(Buffer.of(0xff, 0xda)),
  ];

  it("is read whatever stands between its parts, before its end and behind it", async () => {
    for (const progressive of [false, true]) {
      const jpeg = await noise.clone().jpeg({ progressive }).toBuffer();
      const whole = await read(jpeg);
      const [first, scan] = placesIn(jpeg);
      const stuffed = jpeg.indexOf(Buffer.of(0xff, 0), scan);
      expect(stuffed).toBeGreaterThan(0);
      const inserted = (at: number, ...bytes: number[]): Buffer =>
        Buffer.concat([jpeg.subarray(0, at), Buffer.of(...bytes), jpeg.subarray(at)]);
      const short = inserted(first, 1, 2, 3, 4);
      for (const [name, file] of Object.entries({
        "fill bytes": inserted(first, 0xff, 0xff),
        zeros: inserted(first, 0, 0, 0),
        "a stuffed zero": inserted(first, 7, 0xff, 0, 8),
        "a restart": inserted(2, 0xff, 0xd0),
        "a temporary marker": inserted(2, 0xff, 0x01),
        "a length too short": short,
        "zeros before the end": inserted(jpeg.length - 2, 0, 0, 0),
        "fill bytes before the end": inserted(jpeg.length - 2, 0xff),
        "fill bytes in a scan": inserted(stuffed, 0xff),
        "a comment before the end": inserted(jpeg.length - 2, 0xff, 0xfe, 0, 4, 1, 2),
        "a film behind the end": Buffer.concat([jpeg, Buffer.from("\0\0\0\x18ftypmp42", "latin1"), jpeg]),
        "no end": jpeg.subarray(0, -2),
        "half an end": jpeg.subarray(0, -1),
        "zeros for an end": Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(500)]),
      }))
        expect(distance(await read(file), whole), `${name}, progressive: ${progressive}`).toBe(0);
    }
  });

  it("cut off anywhere is refused, or loses no pixel", async () => {
    for (const progressive of [false, true]) {
      const jpeg = await noise.clone().jpeg({ progressive, quality: 30 }).toBuffer();
      const whole = await read(jpeg);
      for (let length = 3; length < jpeg.length; length++) {
        const part = await read(jpeg.subarray(0, length)).catch((error: ImageError) => error);
        if (part instanceof ImageError) expect(part.code).toBe("damaged");
        else expect(distance(part, whole), `${length} of ${jpeg.length} bytes, progressive: ${progressive}`).toBe(0);
      }
    }
  });

  it("is refused where a component has no scan, even with its end put back", async () => {
    const jpeg = uniformJpeg([77, 10, 200], 0);
    const [, scan] = placesIn(jpeg);
    // The scan says that it holds the first component alone.
    const one = Buffer.concat([
      jpeg.subarray(0, scan),
      Buffer.of(0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0),
      jpeg.subarray(scan + 14),
    ]);
    expect(await codeOf(one)).toBe("damaged");
  });

  it("of a kind that is not read says which", async () => {
    const jpeg = await jpegOf(16, 16);
    const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0));
    const kind = (marker: number, depth = 8): Promise<unknown> => {
      const other = Buffer.from(jpeg);
      other[frame + 1] = marker;
      other[frame + 4] = depth;
      return read(other).catch(({ code, context }: ImageError) => `${code} ${String(context["format"])}`);
    };
    expect(await kind(0xc9)).toBe("unsupported-format arithmetic-coded JPEG");
    expect(await kind(0xc3)).toBe("unsupported-format lossless JPEG");
    expect(await kind(0xc1, 12)).toBe("unsupported-format 12-bit JPEG");
  });

  it("whose pixels are cut off is refused, even with its end put back", async () => {
    const noise = await sharp(Buffer.from(Uint8Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * i * 31) % 256)), {
      raw: { width: 64, height: 64, channels: 3 },
    })
      .jpeg()
      .toBuffer();
    expect(await codeOf(Buffer.concat([noise.subarray(0, noise.length / 2), Buffer.of(0xff, 0xd9)]))).toBe("damaged");
  });
});

describe("what is too large", () => {
  // The slowest, as many parts as a file may have, take 1.6 s on an idle machine and half as much again on a busy one; what is not linear in them takes minutes.
  const refused = (bytes: Uint8Array): Promise<unknown> => within(5, () => codeOf(bytes));

  it("is refused by its header, in every format", async () => {
    expect(await refused(pngOf(pngHead(30_000, 30_000, 8, 2), Buffer.alloc(100)))).toBe("too-large");
    expect(await refused(pngOf(pngHead(1, 50_000_000, 8, 0), Buffer.alloc(100)))).toBe("too-large");
    expect(await refused(pngOf(pngHead(1, MAX_SIDE + 1, 8, 0), Buffer.alloc(100)))).toBe("too-large");
    const frame = { left: 0, top: 0, width: 65_535, height: 65_535, indices: Uint8Array.of(0) };
    expect(await refused(gifOf(1, 1, [frame]))).toBe("too-large");
    expect(await refused(gifOf(1, 1, [{ ...frame, left: 60_000, top: 60_000, width: 1, height: 1 }]))).toBe(
      "too-large",
    );
    expect(await refused(gifOf(65_535, 65_535, [{ ...frame, width: 1, height: 1 }]))).toBe("too-large");
    const webp = await solid(4, 2).webp().toBuffer();
    expect(await refused(riffOf(riffChunk("VP8X", vp8x(2 ** 24, 2 ** 24)), webp.subarray(12)))).toBe("too-large");
    const wide = Buffer.from(webp);
    wide.writeUInt16LE(16_383, 26);
    wide.writeUInt16LE(16_383, 28);
    expect(await refused(wide)).toBe("too-large");
    for (const components of [3, 4]) {
      const jpeg = components === 4 ? Buffer.from(caseNamed("cmyk.jpg")) : await jpegOf(16, 16);
      const at = jpeg.indexOf(Buffer.of(0xff, 0xc0));
      jpeg.writeUInt16BE(components === 4 ? 5000 : 7100, at + 5);
      jpeg.writeUInt16BE(components === 4 ? 5100 : 7100, at + 7);
      await expect(read(jpeg)).rejects.toMatchObject({
        code: "too-large",
        context: { megapixelsMax: components === 4 ? MAX_CMYK_MEGAPIXELS : MAX_MEGAPIXELS },
      });
    }
    const avif = await solid(16, 16).avif().toBuffer();
    const ispe = avif.indexOf("ispe");
    const lying = Buffer.from(avif);
    lying.writeUInt32BE(60_000, ispe + 8);
    lying.writeUInt32BE(60_000, ispe + 12);
    expect(await refused(lying)).toBe("too-large");
  });

  it("is refused where a small AVIF holds a large picture", async () => {
    // 8000 x 8000 by its AV1 data, 16 x 16 by its container.
    const avif = await solid(8000, 8000).avif({ effort: 0 }).toBuffer();
    const ispe = avif.indexOf("ispe");
    avif.writeUInt32BE(16, ispe + 8);
    avif.writeUInt32BE(16, ispe + 12);
    expect(await refused(avif)).toBe("too-large");
  });

  it("is refused where an AVIF holds its picture many times", async () => {
    const avif = await solid(4000, 4000).avif({ effort: 0 }).toBuffer();
    const at = avif.indexOf("mdat") + 4;
    // Two bytes that separate, a sequence header with its length before it, and one frame.
    const data = avif.subarray(at);
    const frame = data.subarray(4 + data[3]!);
    const more = Buffer.concat([avif, ...Array<Buffer>(1000).fill(frame)]);
    more.writeUInt32BE(more.length - at + 8, at - 8);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    more.writeUInt32BE(more.length - at, more.indexOf(length, more.indexOf("iloc")));
    expect(await refused(more)).toBe("damaged");
  });

  it("to decode within seconds is refused: a JPEG by its scans, each over all its pixels", async () => {
    const large = await jpegOf(8100, 6100, { progressive: true });
    await expect(headerOf(large, "jpeg")).resolves.toBeDefined();
    const scan = large.subarray(large.lastIndexOf(Buffer.of(0xff, 0xda)), -2);
    const withScans = (jpeg: Buffer, more: number): Buffer =>
      Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(more).fill(scan), Buffer.of(0xff, 0xd9)]);
    await expect(read(withScans(large, 12))).rejects.toMatchObject({
      code: "slow-scans",
      context: { width: 8100, height: 6100, scansMax: 12 },
    });
    await expect(headerOf(withScans(large, 2), "jpeg")).resolves.toBeDefined();

    const cmyk = Buffer.from(caseNamed("cmyk.jpg"));
    const frame = cmyk.indexOf(Buffer.of(0xff, 0xc0));
    const sized = (width: number, height: number): Buffer => {
      cmyk.writeUInt16BE(height, frame + 5);
      cmyk.writeUInt16BE(width, frame + 7);
      const own = cmyk.subarray(cmyk.indexOf(Buffer.of(0xff, 0xda)), -2);
      return Buffer.concat([cmyk.subarray(0, -2), ...Array<Buffer>(MAX_SCANS - 1).fill(own), Buffer.of(0xff, 0xd9)]);
    };
    expect(await refused(sized(5000, 5000))).toBe("slow-scans");
    await expect(headerOf(sized(2000, 2000), "jpeg")).resolves.toBeDefined();
  });

  it("to decode within seconds is refused: an AVIF by its pixels and by how much is coded of them", async () => {
    const small = await solid(16, 16).avif().toBuffer();
    const sized = (width: number, height: number): Buffer => {
      const ispe = small.indexOf("ispe");
      small.writeUInt32BE(width, ispe + 8);
      small.writeUInt32BE(height, ispe + 12);
      return small;
    };
    // Phones make images of 24 megapixels, cameras of 48.
    await expect(headerOf(sized(5712, 4284), "avif")).resolves.toBeDefined();
    await expect(read(sized(8000, 6000))).rejects.toMatchObject({
      code: "slow-avif",
      context: { megapixels: 48, megapixelsMax: MAX_AVIF_MEGAPIXELS },
    });

    const avif = await solid(4000, 3000).avif({ effort: 0 }).toBuffer();
    const at = avif.indexOf("mdat") + 4;
    /** Coded data with so many megabytes more: a part that decoders pass over, of type 15 and with its length before it. */
    const withMegabytes = (megabytes: number): Buffer => {
      const bytes = megabytes * 1e6;
      const length = [bytes & 127, (bytes >> 7) & 127, (bytes >> 14) & 127].map((seven) => seven | 128);
      const more = Buffer.concat([avif, Buffer.of(0x7a, ...length, bytes >> 21), Buffer.alloc(bytes)]);
      more.writeUInt32BE(more.length - at + 4 + 4, at - 8);
      const before = Buffer.alloc(4);
      before.writeUInt32BE(avif.length - at);
      more.writeUInt32BE(more.length - at, more.indexOf(before, more.indexOf("iloc")));
      return more;
    };
    expect(await refused(withMegabytes(10))).toBe("slow-avif");
    await expect(headerOf(withMegabytes(9), "avif")).resolves.toBeDefined();
  });

  it("or endless takes no time", async () => {
    const junk = Buffer.from(Uint8Array.from({ length: 3e7 }, (_, i) => Math.imul(i, 2654435761) >>> 24));
    junk.set(Buffer.from("\0\0\0\x1cftypavif", "latin1"));
    expect(await refused(junk)).toBe("damaged");
    const boxes = Buffer.alloc(3e7);
    for (let at = 0; at < boxes.length; at += 8) boxes.writeUInt32BE(8, at);
    boxes.write("ftypavif", 4, "latin1");
    boxes.writeUInt32BE(16, 0);
    expect(await refused(boxes)).toBe("damaged");

    const comment = [0xfe, Buffer.alloc(65_533, 0xff)] as const;
    expect(await refused(withSegments(await jpegOf(16, 16), ...Array<typeof comment>(500).fill(comment)))).toBe("read");
    const tiny = Buffer.concat(Array<Buffer>(MAX_PARTS).fill(Buffer.of(0xff, 0xe5, 0, 2)));
    expect(await refused(Buffer.concat([Buffer.of(0xff, 0xd8), tiny, (await jpegOf(16, 16)).subarray(2)]))).toBe(
      "damaged",
    );
    const chunk = pngChunk("IDAT", Buffer.alloc(0));
    expect(await refused(pngOf(pngHead(1, 1, 8, 0), Buffer.alloc(2), Array<Buffer>(MAX_PARTS).fill(chunk)))).toBe(
      "damaged",
    );
    expect(
      await refused(
        riffOf(
          Buffer.concat(Array<Buffer>(MAX_PARTS).fill(riffChunk("abcd", Buffer.alloc(0)))),
          (await solid(4, 2).webp().toBuffer()).subarray(12),
        ),
      ),
    ).toBe("damaged");
    const progressive = await jpegOf(4000, 4000, { progressive: true });
    const scan = progressive.subarray(progressive.lastIndexOf(Buffer.of(0xff, 0xda)), -2);
    expect(
      await refused(
        Buffer.concat([progressive.subarray(0, -2), ...Array<Buffer>(MAX_SCANS).fill(scan), Buffer.of(0xff, 0xd9)]),
      ),
    ).toBe("slow-scans");

    const frame = { left: 0, top: 0, width: 2, height: 2, indices: new Uint8Array(4) };
    const gif = gifOf(2, 2, [frame]);
    const one = gif.subarray(13 + GIF_PALETTE.length, -1);
    expect(await refused(Buffer.concat([gif.subarray(0, -1), ...Array<Buffer>(500_000).fill(one)]))).toBe("read");
    const extensions = Buffer.concat(Array<Buffer>(2_000_000).fill(Buffer.of(0x21, 0xfe, 1, 0, 0)));
    expect(
      await refused(
        Buffer.concat([gif.subarray(0, 13 + GIF_PALETTE.length), extensions, gif.subarray(13 + GIF_PALETTE.length)]),
      ),
    ).toBe("read");
  });
});
