import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { linkLength, picturesOf, samples, type Pictured } from "./link-lengths.ts";

/** What stands before a payload in the address of a page, and the selection behind it. */
const AROUND = 100;

/** Of each network that of the samples with the longest links, as `npm run bench -- links` finds all of them. */
const LONGEST = [
  "chain-saw.png by imagenette-residual",
  "cassette-player.png by imagenette-plain",
  "chain-saw.png by imagenette-transformer",
  "airplane.png by cifar-resnet20",
  "digit-5.png by mnist-mlp7",
];

describe("links of the samples that ship, 3x3", () => {
  it("have at most 2,500 characters without the image, and 6,000 with a lossy one", async () => {
    let count = 0;
    const named = ({ path, model }: Pictured): string => `${basename(path)} by ${model}`;
    const longest = samples().filter((image) => LONGEST.includes(named(image)));
    for await (const { image, snapshot } of picturesOf(longest, 3, 3)) {
      const { none, lossy, effectError } = await linkLength(snapshot);
      expect(none + AROUND, named(image)).toBeLessThanOrEqual(2500);
      expect(lossy + AROUND, named(image)).toBeLessThanOrEqual(6000);
      expect(effectError, named(image)).toBeLessThanOrEqual(0.002);
      count += 1;
    }
    expect(count).toBe(LONGEST.length);
  }, 180_000);
});
