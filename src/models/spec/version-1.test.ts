import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { manifestFixture } from "../manifest.fixture.ts";
import type { ModelManifest } from "../manifest.ts";
import { readManifest } from "../read-manifest.ts";
import { setupOf } from "../setup.ts";
import { asVersion1 } from "./as-version-1.ts";

type Json = Record<string, unknown>;
const json = (path: string): Json =>
  JSON.parse(readFileSync(new URL(`../../../${path}.json`, import.meta.url), "utf8")) as Json;
const before = (name: string): Json => json(`src/formats-before/${name}`);
const now = (name: string): ModelManifest => readManifest(json(`public/models/${name}`));

/** Digests of before, by the version that read no other manifests. */
const SETUPS = {
  "glass-box": "d9cfc945c2075ed411b64a9f011c44befbf9e1c1c5bf40ec23a50e255a2e775c",
  imagenette64: "84c593be2f2c8f5603e64affff23f346bc1b44d69df1180f232acf3bf43258e1",
} as const;

it.each(Object.entries(SETUPS))("%s of version 1 is read whole, and its setup is what it was", async (name, setup) => {
  const read = readManifest(before(name));
  expect(asVersion1(read)).toEqual(before(name));
  expect(await setupOf(read)).toBe(setup);
});

it("the glass box of version 1 says what the shipped manifest says, but for taps, fits and the words by which one is chosen", async () => {
  const read = readManifest(before("glass-box"));
  const shipped = now("glass-box");
  const probes = { ...shipped.probes!, fitted: null };
  const { title, task, multiplyAdds, ...same } = shipped;
  expect([typeof title, typeof task, multiplyAdds]).toEqual(["string", "string", undefined]);
  expect(read).toEqual({ ...same, taps: [], probes });
  expect(asVersion1(shipped)).toEqual(before("glass-box"));
  expect(JSON.stringify(asVersion1(shipped))).toBe(JSON.stringify(asVersion1(read)));
  expect(await setupOf(shipped)).toBe(SETUPS["glass-box"]);
});

it.each<[string, Partial<ModelManifest["input"]>]>([
  ["layout", { layout: "NHWC" }],
  ["channels", { channels: "grey", mean: [0], std: [1] }],
  ["resize", { resize: "squash" }],
  ["black", { range: [-1, 1] }],
  ["white", { range: [0, 255] }],
])("has no word for another %s", (_, input) => {
  expect(asVersion1({ ...manifestFixture, input: { ...manifestFixture.input, ...input } })).toBeNull();
});

it.each([
  ["agreement", { layers: manifestFixture.probes!.layers.map((layer) => ({ ...layer, agreement: 0 })) }],
  ["replicates", { replicates: { file: "r", sha256: "0".repeat(64), bytes: 1, count: 8 } }],
  ["probes of the labels", { labels: { ...manifestFixture.probes!, file: "l" } }],
])("has no word for %s", (_, change) => {
  expect(asVersion1({ ...manifestFixture, probes: { ...manifestFixture.probes!, ...change } })).toBeNull();
});

it("has no word for a network without probes", () => {
  expect(asVersion1({ ...manifestFixture, probes: null })).toBeNull();
});

it.each([
  ["layers.1.name", { layers: [0, 0].map((i) => (before("imagenette64")["layers"] as Json[])[i]) }],
  ["tail.halvesFrom", { tail: { ...(before("imagenette64")["tail"] as Json), halvesFrom: 2_000_000 } }],
  ["head.name", { head: { ...(before("imagenette64")["head"] as Json), name: "stem" } }],
  ["tail", { tail: null }],
  ["preprocessing.order", { preprocessing: { ...(before("imagenette64")["preprocessing"] as Json), order: "grey" } }],
  ["layers", { layers: [] }],
])("names a wrong field as it stands in the file: %s", (field, change) => {
  expect(() => readManifest({ ...before("imagenette64"), ...change })).toThrow(
    expect.objectContaining({ code: "bad-manifest", context: expect.objectContaining({ field }) as object }) as Error,
  );
});
