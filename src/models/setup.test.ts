import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseManifest } from "./manifest.ts";
import { setupOf } from "./setup.ts";

const manifest = parseManifest(
  JSON.parse(readFileSync(new URL("../../public/models/glass-box.json", import.meta.url), "utf8")),
);

it("differs where another probe, scale, class, colour or way to prepare changes the answer, and not for words", async () => {
  const { probes, output, input, classes } = manifest;
  const layers = probes!.layers;
  const shares = [0, 0.5, 1];
  const certainty = { alive: shares, sign: shares, fate: shares, birth: shares, death: shares, photographs: 60 };
  const setups = await Promise.all(
    [
      manifest,
      { ...manifest, probes: { ...probes!, sha256: "0".repeat(64) } },
      { ...manifest, probes: { ...probes!, layers: [{ ...layers[0]!, scale: 99 }, ...layers.slice(1)] } },
      { ...manifest, probes: null },
      { ...manifest, output: { ...output, scale: 99 } },
      { ...manifest, input: { ...input, channels: "BGR" as const } },
      { ...manifest, input: { ...input, layout: "NHWC" as const } },
      { ...manifest, input: { ...input, resize: "squash" as const } },
      { ...manifest, input: { ...input, resize: "squash" as const }, probes: { ...probes!, sha256: "0".repeat(64) } },
      { ...manifest, input: { ...input, range: [0, 255] as const } },
      { ...manifest, classes: classes.toReversed() },
      { ...manifest, classMap: manifest.classMap.toReversed() },
      { ...manifest, meanColour: [0, 0.5, 0] as const },
    ].map(setupOf),
  );
  expect(new Set(setups).size).toBe(setups.length);
  expect(
    await setupOf({
      ...manifest,
      description: "other words",
      licence: "others",
      training: { data: "x", terms: "y" },
      title: "another title",
      task: "others",
      multiplyAdds: 1,
      output: { ...output, familiar: { energy: 3, share: 0.05 } },
      probes: { ...probes!, certainty: { "3x3": certainty } },
    }),
  ).toBe(setups[0]);
  const squashed = { ...manifest, input: { ...input, resize: "squash" as const } };
  expect(await setupOf({ ...squashed, description: "other words", title: "another title" })).toBe(
    await setupOf(squashed),
  );
  const known = { output: { ...output, familiar: { energy: 3, share: 0.05 } } };
  expect(await setupOf({ ...squashed, ...known, probes: { ...probes!, certainty: { "3x3": certainty } } })).toBe(
    await setupOf(squashed),
  );
});
