import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselinePixels, BLUR_SIGMA_SHARE, type BaselineKind } from "./baseline.ts";
import { mulberry32 } from "./random.ts";
import type { Pixels } from "./resize.ts";

const GREY = [0.5, 0.5, 0.5] as const;

function randomPixels(width: number, height: number, seed: number): Pixels {
  const random = mulberry32(seed);
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, () => Math.floor(256 * random())) };
}

function meanOf(values: ArrayLike<number>, channel: number): number {
  let sum = 0;
  for (let i = channel; i < values.length; i += 3) sum += values[i]!;
  return (3 * sum) / values.length;
}

describe("baselinePixels", () => {
  const image: Pixels = { width: 2, height: 1, rgb: Uint8Array.of(0, 10, 255, 1, 30, 255) };

  it("mean is the data set's, unrounded, in grey levels", () => {
    expect([...baselinePixels("mean", image, [0.1, 0.5, 1])]).toEqual([25.5, 127.5, 255, 25.5, 127.5, 255]);
  });

  it("zero is black", () => {
    expect([...baselinePixels("zero", image, GREY)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("image-mean is the image's own mean per channel", () => {
    expect([...baselinePixels("image-mean", image, GREY)]).toEqual([0.5, 20, 255, 0.5, 20, 255]);
  });

  it("blur spreads a point as a Gaussian of an eighth of the side", () => {
    const side = 33;
    const rgb = new Uint8Array(side * side * 3);
    const centre = 3 * (16 * side + 16);
    rgb[centre] = 255;
    const blurred = baselinePixels("blur", { width: side, height: side, rgb }, GREY);
    const sigma = BLUR_SIGMA_SHARE * side;
    for (const [dx, dy] of [
      [1, 0],
      [3, 2],
      [-5, 5],
    ] as const) {
      const expected = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
      expect(blurred[centre + 3 * (dy * side + dx)]! / blurred[centre]!).toBeCloseTo(expected, 5);
    }
    expect(blurred[centre]!).toBeCloseTo(255 / (2 * Math.PI * sigma * sigma), 2);
    expect(blurred[centre + 1]).toBe(0);
  });

  it("blur mirrors at the edges: a half-plane stays a function of the distance to its border, and edges are not darkened", () => {
    const side = 16;
    const rgb = Uint8Array.from({ length: side * side * 3 }, (_, i) => (Math.floor(i / 3) % side < side / 2 ? 0 : 200));
    const blurred = baselinePixels("blur", { width: side, height: side, rgb }, GREY);
    for (let x = 0; x < side; x++) {
      for (let y = 1; y < side; y++) expect(blurred[3 * (y * side + x)]).toBeCloseTo(blurred[3 * x]!, 4);
      expect(blurred[3 * x]! + blurred[3 * (side - 1 - x)]!).toBeCloseTo(200, 4);
    }
    expect(blurred[3 * (side - 1)]!).toBeGreaterThan(195);
  });

  it("blur keeps each channel's mean and stays within its range, on images of any shape", () => {
    const side = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(side, side, fc.nat(), (width, height, seed) => {
        const pixels = randomPixels(width, height, seed);
        const blurred = baselinePixels("blur", pixels, GREY);
        for (let c = 0; c < 3; c++) {
          const channel = pixels.rgb.filter((_, i) => i % 3 === c);
          expect(meanOf(blurred, c)).toBeCloseTo(meanOf(pixels.rgb, c), 4);
          expect(Math.min(...blurred.filter((_, i) => i % 3 === c))).toBeGreaterThanOrEqual(
            Math.min(...channel) - 1e-4,
          );
          expect(Math.max(...blurred.filter((_, i) => i % 3 === c))).toBeLessThanOrEqual(Math.max(...channel) + 1e-4);
        }
      }),
      { seed: 41 },
    );
  });

  it("does not change the image and has its size, whatever the kind", () => {
    for (const kind of ["mean", "zero", "blur", "image-mean"] as const) {
      const pixels = randomPixels(5, 4, 42);
      const copy = pixels.rgb.slice();
      expect(baselinePixels(kind, pixels, GREY)).toHaveLength(60);
      expect(pixels.rgb).toEqual(copy);
    }
  });

  it("refuses an unknown kind, a wrong length, a mean outside 0 … 1", () => {
    expect(() => baselinePixels("grey" as BaselineKind, image, GREY)).toThrow(
      "kind must be mean, zero, blur or image-mean, got grey",
    );
    expect(() => baselinePixels("zero", { ...image, width: 3 }, GREY)).toThrow("rgb must have 3·1·3 = 9 values, got 6");
    expect(() => baselinePixels("zero", { ...image, height: 0 }, GREY)).toThrow(RangeError);
    expect(() => baselinePixels("zero", image, [0.5, NaN, 0.5])).toThrow(
      "datasetMean must lie between 0 and 1, got NaN",
    );
    expect(() => baselinePixels("mean", image, [0.5, 1.5, 0.5])).toThrow(RangeError);
  });
});
