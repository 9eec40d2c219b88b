import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { assembleModel } from "./assemble.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { parseManifest, type ModelManifest } from "./manifest.ts";
import { writeModel, type OnnxNode } from "./onnx.ts";
import { isPlainNetwork } from "./plain-network.ts";
import { listSchema } from "./store.ts";

const manifest: Pick<ModelManifest, "input" | "output"> = {
  input: { ...manifestFixture.input, name: "x" },
  output: { ...manifestFixture.output, logits: "y" },
};
const gemm = (attributes: Record<string, number> = {}): OnnxNode => ({
  op: "Gemm",
  inputs: ["x", "w"],
  outputs: ["y"],
  attributes,
});
const network = (nodes: readonly OnnxNode[], batch: number | string = "n", type?: "float16"): Uint8Array =>
  writeModel(
    {
      inputs: [{ name: "x", dims: [batch, 2], ...(type && { type }) }],
      outputs: [{ name: "y", dims: ["n", 2] }],
      nodes,
      initializers: [{ name: "w", dims: [2, 2], values: new Float32Array(4) }],
    },
    "toy",
  );
const isPlain = (bytes: Uint8Array, of: Partial<typeof manifest> = {}): boolean =>
  isPlainNetwork({ manifest: { ...manifest, ...of }, bytes });

const folder = new URL("../../public/models/", import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));
const shipped = v.parse(listSchema, JSON.parse(new TextDecoder().decode(read("index.json"))));

it.each(shipped.filter(({ name }) => !name.includes("transformer")))(
  "$name is opened as it is, with its replicates too: no visit pays for networks of others",
  ({ name, replicates }) => {
    const parsed = parseManifest(JSON.parse(new TextDecoder().decode(read(`${name}.json`))));
    const probed = assembleModel(read(`${name}.onnx`), read(`${name}.tail.onnx`));
    expect(isPlainNetwork({ manifest: parsed, bytes: probed })).toBe(true);
    if (replicates === undefined) return;
    const bytes = assembleModel(probed, read(`${name}.replicates.onnx`));
    expect(isPlainNetwork({ manifest: parsed, bytes })).toBe(true);
  },
);

describe("a network is not plain", () => {
  it("but this one is", () => expect(isPlain(network([gemm()]))).toBe(true));

  it.each<[string, readonly OnnxNode[]]>([
    ["a matrix that is turned", [gemm({ transA: 1 })]],
    ["weights made of the image", [{ op: "Gemm", inputs: ["x", "x"], outputs: ["y"] }]],
    ["rows put one behind another", [{ op: "Concat", inputs: ["x", "x"], outputs: ["y"], attributes: { axis: 0 } }]],
    ["all in one row", [{ op: "Flatten", inputs: ["x"], outputs: ["y"], attributes: { axis: 0 } }]],
    [
      "statistics of the batch",
      [
        {
          op: "BatchNormalization",
          inputs: ["x", "w", "w", "w", "w"],
          outputs: ["y"],
          attributes: { training_mode: 1 },
        },
      ],
    ],
    [
      "statistics of the batch, in older files",
      [{ op: "BatchNormalization", inputs: ["x", "w"], outputs: ["y", "z"] }],
    ],
    ["an operator that may do anything", [{ op: "ReduceMean", inputs: ["x"], outputs: ["y"] }]],
  ])("with %s", (_, nodes) => expect(isPlain(network(nodes))).toBe(false));

  it("with a fixed batch, another type, or scores of another form", () => {
    expect(isPlain(network([gemm()], 1))).toBe(false);
    expect(isPlain(network([gemm()], "n", "float16"))).toBe(false);
    expect(isPlain(network([gemm()]), { input: { ...manifest.input, type: "uint8" } })).toBe(false);
    expect(isPlain(network([gemm()]), { output: { ...manifest.output, form: "probabilities" } })).toBe(false);
    expect(isPlain(network([gemm()]), { output: { ...manifest.output, logits: "inside" } })).toBe(false);
  });

  it("where the bytes are none", () => {
    expect(isPlain(new Uint8Array(9))).toBe(false);
    expect(isPlain(network([gemm()]).subarray(0, 40))).toBe(false);
  });
});
