import { expect, it } from "vitest";
import { cutOut } from "./crops.ts";

it("cuts a patch out of an image, row by row", () => {
  // 3 x 2 pixels, of which each has its number in all channels.
  const rgb = Uint8Array.from({ length: 18 }, (_, i) => Math.floor(i / 3));
  expect(cutOut({ width: 3, height: 2, rgb }, [[1, 0, 2, 2]])).toEqual({
    width: 2,
    height: 2,
    rgb: Uint8Array.of(1, 1, 1, 2, 2, 2, 4, 4, 4, 5, 5, 5),
  });
});

it("leaves grey beside a patch that is no rectangle", () => {
  const rgb = Uint8Array.from({ length: 18 }, (_, i) => Math.floor(i / 3));
  const patch = [
    [2, 0, 1, 1],
    [1, 1, 2, 1],
  ] as const;
  expect(cutOut({ width: 3, height: 2, rgb }, patch).rgb).toEqual(
    Uint8Array.of(128, 128, 128, 2, 2, 2, 4, 4, 4, 5, 5, 5),
  );
});
