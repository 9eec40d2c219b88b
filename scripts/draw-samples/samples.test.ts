import { existsSync, readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { shippedModels } from "../../cli/model-source.ts";
import { listedOffers, offeredSamples } from "./offered.ts";
import { drawn, samples } from "./samples.ts";

/** Widths of the inputs, pixels: a sample is larger, so that resizing is exercised. */
const LARGEST_INPUT = { imagenette: 64, cifar: 32, mnist: 28 } as const;

const folder = new URL("../../public/samples/", import.meta.url);
const entries = await listedOffers();
const pictures = [
  ...new Map(entries.filter(({ model }) => model !== "glass-box").map((entry) => [entry.file, entry])).values(),
];

/** Samples are fetched on first open: none may weigh more than this many bytes. */
const HEAVIEST = 200 * 1024;

describe("drawn samples", () => {
  it("show different classes, each network's once each", () => {
    for (const model of new Set(entries.map(({ model }) => model))) {
      const labels = entries.filter((entry) => entry.model === model).map(({ label }) => label);
      expect(new Set(labels).size, model).toBe(labels.length);
    }
  });

  it("are offered with the networks that get them right for sure, each of which has at least three", async () => {
    expect(await offeredSamples()).toEqual(entries);
    for (const model of await shippedModels())
      expect(entries.filter((entry) => entry.model === model).length, model).toBeGreaterThanOrEqual(
        model === "glass-box" ? 1 : 3,
      );
  }, 60_000);

  it("are offered under the label that they were drawn for", () => {
    for (const { file, label } of pictures) expect(drawn).toContainEqual(expect.objectContaining({ file, label }));
  });

  it.each(pictures)(
    "$file is a PNG without alpha, larger than its networks' input and light enough",
    async ({ file }) => {
      const url = new URL(file, folder);
      expect(existsSync(url)).toBe(true);
      const bytes = readFileSync(url);
      const { format, width, height, hasAlpha } = await sharp(bytes).metadata();
      expect({ format, hasAlpha }).toEqual({ format: "png", hasAlpha: false });
      expect(Math.min(width, height)).toBeGreaterThan(
        LARGEST_INPUT[file.startsWith("digit") ? "mnist" : samples.find((sample) => sample.file === file)!.data],
      );
      expect(bytes.length).toBeLessThanOrEqual(HEAVIEST);
    },
  );
});
