import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import type { Fit } from "../src/core/resize.ts";
import { decodeFile } from "./decode-file.ts";

const folder = mkdtempSync(join(tmpdir(), "strata-decode-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** 4 x 2 pixels: red and green above, blue and white below. */
const RGB = Uint8Array.of(
  255,
  0,
  0,
  255,
  0,
  0,
  0,
  255,
  0,
  0,
  255,
  0,
  0,
  0,
  255,
  0,
  0,
  255,
  255,
  255,
  255,
  255,
  255,
  255,
);
const drawn = () => sharp(RGB, { raw: { width: 4, height: 2, channels: 3 } });
const path = (name: string): string => join(folder, name);

const cropTo = (width: number, height: number): Fit => ({ width, height, resize: "centre-crop" });

describe("decodeFile", () => {
  it("gives a PNG's own bytes at its own size", async () => {
    await drawn().png().toFile(path("plain.png"));
    expect([...(await decodeFile(path("plain.png"), cropTo(4, 2))).rgb]).toEqual([...RGB]);
  });

  it("turns a photograph as its EXIF orientation says", async () => {
    await drawn().withMetadata({ orientation: 6 }).png().toFile(path("turned.png"));
    const { rgb } = await decodeFile(path("turned.png"), cropTo(2, 4));
    // A quarter turn clockwise: the lower left corner comes up to the upper left.
    expect([...rgb.slice(0, 6)]).toEqual([0, 0, 255, 255, 0, 0]);
  });

  it("lays transparent pixels over white", async () => {
    const rgba = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 10, 200, 30, 128, 255, 255, 255, 3);
    await sharp(rgba, { raw: { width: 4, height: 1, channels: 4 } })
      .png()
      .toFile(path("clear.png"));
    const { rgb } = await decodeFile(path("clear.png"), cropTo(4, 1));
    expect([...rgb.slice(0, 6)]).toEqual([255, 255, 255, 0, 0, 0]);
    expect(rgb[6]).toBe(Math.round((10 * 128 + 255 * 127) / 255));
    expect([...rgb.slice(9)]).toEqual([255, 255, 255]);
  });

  it("ignores colour profiles, as training does", async () => {
    await drawn().withIccProfile("p3", { attach: true }).png().toFile(path("p3.png"));
    const stored = await sharp(path("p3.png"), { ignoreIcc: true }).raw().toBuffer();
    expect([...(await decodeFile(path("p3.png"), cropTo(4, 2))).rgb]).toEqual([...stored]);
  });

  it("takes the first frame of an animation", async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 4, height: 2, channels: 3, background } })
        .png()
        .toBuffer();
    await sharp([await frame("#f00"), await frame("#00f")], { join: { animated: true } })
      .gif({ loop: 0, delay: [100, 100] })
      .toFile(path("moving.gif"));
    expect((await sharp(path("moving.gif"), { animated: true }).metadata()).pages).toBe(2);
    const { rgb } = await decodeFile(path("moving.gif"), cropTo(4, 2));
    expect([...rgb.slice(0, 3), ...rgb.slice(-3)]).toEqual([255, 0, 0, 255, 0, 0]);
  });

  it("takes grey, palette and 16-bit images", async () => {
    await drawn().grayscale().png().toFile(path("grey.png"));
    await drawn().png({ palette: true }).toFile(path("palette.png"));
    await drawn().toColourspace("rgb16").png().toFile(path("deep.png"));
    for (const name of ["grey.png", "palette.png", "deep.png"])
      expect((await decodeFile(path(name), cropTo(4, 2))).rgb).toHaveLength(24);
    expect([...(await decodeFile(path("deep.png"), cropTo(4, 2))).rgb]).toEqual([...RGB]);
  });
});

describe("a crop that was typed", () => {
  const fit: Fit = { width: 1, height: 1, resize: "centre-crop" };

  it("is of the image as it is turned", async () => {
    const turned = path("turned.png");
    // A quarter turn to the right: two wide and four high, blue and white to the left.
    await drawn().withMetadata({ orientation: 6 }).png().toFile(turned);
    const [whole, part] = await Promise.all(
      [undefined, { x: 1, y: 2, size: 1 }].map((crop) => decodeFile(turned, { ...fit, ...(crop && { crop }) })),
    );
    expect(part).toEqual({ width: 1, height: 1, rgb: Uint8Array.of(0, 255, 0) });
    expect(whole).not.toEqual(part);
  });

  it("is refused where it does not lie within the image", async () => {
    const plain = path("plain.png");
    await drawn().png().toFile(plain);
    for (const crop of [
      { x: 3, y: 0, size: 2 },
      { x: 0, y: 0, size: 3 },
      { x: 0, y: 2, size: 1 },
    ])
      await expect(decodeFile(plain, { ...fit, crop })).rejects.toMatchObject({ problem: "crop-outside" });
    await expect(decodeFile(plain, { ...fit, crop: { x: 2, y: 0, size: 2 } })).resolves.toBeDefined();
  });
});
