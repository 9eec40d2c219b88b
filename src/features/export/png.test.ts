import { describe, expect, it } from "vitest";
import { pngScale } from "./png.ts";

describe("pngScale", () => {
  it("is three for a page, 2040 pixels for 180 mm", () =>
    expect(680 * pngScale({ width: 680, height: 940 })).toBe(2040));
  it("keeps to what a canvas can hold", () => {
    for (const size of [
      { width: 680, height: 4000 },
      { width: 680, height: 40_000 },
      { width: 9000, height: 900 },
    ]) {
      const scale = pngScale(size);
      expect(scale).toBeLessThan(3);
      expect(Math.max(size.width, size.height) * scale).toBeLessThanOrEqual(16_384.001);
      expect(size.width * size.height * scale ** 2).toBeLessThanOrEqual(2 ** 24 + 1);
    }
  });
});
