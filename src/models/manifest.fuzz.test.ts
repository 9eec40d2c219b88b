import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { boundedly } from "../core/bounded.fixture.ts";
import { changedJson, jsonChanges, type Json } from "../core/fuzz-json.fixture.ts";
import { FUZZ } from "../core/fuzz.fixture.ts";
import { ModelError } from "./errors.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { columnsOf, probesOf, type ModelManifest } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";
import { toTensor } from "./preprocessing.ts";
import { featureCount } from "./spec/taps.ts";

const json = (path: string): Json =>
  JSON.parse(readFileSync(new URL(`../../${path}.json`, import.meta.url), "utf8")) as Json;
const manifests = [
  JSON.parse(JSON.stringify(manifestFixture)) as Json,
  JSON.parse(JSON.stringify({ ...manifestFixture, taps: [], probes: null })) as Json,
  ...["public/models/glass-box", "public/models/imagenette-residual"].map(json),
  ...["src/formats-before/glass-box", "src/formats-before/imagenette64"].map(json),
];

/** Everything that runs and pages rely on. */
function expectWhole(manifest: ModelManifest): void {
  const { name, network, input, meanColour, classes, classMap, taps, probes } = manifest;
  for (const file of [name, probes?.file ?? name]) expect(file).toMatch(/^[A-Za-z0-9][\w.-]*$/);
  for (const { sha256, bytes } of [network, ...(probes === null ? [] : [probes])]) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Number.isInteger(bytes) && bytes > 0).toBe(true);
  }
  for (const count of [input.width, input.height]) expect(Number.isInteger(count) && count > 0).toBe(true);
  expect(Math.max(input.width, input.height)).toBeLessThanOrEqual(1024);
  expect(probes?.halvesFrom ?? 1).toBeLessThanOrEqual(probes?.bytes ?? 1);
  const channels = input.channels === "grey" ? 1 : 3;
  expect([input.mean.length, input.std.length, meanColour.length]).toEqual([channels, channels, 3]);
  expect(toTensor(new Uint8Array(3 * input.width * input.height), input).every(Number.isFinite)).toBe(true);
  expect(meanColour.every((one) => one >= 0 && one <= 1)).toBe(true);
  expect(classes.length).toBeGreaterThanOrEqual(2);
  expect(classMap.length).toBe(classes.length);
  expect(
    classMap.every(
      (outputs) => outputs.length > 0 && outputs.every((output) => Number.isInteger(output) && output >= 0),
    ),
  ).toBe(true);
  expect(new Set(classMap.flat()).size).toBe(classMap.flat().length);
  const columns = columnsOf(manifest);
  expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
  for (const { name: layer, logits, accuracy, scale } of columns) {
    expect([layer, logits].every((text) => text.length >= 1 && text.length <= 200)).toBe(true);
    expect(accuracy === null || (accuracy >= 0 && accuracy <= 1)).toBe(true);
    expect(scale === null || (scale > 0 && Number.isFinite(scale))).toBe(true);
  }
  expect(taps.every((tap) => Number.isInteger(featureCount(tap)) && featureCount(tap) > 0)).toBe(true);
  if (taps.length > 0)
    expect(taps.map((tap) => tap.name)).toEqual(expect.arrayContaining(probesOf(manifest).map((probe) => probe.name)));
}

it("a manifest that was changed is refused with its first wrong field, or whole", async () => {
  const counts = { whole: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...manifests), jsonChanges, async (manifest, changes) => {
      const outcome = await boundedly(() => readManifest(changedJson(manifest, changes)));
      if ("error" in outcome) {
        expect(outcome.error).toBeInstanceOf(ModelError);
        const { code, context } = outcome.error as ModelError;
        expect([code, typeof context["field"], typeof context["problem"]]).toEqual([
          "bad-manifest",
          "string",
          "string",
        ]);
        // It goes into a sentence.
        expect(String(context["problem"]).length).toBeLessThan(500);
        counts.refused += 1;
      } else {
        expectWhole(outcome.result);
        counts.whole += 1;
      }
    }),
    FUZZ,
  );
  expect(counts.whole).toBeGreaterThan(FUZZ.numRuns / 20);
  expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 5);
  expect(({} as { n?: number }).n).toBeUndefined();
});
