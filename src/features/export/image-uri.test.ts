import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { imageUriOf } from "./image-uri.ts";

const decoded = (uri: string) => sharp(Buffer.from(uri.replace("data:image/png;base64,", ""), "base64"));

describe("imageUriOf", () => {
  it("makes each pixel a square of whole pixels, at least 256 a side", async () => {
    const rgb = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 1, 2, 3, 4, 5, 6);
    const { data, info } = await decoded(await imageUriOf({ width: 3, height: 2, rgb }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([384, 256, 3]);
    const at = (x: number, y: number) => [...data.subarray(3 * (y * 384 + x), 3 * (y * 384 + x) + 3)];
    expect([at(0, 0), at(127, 127), at(128, 0), at(383, 255), at(0, 128)]).toEqual([
      [255, 0, 0],
      [255, 0, 0],
      [0, 255, 0],
      [4, 5, 6],
      [9, 9, 9],
    ]);
  });
  it("leaves large images as they are", async () => {
    const { width, height } = await decoded(
      await imageUriOf({ width: 300, height: 256, rgb: new Uint8Array(3 * 300 * 256) }),
    ).metadata();
    expect([width, height]).toEqual([300, 256]);
  });
});
