import { describe, expect, it } from "vitest";
import { decodeImage } from "./decode-image.ts";
import type { Fit } from "../core/resize.ts";

/** The beginning of a HEIC, which is all that is looked at here. */
const heic = new Blob([Uint8Array.of(0, 0, 0, 24), "ftypheic", Uint8Array.of(0, 0, 0, 0), "mif1heic"]);
const FIT: Fit = { width: 1, height: 1, resize: "centre-crop" };
const noCodecs = () => Promise.reject(new Error("no codec is asked"));

describe("a photograph in HEIC", () => {
  it("is the platform's to decode", async () => {
    const rgba = new Uint8ClampedArray(2 * 1 * 4).fill(255).fill(9, 0, 3);
    const decoded = await decodeImage(heic, { ...FIT, crop: { x: 0, y: 0, size: 1 } }, noCodecs, async (file) => {
      expect(file).toBe(heic);
      return { width: 2, height: 1, rgba };
    });
    expect(decoded).toEqual({
      pixels: { width: 1, height: 1, rgb: Uint8Array.of(9, 9, 9) },
      format: "heic",
      originalWidth: 2,
      originalHeight: 1,
    });
  });

  it("is refused by name where the platform cannot, or makes too much of it", async () => {
    for (const platform of [undefined, async () => null])
      await expect(decodeImage(heic, FIT, noCodecs, platform)).rejects.toMatchObject({
        code: "unsupported-format",
        context: { format: "HEIC" },
      });
    const huge = async () => ({ width: 70_000, height: 1, rgba: new Uint8ClampedArray(4) });
    await expect(decodeImage(heic, FIT, noCodecs, huge)).rejects.toMatchObject({ code: "too-large" });
  });

  it("is not asked of the platform where a file is of any other kind", async () => {
    const asked = async () => Promise.reject(new Error("asked"));
    await expect(decodeImage(new Blob(["hello"]), FIT, noCodecs, asked)).rejects.toMatchObject({
      code: "not-an-image",
    });
  });
});
