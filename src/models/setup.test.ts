import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseManifest } from "./manifest.ts";
import { setupOf } from "./setup.ts";

const manifest = parseManifest(
  JSON.parse(readFileSync(new URL("../../public/models/glass-box.json", import.meta.url), "utf8")),
);

it("differs where another probe, scale, class or colour changes the answer, and not for words", async () => {
  const { tail, layers, head, preprocessing, classes } = manifest;
  const setups = await Promise.all(
    [
      manifest,
      { ...manifest, tail: { ...tail, sha256: "0".repeat(64) } },
      { ...manifest, layers: [{ ...layers[0]!, scale: 99 }, ...layers.slice(1)] },
      { ...manifest, head: { ...head, scale: 99 } },
      { ...manifest, preprocessing: { ...preprocessing, order: "BGR" as const } },
      { ...manifest, classes: classes.toReversed() },
      { ...manifest, classMap: manifest.classMap.toReversed() },
      { ...manifest, baseline: [0, 0.5, 0] as const },
    ].map(setupOf),
  );
  expect(new Set(setups).size).toBe(setups.length);
  expect(
    await setupOf({ ...manifest, description: "other words", licence: "others", training: { data: "x", terms: "y" } }),
  ).toBe(setups[0]);
});
