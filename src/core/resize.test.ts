import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "./random.ts";
import { centreCrop, cropAndResize, cropRect, fitImage, RESIZE_RULES, type CropRect, type Pixels } from "./resize.ts";

/** A random image `[height·width·4]`; opaque unless alpha is to be random too. */
function randomImage(width: number, height: number, seed: number, opaque: boolean): Uint8ClampedArray {
  const random = mulberry32(seed);
  return Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) =>
    opaque && i % 4 === 3 ? 255 : Math.floor(256 * random()),
  );
}

/** The weight of input pixel k in output i, straight from the definitions, in floating point. */
function weight(size: number, count: number, i: number, k: number): number {
  if (count < size) {
    const ratio = size / count;
    return Math.max(0, Math.min((i + 1) * ratio, k + 1) - Math.max(i * ratio, k)) / ratio;
  }
  const position = Math.min(Math.max(((i + 0.5) * size) / count - 0.5, 0), size - 1);
  return Math.max(0, 1 - Math.abs(position - k));
}

/** The resized image before rounding, by the double sum over all pixels of the crop. */
function naiveResize(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
  crop: CropRect = centreCrop(width, height, outWidth, outHeight),
): number[] {
  const out: number[] = [];
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let v = 0; v < crop.height; v++)
          for (let u = 0; u < crop.width; u++) {
            const at = 4 * ((crop.top + v) * width + crop.left + u);
            const alpha = rgba[at + 3]! / 255;
            sum +=
              weight(crop.height, outHeight, y, v) *
              weight(crop.width, outWidth, x, u) *
              (rgba[at + c]! * alpha + 255 * (1 - alpha));
          }
        out.push(sum);
      }
  return out;
}

const size = fc.integer({ min: 1, max: 13 });
const sizes = fc.record({ width: size, height: size, outWidth: size, outHeight: size, seed: fc.nat() });

describe("centreCrop", () => {
  it.each([
    [200, 100, 64, 64, { left: 50, top: 0, width: 100, height: 100 }],
    [100, 201, 64, 64, { left: 0, top: 50, width: 100, height: 100 }],
    [101, 100, 50, 50, { left: 0, top: 0, width: 100, height: 100 }],
    [90, 90, 40, 30, { left: 0, top: 11, width: 90, height: 68 }],
    [320, 240, 64, 48, { left: 0, top: 0, width: 320, height: 240 }],
    [1000, 1, 1, 1000, { left: 499, top: 0, width: 1, height: 1 }],
  ])("of %s x %s for %s x %s", (width, height, outWidth, outHeight, expected) => {
    expect(centreCrop(width, height, outWidth, outHeight)).toEqual(expected);
  });
});

describe("cropAndResize", () => {
  it("shrinks twofold to the rounded mean of 2x2 pixels", () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (width, height, seed) => {
        const rgba = randomImage(2 * width, 2 * height, seed, true);
        const { rgb } = cropAndResize(rgba, 2 * width, 2 * height, width, height);
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            for (let c = 0; c < 3; c++) {
              const at = (dx: number, dy: number) => rgba[4 * ((2 * y + dy) * 2 * width + 2 * x + dx) + c]!;
              expect(rgb[3 * (y * width + x) + c]).toBe(
                Math.floor((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4 + 0.5),
              );
            }
      }),
      { seed: 31 },
    );
  });

  it("splits pixels that an edge cuts: three into two", () => {
    // Each output covers 1.5 pixels: (2·a + b)/3 and (b + 2·c)/3; rows likewise, all alike here.
    const row = [0, 0, 0, 255, 30, 60, 90, 255, 90, 30, 255, 255];
    const rgba = Uint8Array.from([...row, ...row, ...row]);
    const half = [10, 20, 30, 70, 40, 200];
    expect([...cropAndResize(rgba, 3, 3, 2, 2).rgb]).toEqual([...half, ...half]);
  });

  it("enlarges by straight lines between pixel centres, flat beyond them", () => {
    const rgba = Uint8Array.from([0, 0, 0, 255, 80, 40, 8, 255, 0, 0, 0, 255, 80, 40, 8, 255]);
    const row = [0, 0, 0, 20, 10, 2, 60, 30, 6, 80, 40, 8];
    expect([...cropAndResize(rgba, 2, 2, 4, 4).rgb]).toEqual([...row, ...row, ...row, ...row]);
  });

  it("lays alpha over white before anything else", () => {
    // A black pixel that is fully transparent beside an opaque red one: the mean of white and red.
    const rgba = Uint8Array.from([0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255]);
    expect([...cropAndResize(rgba, 2, 2, 1, 1).rgb]).toEqual([255, 128, 128]);
    // 51/255 is a fifth: 100/5 + 255·4/5 = 224.
    expect([...cropAndResize(Uint8Array.of(100, 0, 255, 51), 1, 1, 1, 1).rgb]).toEqual([224, 204, 255]);
  });

  it("returns an image of the right size unchanged", () => {
    const rgba = randomImage(7, 5, 32, true);
    expect([...cropAndResize(rgba, 7, 5, 7, 5).rgb]).toEqual([...rgba].filter((_, i) => i % 4 !== 3));
  });

  it("takes the centre of what does not fit", () => {
    const rgba = Uint8Array.from([9, 9, 9, 255, 1, 2, 3, 255, 9, 9, 9, 255]);
    expect([...cropAndResize(rgba, 3, 1, 1, 1).rgb]).toEqual([1, 2, 3]);
    expect([...cropAndResize(rgba, 1, 3, 1, 1).rgb]).toEqual([1, 2, 3]);
  });

  it("equals the double sum of the definition, rounded", () => {
    fc.assert(
      fc.property(sizes, ({ width, height, outWidth, outHeight, seed }) => {
        const rgba = randomImage(width, height, seed, false);
        const { rgb } = cropAndResize(rgba, width, height, outWidth, outHeight);
        const exact = naiveResize(rgba, width, height, outWidth, outHeight);
        expect(rgb.length).toBe(exact.length);
        // Half a grey level is the rounding itself; 1e-9 forgives the naive sum's own rounding.
        exact.forEach((value, i) => expect(Math.abs(rgb[i]! - value)).toBeLessThanOrEqual(0.5 + 1e-9));
      }),
      { seed: 33, numRuns: 200 },
    );
  });

  it("keeps a constant image constant, whatever the sizes", () => {
    fc.assert(
      fc.property(sizes, fc.nat(255), fc.nat(255), ({ width, height, outWidth, outHeight }, level, alpha) => {
        const rgba = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? alpha : level));
        const expected = Math.round((level * alpha + 255 * (255 - alpha)) / 255);
        for (const value of cropAndResize(rgba, width, height, outWidth, outHeight).rgb) expect(value).toBe(expected);
      }),
      { seed: 34 },
    );
  });

  it("preserves the mean when shrinking", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 9, max: 40 }), fc.nat(), (out, side, seed) => {
        const rgba = randomImage(side, side, seed, true);
        const mean = (values: ArrayLike<number>) =>
          Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
        const before = mean(rgba.filter((_, i) => i % 4 !== 3));
        expect(Math.abs(mean(cropAndResize(rgba, side, side, out, out).rgb) - before)).toBeLessThanOrEqual(0.5);
      }),
      { seed: 35 },
    );
  });

  it("does not change its input", () => {
    const rgba = randomImage(9, 9, 36, false);
    const copy = rgba.slice();
    cropAndResize(rgba, 9, 9, 4, 4);
    expect(rgba).toEqual(copy);
  });

  it.each([
    [0, 1, 1, 1, "width"],
    [1, NaN, 1, 1, "height"],
    [1, 1, 0.5, 1, "outWidth"],
    [1, 1, 1, -1, "outHeight"],
    [2, 1, 1, 1, "rgba must have 2·1·4 = 8 values, got 4"],
  ])("refuses %s x %s to %s x %s for four values", (width, height, outWidth, outHeight, named) => {
    expect(() => cropAndResize(new Uint8Array(4), width, height, outWidth, outHeight)).toThrow(RangeError);
    expect(() => cropAndResize(new Uint8Array(4), width, height, outWidth, outHeight)).toThrow(named);
  });

  it("takes a 50-megapixel photograph", () => {
    const rgba = new Uint8Array(8660 * 5774 * 4).fill(200);
    const { rgb } = cropAndResize(rgba, 8660, 5774, 64, 64);
    expect(new Set(rgb)).toEqual(new Set([Math.round((200 * 200 + 255 * 55) / 255)]));
  });
});

describe("fitImage", () => {
  it("crops the centre by the rule of that name", () => {
    const rgba = randomImage(7, 4, 1, false);
    expect(fitImage(rgba, 7, 4, { width: 3, height: 3, resize: "centre-crop" })).toEqual(
      cropAndResize(rgba, 7, 4, 3, 3),
    );
  });

  it("squashes all of the image, as the double sum does", () => {
    fc.assert(
      fc.property(sizes, ({ width, height, outWidth, outHeight, seed }) => {
        const rgba = randomImage(width, height, seed, false);
        const squashed = fitImage(rgba, width, height, { width: outWidth, height: outHeight, resize: "squash" });
        const whole = { left: 0, top: 0, width, height };
        const expected = naiveResize(rgba, width, height, outWidth, outHeight, whole);
        expect([squashed.width, squashed.height, squashed.rgb.length]).toEqual([outWidth, outHeight, expected.length]);
        expected.forEach((value, i) => expect(Math.abs(squashed.rgb[i]! - value)).toBeLessThanOrEqual(0.5 + 1e-6));
      }),
    );
  });

  it("letterboxes all of the image in proportion, touching two sides, with black beside it", () => {
    fc.assert(
      fc.property(sizes, ({ width, height, outWidth, outHeight, seed }) => {
        // White: no pixel of the image is black.
        const white = new Uint8ClampedArray(width * height * 4).fill(255);
        const { rgb } = fitImage(white, width, height, { width: outWidth, height: outHeight, resize: "letterbox" });
        const isWhite = (x: number, y: number): boolean => rgb[(y * outWidth + x) * 3] === 255;
        const xs = Array.from({ length: outWidth }, (_, x) => x);
        const ys = Array.from({ length: outHeight }, (_, y) => y);
        const columns = xs.filter((x) => ys.some((y) => isWhite(x, y)));
        const rows = ys.filter((y) => xs.some((x) => isWhite(x, y)));
        // One rectangle of white and nothing but black outside of it.
        expect(rgb.filter((value) => value === 255)).toHaveLength(3 * columns.length * rows.length);
        expect(rgb.filter((value) => value === 0)).toHaveLength(
          3 * (outWidth * outHeight - columns.length * rows.length),
        );
        expect(columns.length === outWidth || rows.length === outHeight).toBe(true);
        const scale = Math.min(outWidth / width, outHeight / height);
        expect(Math.abs(columns.length - Math.max(1, width * scale))).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(rows.length - Math.max(1, height * scale))).toBeLessThanOrEqual(0.5 + 1e-9);
        // Centred, to the pixel.
        expect([0, 1]).toContain(outWidth - columns.length - 2 * columns[0]!);
        expect([0, 1]).toContain(outHeight - rows.length - 2 * rows[0]!);
        const rgba = randomImage(width, height, seed, false);
        const boxed = fitImage(rgba, width, height, { width: outWidth, height: outHeight, resize: "letterbox" });
        const inner = fitImage(rgba, width, height, { width: columns.length, height: rows.length, resize: "squash" });
        rows.forEach((y, j) =>
          columns.forEach((x, i) =>
            expect(boxed.rgb.slice((y * outWidth + x) * 3, (y * outWidth + x) * 3 + 3)).toEqual(
              inner.rgb.slice((j * columns.length + i) * 3, (j * columns.length + i) * 3 + 3),
            ),
          ),
        );
      }),
    );
  });

  it("refuses sizes that are none, and bytes of another length", () => {
    for (const resize of ["squash", "letterbox"] as const) {
      expect(() => fitImage(new Uint8Array(4), 1, 1, { width: 0, height: 1, resize })).toThrow(RangeError);
      expect(() => fitImage(new Uint8Array(4), 2, 1, { width: 1, height: 1, resize })).toThrow(RangeError);
    }
  });
});

describe("a crop that somebody chose", () => {
  it("is that part of the image by every rule, in the shape of the input", () => {
    // 4 x 3, each pixel its own grey.
    const rgba = new Uint8Array(4 * 3 * 4).map((_, i) => (i % 4 === 3 ? 255 : 10 * (i >> 2)));
    const greys = ({ rgb }: Pixels): number[] => [...rgb].filter((_, i) => i % 3 === 0);
    for (const resize of RESIZE_RULES) {
      expect(greys(fitImage(rgba, 4, 3, { width: 2, height: 2, resize, crop: { x: 1, y: 1, size: 2 } }))).toEqual([
        50, 60, 90, 100,
      ]);
      expect(greys(fitImage(rgba, 4, 3, { width: 2, height: 1, resize, crop: { x: 2, y: 2, size: 2 } }))).toEqual([
        100, 110,
      ]);
    }
    // The largest one in the middle is the centre crop.
    const fit = { width: 2, height: 2, resize: "centre-crop" } as const;
    expect(fitImage(rgba, 4, 3, { ...fit, crop: { x: 0, y: 0, size: 3 } })).toEqual(fitImage(rgba, 4, 3, fit));
  });

  it("is moved and made smaller as far as it takes to lie within", () => {
    expect(cropRect({ x: 90, y: 90, size: 20 }, 100, 100, 8, 8)).toEqual({ left: 80, top: 80, width: 20, height: 20 });
    expect(cropRect({ x: 5, y: 0, size: 500 }, 100, 60, 8, 8)).toEqual({ left: 5, top: 0, width: 60, height: 60 });
    expect(cropRect({ x: 0, y: 30, size: 90 }, 100, 60, 16, 8)).toEqual({ left: 0, top: 15, width: 90, height: 45 });
    expect(() => cropRect({ x: 0.5, y: 0, size: 5 }, 100, 60, 8, 8)).toThrow(RangeError);
    expect(() => cropRect({ x: 0, y: 0, size: 0 }, 100, 60, 8, 8)).toThrow(RangeError);
  });

  it("is none of a copy of the whole that is no larger than asked for", () => {
    const rgba = new Uint8Array(40 * 30 * 4).fill(255);
    const size = (side: number): number[] => {
      const { width, height } = fitImage(rgba, 40, 30, { width: side, height: side, resize: "within" });
      return [width, height];
    };
    expect([size(20), size(100)]).toEqual([
      [20, 15],
      [40, 30],
    ]);
  });
});
