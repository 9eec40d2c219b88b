import { expect, it } from "vitest";
import { fromFloat16, toFloat16 } from "./float16.ts";

it.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519, 0x7bff],
  [65520, 0x7c00],
  [-1e9, 0xfc00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1.5 * 2 ** -24, 0x0002],
  [2 ** -25 * 1.01, 0x0001],
  // 1 + 2^-11 lies between 1 and its neighbour, 1 + 3 · 2^-11 between two others: ties go to the even one.
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [0.1, 0x2e66],
  [Infinity, 0x7c00],
  [NaN, 0x7e00],
])("%d is 0x%s", (value, bits) => {
  expect(toFloat16(Float32Array.of(value))[0]).toBe(bits);
});

it("reads back every 16-bit float", () => {
  const all = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).filter((half) => (half & 0x7fff) <= 0x7c00);
  expect(toFloat16(fromFloat16(all))).toEqual(all);
});
