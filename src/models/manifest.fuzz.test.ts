import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { boundedly } from "../core/bounded.fixture.ts";
import { changedJson, jsonChanges, type Json } from "../core/fuzz-json.fixture.ts";
import { FUZZ } from "../core/fuzz.fixture.ts";
import { ModelError } from "./errors.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { parseManifest, type ModelManifest } from "./manifest.ts";

const shipped = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../../public/models/${name}.json`, import.meta.url), "utf8")) as Json;
const manifests = [JSON.parse(JSON.stringify(manifestFixture)) as Json, shipped("glass-box"), shipped("imagenette64")];

/** Everything that runs and pages rely on. */
function expectWhole({
  name,
  bytes,
  sha256,
  tail,
  input,
  preprocessing,
  baseline,
  classes,
  classMap,
  layers,
  head,
}: ModelManifest): void {
  for (const file of [name, tail.file]) expect(file).toMatch(/^[A-Za-z0-9][\w.-]*$/);
  for (const digest of [sha256, tail.sha256]) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  for (const count of [bytes, tail.bytes, input.width, input.height])
    expect(Number.isInteger(count) && count > 0).toBe(true);
  expect(Math.max(input.width, input.height)).toBeLessThanOrEqual(1024);
  expect(tail.halvesFrom ?? 1).toBeLessThanOrEqual(tail.bytes);
  expect([preprocessing.mean.length, preprocessing.std.length, baseline.length]).toEqual([3, 3, 3]);
  expect(
    preprocessing.mean.every(Number.isFinite) && preprocessing.std.every((one) => Number.isFinite(one) && one > 0),
  ).toBe(true);
  expect(baseline.every((one) => one >= 0 && one <= 1)).toBe(true);
  expect(classes.length).toBeGreaterThanOrEqual(2);
  expect(classMap.length).toBe(classes.length);
  expect(
    classMap.every(
      (outputs) => outputs.length > 0 && outputs.every((output) => Number.isInteger(output) && output >= 0),
    ),
  ).toBe(true);
  expect(new Set(classMap.flat()).size).toBe(classMap.flat().length);
  const columns = [...layers, head];
  expect(layers.length).toBeGreaterThanOrEqual(1);
  expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
  for (const { name: layer, logits, accuracy, scale } of columns) {
    expect([layer, logits].every((text) => text.length >= 1 && text.length <= 200)).toBe(true);
    expect(accuracy === null || (accuracy >= 0 && accuracy <= 1)).toBe(true);
    expect(scale === null || (scale > 0 && Number.isFinite(scale))).toBe(true);
  }
}

it("a manifest that was changed is refused with its first wrong field, or whole", async () => {
  const counts = { whole: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...manifests), jsonChanges, async (manifest, changes) => {
      const outcome = await boundedly(() => parseManifest(changedJson(manifest, changes)));
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
