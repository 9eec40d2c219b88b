import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { sniffImage } from "./image-format.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (bytes: Uint8Array): unknown => {
  try {
    return sniffImage(bytes);
  } catch (error) {
    const { code, context } = error as { code: string; context: Record<string, unknown> };
    return [code, ...Object.values(context)].join(" ");
  }
};

describe.each(["jpeg", "png", "webp", "avif", "gif"] as const)("a %s file", (format) => {
  it("is known by its content", async () => {
    const drawn = sharp({ create: { width: 37, height: 21, channels: 3, background: "#a34" } });
    expect(sniffImage(new Uint8Array(await drawn.toFormat(format).toBuffer()))).toBe(format);
  });
});

describe("sniffImage", () => {
  it("tells drawings, whatever stands before their first tag", () => {
    for (const text of [
      "<svg xmlns='…'/>",
      "\ufeff<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE svg PUBLIC 'x' 'y'>\n<svg\n>",
      "  <SVG>",
    ]) {
      expect(codeOf(bytesOf(text))).toBe("svg");
    }
    expect(codeOf(new Uint8Array([0xff, 0xfe, ...Buffer.from("<svg >", "utf16le")]))).toBe("svg");
  });

  it("names formats that are not read", () => {
    expect(codeOf(new Uint8Array([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]))).toBe("unsupported-format TIFF");
    expect(codeOf(new Uint8Array([0, 0, 0, 24, ...bytesOf("ftypheic\0\0\0\0mif1heic")]))).toBe(
      "unsupported-format HEIC",
    );
    for (const brand of ["heis", "hevc", "hevm", "hevs", "mif2"])
      expect(codeOf(new Uint8Array([0, 0, 0, 16, ...bytesOf(`ftyp${brand}\0\0\0\0`)]))).toBe("unsupported-format HEIC");
    expect(codeOf(new Uint8Array([0x42, 0x4d, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0]))).toBe(
      "unsupported-format BMP",
    );
  });

  it("takes nothing else for an image", () => {
    expect(codeOf(new Uint8Array(2 ** 20).fill(0x7a).with(4, 0x66).with(5, 0x74).with(6, 0x79).with(7, 0x70))).toBe(
      "not-an-image",
    );
    expect(codeOf(new Uint8Array())).toBe("empty");
    for (const text of [
      "hello",
      "%PDF-1.7",
      "BMW is a car maker, not a bitmap",
      "<!doctype html><svg></svg>",
      "RIFF....WAVEfmt ",
    ]) {
      expect(codeOf(bytesOf(text))).toBe("not-an-image");
    }
    expect(codeOf(new Uint8Array([0, 0, 0, 24, ...bytesOf("ftypisom\0\0\0\0isommp41")]))).toBe("not-an-image");
    expect(codeOf(new Uint8Array([0xff]))).toBe("not-an-image");
  });
});
