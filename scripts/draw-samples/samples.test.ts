import { existsSync, readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";

interface Entry {
  readonly file: string;
  readonly model: string;
  readonly label: string;
}

const folder = new URL("../../public/samples/", import.meta.url);
const entries = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as Entry[];
const photographs = entries.filter(({ model }) => model === "imagenette64");

/** The width of the network's input, pixels: a sample must be larger, so that resizing is exercised. */
const INPUT = 64;
/** Samples are fetched on first open: none may weigh more than this many bytes. */
const HEAVIEST = 200 * 1024;

describe("drawn samples", () => {
  it("show at least five different classes, once each", () => {
    expect(photographs.length).toBeGreaterThanOrEqual(5);
    expect(new Set(photographs.map(({ label }) => label)).size).toBe(photographs.length);
    expect(new Set(entries.map(({ file }) => file)).size).toBe(entries.length);
  });

  it.each(photographs)("$file is a PNG without alpha, larger than the input and light enough", async ({ file }) => {
    const url = new URL(file, folder);
    expect(existsSync(url)).toBe(true);
    const bytes = readFileSync(url);
    const { format, width, height, hasAlpha } = await sharp(bytes).metadata();
    expect({ format, hasAlpha }).toEqual({ format: "png", hasAlpha: false });
    expect(Math.min(width, height)).toBeGreaterThan(INPUT);
    expect(bytes.length).toBeLessThanOrEqual(HEAVIEST);
  });
});
