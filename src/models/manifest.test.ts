import { expect, it } from "vitest";
import { ModelError } from "./errors.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { columnsOf, parseManifest, type ModelManifest } from "./manifest.ts";

const nine = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9, 1];
const certainty = { alive: nine, sign: nine, fate: nine, birth: nine, death: nine, photographs: 60 };

/** A manifest with one field, given by its path, replaced. */
function altered(path: string, value: unknown, manifest: ModelManifest = manifestFixture): unknown {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  let place: Record<string, unknown> = copy;
  for (const key of keys.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[keys.at(-1)!] = value;
  return copy;
}

it("returns a valid manifest unchanged", () => {
  expect(parseManifest(JSON.parse(JSON.stringify(manifestFixture)))).toEqual(manifestFixture);
});

const centre = { rows: 8, cols: 8, pick: "centre", from: [6, 6], count: 12, others: "hidden" };
const foreground = { rows: 9, cols: 9, pick: "foreground", count: 10, others: "shown" };

it.each([centre, foreground, { ...centre, from: undefined }])("takes players by default: %j", (players) => {
  const wide = { ...manifestFixture, input: { ...manifestFixture.input, width: 28, height: 28 } };
  expect(parseManifest(JSON.parse(JSON.stringify({ ...wide, players }))).players).toEqual(players);
});

it.each([
  ["players.rows", { ...centre, rows: 17 }],
  ["players.pick", { ...centre, pick: "edge" }],
  ["players.from", { ...centre, from: [9, 6] }],
  ["players.from.1", { ...centre, from: [6, 0] }],
  ["players.count", { ...centre, count: 17 }],
  ["players.count", { ...centre, count: 1 }],
  ["players.count", { ...centre, from: [2, 2], count: 5 }],
  ["players.count", { ...foreground, rows: 2, cols: 2 }],
  ["players.others", { ...centre, others: "grey" }],
  ["players", { ...centre, rows: 16 }],
])("names the field when %s is wrong", (field, players) => {
  const low = { ...manifestFixture, input: { ...manifestFixture.input, width: 28, height: 15 } };
  expect(() => parseManifest({ ...low, players })).toThrow(
    expect.objectContaining({ code: "bad-manifest", context: expect.objectContaining({ field }) as object }) as Error,
  );
});

it.each([
  ["format", "other"],
  ["version", 3],
  ["version", 1],
  ["name", "../escape"],
  ["title", ""],
  ["task", "x".repeat(201)],
  ["multiplyAdds", 1.5],
  ["multiplyAdds", 0],
  ["network.sha256", "ABC"],
  ["network.bytes", 0],
  ["probes.file", "folder/toy.onnx"],
  ["probes.halvesFrom", -1],
  ["probes.sha256", undefined],
  ["probes.fitted.target", "words"],
  ["input.width", 0],
  ["input.height", 5000],
  ["input.layout", "CHWN"],
  ["input.channels", "HSV"],
  ["input.type", "float64"],
  ["input.resize", "stretch"],
  ["input.range.1", Number.POSITIVE_INFINITY],
  ["input.std.1", 0],
  ["input.std", [1e-300, 0.2, 0.2]],
  ["input.mean.2", Number.NaN],
  ["input.mean", []],
  ["meanColour.0", 1.5],
  ["classes", ["only"]],
  ["classes.0", ""],
  ["classes.1", "x".repeat(201)],
  ["description", "x".repeat(4001)],
  ["classMap.0", []],
  ["classMap.1.0", -1],
  ["taps", null],
  ["taps.0.kind", "map"],
  ["taps.0.channels", 0],
  ["taps.0.cell.1", 1.5],
  ["taps.1.tensor", ""],
  ["probes", "none"],
  ["probes.layers", []],
  ["probes.layers.0.accuracy", 1.01],
  ["probes.layers.1.scale", 0],
  ["probes.layers.0.noiseFloor", "high"],
  ["probes.layers.0.halves.1", 7],
  ["output.logits", undefined],
  ["training.terms", null],
])("names the field when %s is wrong", (path, value) => {
  expect(() => parseManifest(altered(path, value))).toThrow(
    expect.objectContaining({
      code: "bad-manifest",
      context: expect.objectContaining({ field: path }) as object,
    }) as Error,
  );
});

it("may say what a network is in a few words", () => {
  const words = { title: "Toy · Pets", task: "Cats and dogs", multiplyAdds: 12 };
  expect(parseManifest(JSON.parse(JSON.stringify({ ...manifestFixture, ...words })))).toEqual({
    ...manifestFixture,
    ...words,
  });
});

it("takes a network without probes and without taps", () => {
  const bare = { ...manifestFixture, taps: [], probes: null };
  expect(parseManifest(JSON.parse(JSON.stringify(bare)))).toEqual(bare);
  expect(columnsOf(bare).map(({ name }) => name)).toEqual(["output"]);
});

it("takes probes of which it is not known what they look into", () => {
  expect(parseManifest(altered("taps", [])).taps).toEqual([]);
});

it("says what was expected, and nothing of what may stand there instead", () => {
  expect(() => parseManifest(altered("input.channels", "x".repeat(5000)))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) as string }) as Error,
  );
});

it.each<[string, unknown, string?]>([
  ["classMap", [[0]]],
  ["probes.halvesFrom", 5],
  ["input.range", [1, 1]],
  ["input.mean", [0]],
  ["input.std", [1, 1]],
  ["input.channels", "grey", "input.mean"],
  ["taps.1.name", "stem"],
  ["taps.0.cell", [11, 1], "taps.0"],
  [
    "taps.1",
    {
      name: "block1",
      tensor: "x",
      kind: "tokens",
      tokens: 4,
      channels: 2,
      classTokens: 1,
      grid: { height: 2, width: 2, cell: [1, 1] },
    },
    "taps.1.tokens",
  ],
  ["taps.1", { name: "block1", tensor: "x", kind: "tokens", tokens: 4, channels: 2, classTokens: 0, grid: null }],
  ["taps.1.name", "other", "probes.layers.1.name"],
  ["classMap", [[0], [0, 1]]],
  ["probes.layers.1.name", "stem"],
  ["output.name", "stem"],
  ["probes.layers.0.replicates", "stem_replicates"],
  [
    "probes.replicates",
    { file: "toy.replicates.onnx", sha256: "0".repeat(64), bytes: 9, count: 8 },
    "probes.layers.0.replicates",
  ],
  ["probes.certainty", { "3x3": certainty }, "probes.certainty.3x3.alive"],
  [
    "probes.labels",
    {
      file: "toy.labels.onnx",
      sha256: "0".repeat(64),
      bytes: 9,
      fitted: null,
      layers: manifestFixture.probes!.layers.slice(1),
    },
    "probes.labels.layers",
  ],
])("checks what only several fields together can show: %s", (path, value, field = path) => {
  expect(() => parseManifest(altered(path, value))).toThrow(
    expect.objectContaining({
      code: "bad-manifest",
      context: expect.objectContaining({ field }) as object,
    }) as Error,
  );
});

/** The fixture with probes of the network's answers, their replicates, and probes of the labels beside them. */
const measured = (() => {
  const file = { file: "toy.replicates.onnx", sha256: "0".repeat(64), bytes: 9 };
  const probes = manifestFixture.probes!;
  const layers = probes.layers.map((layer) => ({
    ...layer,
    agreement: 0.7,
    probeAgreement: 0.6,
    noiseShare: { "3x3": 0.1, "3x4": 0.2, "4x4": 1.3 },
    replicates: `${layer.name}_replicates`,
  }));
  return {
    ...manifestFixture,
    output: { ...manifestFixture.output, familiar: { energy: -1.5, share: 0.05 } },
    probes: {
      ...probes,
      fitted: { target: "network" as const, data: "None." },
      replicates: { ...file, count: 8 },
      certainty: { "3x3": certainty },
      labels: { ...file, fitted: probes.fitted, layers: probes.layers },
      layers,
    },
  };
})();

it("takes replicates, probes of the labels and what is familiar, with what was measured of them", () => {
  expect(parseManifest(JSON.parse(JSON.stringify(measured)))).toEqual(measured);
});

it.each([
  ["output.familiar.energy", "much"],
  ["output.familiar.share", 5],
  ["probes.replicates.count", 1],
  ["probes.layers.0.agreement", 1.2],
  ["probes.certainty.3x3.fate", nine.toReversed()],
  ["probes.certainty.3x3.fate", nine.slice(1)],
  ["probes.certainty.3x3.photographs", 0],
  ["probes.layers.0.probeAgreement", null],
  ["probes.layers.1.noiseShare.4x4", -1],
  ["probes.labels.fitted.target", "words"],
])("names the field when %s is wrong", (path, value) => {
  expect(() => parseManifest(altered(path, value, measured))).toThrow(
    expect.objectContaining({ context: expect.objectContaining({ field: path }) as object }) as Error,
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
