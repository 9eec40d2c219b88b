import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { assembleModel } from "../models/assemble.ts";
import { plainMatrix } from "./design-matrix.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import { writeModel } from "../models/onnx.ts";
import { cellOf, cellsOf, featureCount, tapOf, type MapsTap, type Tap } from "../models/spec/taps.ts";
import {
  featuresName,
  featuresTail,
  moreProbes,
  probeTail,
  replicatesName,
  replicatesTail,
  type Probe,
} from "./probe-tail.ts";

const tap: MapsTap = {
  name: "tap",
  tensor: "tap",
  kind: "maps",
  channels: 2,
  height: 10,
  width: 5,
  cell: cellOf(10, 5),
};
const features = featureCount(tap);
const random = mulberry32(1);
const draw = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
const probe: Probe = { logits: "tap_probe", weights: draw(3 * features), bias: draw(3) };
const backbone = writeModel(
  {
    inputs: [{ name: "input", dims: ["batch", tap.channels, tap.height, tap.width] }],
    outputs: [{ name: "same", dims: ["batch", tap.channels, tap.height, tap.width] }],
    nodes: [
      { op: "Relu", inputs: ["input"], outputs: ["tap"] },
      { op: "Relu", inputs: ["tap"], outputs: ["same"] },
    ],
    initializers: [],
  },
  "backbone",
);

it("pools to at most 4 cells a side, dropping what does not fill a cell", () => {
  const maps = (height: number, width: number): MapsTap => ({ ...tap, height, width, cell: cellOf(height, width) });
  expect([tap.cell, cellsOf(tap), featureCount(tap)]).toEqual([[3, 2], [3, 2], 12]);
  expect([cellOf(4, 4), featureCount(maps(4, 4))]).toEqual([[1, 1], 32]);
  expect([cellOf(1, 32), featureCount(maps(1, 32))]).toEqual([[1, 8], 8]);
});

it("looks into maps, tokens and vectors by their shapes, and into nothing else", () => {
  expect(tapOf("a", "a/1", [1, 8, 10, 5])).toEqual({
    name: "a",
    tensor: "a/1",
    kind: "maps",
    channels: 8,
    height: 10,
    width: 5,
    cell: [3, 2],
  });
  const grid = { height: 7, width: 7, cell: [2, 2] };
  expect(tapOf("a", "a", [1, 50, 8])).toEqual({
    name: "a",
    tensor: "a",
    kind: "tokens",
    tokens: 50,
    channels: 8,
    classTokens: 1,
    grid,
  });
  expect(tapOf("a", "a", [1, 49, 8])).toMatchObject({ kind: "tokens", classTokens: 0, grid });
  expect(tapOf("a", "a", [1, 8])).toEqual({ name: "a", tensor: "a", kind: "vector", channels: 8 });
  // Registers beside a large grid, but no remainder of a small one.
  expect(tapOf("a", "a", [1, 54, 8])).toMatchObject({ kind: "tokens", classTokens: 5, grid });
  for (const dims of [[], [1], [1, 56, 8], [1, 11, 8], [1, 0, 8], [1, 2, 3, 4, 5]])
    expect(tapOf("a", "a", dims)).toBeNull();
  // Channels last, where the sides tell.
  expect(tapOf("a", "a", [1, 7, 7, 96])).toMatchObject({ layout: "NHWC", channels: 96, height: 7, width: 7 });
  expect(tapOf("a", "a", [1, 96, 7, 7])).not.toHaveProperty("layout");
  expect(tapOf("a", "a", [1, 8], "float16")).toMatchObject({ kind: "vector", cast: true });
  expect(tapOf("a", "a", [1, 8], "int64")).toBeNull();
});

/** A network that hands its input on, as a tensor that is looked into and as its output. */
const through = (dims: readonly (number | string)[]): Uint8Array =>
  writeModel(
    {
      inputs: [{ name: "input", dims }],
      outputs: [{ name: "same", dims }],
      nodes: [
        { op: "Identity", inputs: ["input"], outputs: ["inner"] },
        { op: "Identity", inputs: ["inner"], outputs: ["same"] },
      ],
      initializers: [],
    },
    "through",
  );

it.each<[string, Tap, readonly number[], (values: Float32Array) => number[]]>([
  [
    "a class token beside a grid of tokens, channel by channel",
    {
      name: "layer",
      tensor: "inner",
      kind: "tokens",
      tokens: 7,
      channels: 2,
      classTokens: 1,
      grid: { height: 2, width: 3, cell: [2, 1] },
    },
    [2, 7, 2],
    (v) =>
      // Token t, channel c of an image lies at 2 · t + c.
      [0, 1].flatMap((c) => [v[c]!, ...[0, 1, 2].map((x) => (v[2 * (1 + x) + c]! + v[2 * (4 + x) + c]!) / 2)]),
  ],
  [
    "a class token alone",
    { name: "layer", tensor: "inner", kind: "tokens", tokens: 3, channels: 2, classTokens: 1, grid: null },
    [2, 3, 2],
    (v) => [v[0]!, v[1]!],
  ],
  [
    "a grid alone, dropping what does not fill a cell",
    {
      name: "layer",
      tensor: "inner",
      kind: "tokens",
      tokens: 9,
      channels: 1,
      classTokens: 0,
      grid: { height: 3, width: 3, cell: [2, 2] },
    },
    [2, 9, 1],
    (v) => [(v[0]! + v[1]! + v[3]! + v[4]!) / 4],
  ],
  [
    "maps with channels last",
    {
      name: "layer",
      tensor: "inner",
      kind: "maps",
      layout: "NHWC",
      channels: 2,
      height: 2,
      width: 3,
      cell: [2, 1],
    },
    [2, 2, 3, 2],
    // Row y, column x, channel c of an image lies at 6 · y + 2 · x + c.
    (v) => [0, 1].flatMap((c) => [0, 1, 2].map((x) => (v[2 * x + c]! + v[6 + 2 * x + c]!) / 2)),
  ],
  ["a vector", { name: "layer", tensor: "inner", kind: "vector", channels: 3 }, [2, 3], (v) => [...v]],
])("turns %s into features, and those into logits", async (_, of, dims, naive) => {
  const ort = await import("onnxruntime-node");
  const size = dims.slice(1).reduce((product, count) => product * count, 1);
  const values = draw(2 * size);
  const backbone = through(["batch", ...dims.slice(1)]);
  const count = featureCount(of);
  const weights = draw(3 * count);
  const more: Probe = { logits: "layer_probe", weights, bias: draw(3) };
  const tail = [featuresTail([of]), probeTail([{ tap: of, probe: more }])];
  const input = new ort.Tensor("float32", values, dims);
  const [features, logits] = await Promise.all(
    tail.map(async (part, i) => {
      const session = await ort.InferenceSession.create(assembleModel(backbone, part));
      return (await session.run({ input }))[[featuresName(of), "layer_probe"][i]!]!;
    }),
  );
  expect(features!.dims).toEqual([2, count]);
  const expected = [0, 1].flatMap((image) => naive(values.subarray(image * size, (image + 1) * size)));
  expected.forEach((value, i) => expect((features!.data as Float32Array)[i]).toBeCloseTo(value, 6));
  for (let image = 0; image < 2; image++)
    for (let c = 0; c < 3; c++) {
      const sum = expected
        .slice(image * count, (image + 1) * count)
        .reduce((total, value, f) => total + value * weights[c * count + f]!, more.bias[c]!);
      expect((logits!.data as Float32Array)[image * 3 + c]).toBeCloseTo(sum, 5);
    }
});

it.each([
  ["uint8", 2, 1],
  ["float16", 10, 0.5],
] as const)("casts a tensor of %s", async (_, id, step) => {
  const ort = await import("onnxruntime-node");
  const given = writeModel(
    {
      inputs: [{ name: "input", dims: ["batch", 2, 2, 2] }],
      outputs: [],
      nodes: [{ op: "Cast", inputs: ["input"], outputs: ["inner"], attributes: { to: id } }],
      initializers: [],
    },
    "cast",
  );
  const maps: Tap = {
    name: "layer",
    tensor: "inner",
    cast: true,
    kind: "maps",
    channels: 2,
    height: 2,
    width: 2,
    cell: [2, 2],
  };
  const session = await ort.InferenceSession.create(assembleModel(given, featuresTail([maps])));
  const values = Float32Array.from({ length: 8 }, (_, i) => i * step);
  const found = await session.run({ input: new ort.Tensor("float32", values, [1, 2, 2, 2]) });
  expect(found[featuresName(maps)]!.data).toEqual(Float32Array.of(1.5 * step, 5.5 * step));
});

it("gives the logits that plain TypeScript computes from the tap's values", async (context) => {
  const ort = await import("onnxruntime-node").catch(() => null);
  if (!ort) return context.skip("SKIPPED: onnxruntime-node is not installed");
  const session = await ort.InferenceSession.create(assembleModel(backbone, featuresTail([tap])));
  const probed = await ort.InferenceSession.create(assembleModel(backbone, probeTail([{ tap, probe }])));
  const input = new ort.Tensor("float32", draw(4 * tap.channels * tap.height * tap.width), [
    4,
    tap.channels,
    tap.height,
    tap.width,
  ]);
  const pooled = (await session.run({ input }))[featuresName(tap)]!.data as Float32Array;
  expect(pooled).toHaveLength(4 * features);
  expect(pooled[features]).toBeCloseTo(meanOfFirstCell(input.data as Float32Array, 1), 6);
  const logits = (await probed.run({ input }))["tap_probe"]!.data as Float32Array;
  const turned = Float32Array.from(
    { length: 3 * features },
    (_, i) => probe.weights[(i % 3) * features + Math.floor(i / 3)]!,
  );
  (await plainMatrix(pooled, features).multiply(turned, 3)).forEach((product, i) =>
    expect(logits[i]).toBeCloseTo(product + probe.bias[i % 3]!, 4),
  );
});

it("lets nothing but logits leave the graph", () => {
  const more = moreProbes([{ tap, probe: { ...probe, logits: "tap_probe_a" } }]);
  expect(readGraph(assembleModel(probeTail([{ tap, probe }]), more)).outputs.map(({ name }) => name)).toEqual([
    "tap_probe",
    "tap_probe_a",
  ]);
});

/** Mean of the rectified top left 3 x 2 values of the first channel of an image. */
function meanOfFirstCell(values: Float32Array, image: number): number {
  const start = image * tap.channels * tap.height * tap.width;
  let sum = 0;
  for (let y = 0; y < 3; y++) for (let x = 0; x < 2; x++) sum += Math.max(0, values[start + y * tap.width + x]!);
  return sum / 6;
}

it("tells replicates in 16-bit floats that give almost the logits of the replicates themselves", async (context) => {
  const ort = await import("onnxruntime-node").catch(() => null);
  if (!ort) return context.skip("onnxruntime-node is not installed");
  // Features of very different sizes, some of them far from 0.
  const sizes = Float32Array.from({ length: features }, (_, f) => 10 ** ((f % 9) - 4));
  const means = sizes.map((size) => 5 * size);
  const probes = [0, 1].map(() => ({
    weights: Float32Array.from({ length: 3 * features }, (_, i) => (random() - 0.5) / sizes[i % features]!),
    bias: draw(3),
  }));
  const vector: Tap = { name: "tap", tensor: "tap", kind: "vector", channels: features };
  const given = writeModel(
    {
      inputs: [{ name: "input", dims: ["batch", features] }],
      outputs: [{ name: "same", dims: ["batch", features] }],
      nodes: [
        { op: "Identity", inputs: ["input"], outputs: ["tap"] },
        { op: "Identity", inputs: ["tap"], outputs: ["same"] },
      ],
      initializers: [],
    },
    "given",
  );
  const tail = assembleModel(featuresTail([vector]), replicatesTail([{ tap: vector, probes, sizes, means }]));
  const session = await ort.InferenceSession.create(assembleModel(given, tail));
  const rows = 20;
  const values = Float32Array.from(
    { length: rows * features },
    (_, i) => means[i % features]! + sizes[i % features]! * 2 * (random() - 0.5),
  );
  const result = await session.run({ input: new ort.Tensor("float32", values, [rows, features]) }, [
    replicatesName(vector),
  ]);
  await session.release();
  const logits = result[replicatesName(vector)]!.data as Float32Array;
  expect(logits).toHaveLength(rows * 6);
  for (let row = 0; row < rows; row++) {
    probes.forEach((probe, which) => {
      for (let c = 0; c < 3; c++) {
        let logit = probe.bias[c]!;
        for (let f = 0; f < features; f++) logit += probe.weights[c * features + f]! * values[row * features + f]!;
        // Weights are told to 2^-12 of themselves; what that costs at the features' means is made up for.
        expect(Math.abs(logits[row * 6 + which * 3 + c]! - logit)).toBeLessThan(0.002);
      }
    });
  }
});
