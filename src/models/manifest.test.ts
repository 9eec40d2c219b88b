import { expect, it } from "vitest";
import { ModelError } from "./errors.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { parseManifest } from "./manifest.ts";

/** The fixture with one field, given by its path, replaced. */
function altered(path: string, value: unknown): unknown {
  const copy = structuredClone(manifestFixture) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  let place: Record<string, unknown> = copy;
  for (const key of keys.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[keys.at(-1)!] = value;
  return copy;
}

it("returns a valid manifest unchanged", () => {
  expect(parseManifest(JSON.parse(JSON.stringify(manifestFixture)))).toEqual(manifestFixture);
});

it.each([
  ["format", "other"],
  ["version", 2],
  ["name", "../escape"],
  ["sha256", "ABC"],
  ["bytes", 0],
  ["tail.file", "folder/toy.onnx"],
  ["tail.halvesFrom", -1],
  ["input.width", 0],
  ["input.height", 5000],
  ["preprocessing.order", "HSV"],
  ["preprocessing.std.1", 0],
  ["preprocessing.mean.2", Number.NaN],
  ["baseline.0", 1.5],
  ["classes", ["only"]],
  ["classes.0", ""],
  ["classes.1", "x".repeat(201)],
  ["description", "x".repeat(4001)],
  ["classMap.0", []],
  ["classMap.1.0", -1],
  ["layers", []],
  ["layers.0.accuracy", 1.01],
  ["layers.1.scale", 0],
  ["layers.0.noiseFloor", "high"],
  ["layers.0.halves.1", 7],
  ["head.logits", undefined],
  ["training.terms", null],
])("names the field when %s is wrong", (path, value) => {
  expect(() => parseManifest(altered(path, value))).toThrow(
    expect.objectContaining({
      code: "bad-manifest",
      context: expect.objectContaining({ field: path }) as object,
    }) as Error,
  );
});

it("says what was expected, and nothing of what may stand there instead", () => {
  expect(() => parseManifest(altered("preprocessing.order", "x".repeat(5000)))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) as string }) as Error,
  );
});

it.each([
  ["classMap", [[0]]],
  ["tail.halvesFrom", 5],
  ["classMap", [[0], [0, 1]]],
  ["layers.1.name", "stem"],
  ["head.name", "stem"],
])("checks what only several fields together can show: %s", (path, value) => {
  expect(() => parseManifest(altered(path, value))).toThrow(
    expect.objectContaining({
      code: "bad-manifest",
      context: expect.objectContaining({ field: path }) as object,
    }) as Error,
  );
});

/** Two patches, two layers and the output. */
const truth = {
  rows: 1,
  cols: 2,
  baseline: "mean",
  images: ["0".repeat(64)],
  target: 0,
  concepts: [
    { kind: "and", mask: 3, effects: [0, 1.5, -2] },
    { kind: "or", mask: 3, effects: [0, 0, 1] },
  ],
};

it("returns the truth of a constructed network as it is", () => {
  expect(parseManifest(altered("truth", truth)).truth).toEqual(truth);
});

it.each<[string, unknown]>([
  ["truth.rows", { ...truth, rows: 0 }],
  ["truth", { ...truth, rows: 5, cols: 4 }],
  ["truth.baseline", { ...truth, baseline: "grey" }],
  ["truth.images", { ...truth, images: [] }],
  ["truth.images.0", { ...truth, images: ["abc"] }],
  ["truth.target", { ...truth, target: 2 }],
  ["truth.concepts.0.kind", { ...truth, concepts: [{ ...truth.concepts[0]!, kind: "xor" }] }],
  ["truth.concepts.0.mask", { ...truth, concepts: [{ ...truth.concepts[0]!, mask: 4 }] }],
  ["truth.concepts.0.effects", { ...truth, concepts: [{ ...truth.concepts[0]!, effects: [1, 2] }] }],
  ["truth.concepts.1", { ...truth, concepts: [truth.concepts[0]!, truth.concepts[0]!] }],
])("refuses a truth that is none, and names %s", (field, value) => {
  expect(() => parseManifest(altered("truth", value))).toThrow(
    expect.objectContaining({ code: "bad-manifest", context: expect.objectContaining({ field }) as unknown }) as Error,
  );
});

it.each([undefined, null, 3, "text", []])("refuses %j", (json) => {
  expect(() => parseManifest(json)).toThrow(ModelError);
});
