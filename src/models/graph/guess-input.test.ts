import { describe, expect, it } from "vitest";
import { writeModel, type OnnxGraph, type OnnxNode, type OnnxTensor } from "../onnx.ts";
import { findNetwork } from "./find-network.ts";
import type { InputSpec } from "../spec/input.ts";
import { guessInputs, inputSpecOf, type InputGuess } from "./guess-input.ts";
import { areAlike, prepared, PREPARATIONS } from "./preparations.ts";
import type { Graph } from "./graph.ts";
import { readGraph } from "./read-graph.ts";

interface Given {
  readonly before?: readonly OnnxNode[];
  readonly constants?: readonly OnnxTensor[];
  readonly type?: InputSpec["type"];
  readonly files?: Readonly<Record<string, object>>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly producer?: string;
  readonly side?: number | string;
  readonly count?: number;
}

function guesses({
  before = [],
  constants = [],
  type = "float32",
  files = {},
  metadata = {},
  producer,
  side = 32,
  count = 7,
}: Given = {}): InputGuess[] {
  const parts: OnnxGraph = {
    inputs: [{ name: "image", dims: ["batch", 3, side, side] }],
    outputs: [{ name: "logits", dims: ["batch", count] }],
    nodes: [
      ...before,
      { op: "Conv", inputs: [before.at(-1)?.outputs[0] ?? "image", "w"], outputs: ["maps"] },
      { op: "GlobalAveragePool", inputs: ["maps"], outputs: ["mean"] },
      { op: "Flatten", inputs: ["mean"], outputs: ["flat"] },
      { op: "Gemm", inputs: ["flat", "v"], outputs: ["logits"] },
    ],
    initializers: [
      { name: "w", dims: [4, 3, 3, 3], values: new Float32Array(108) },
      { name: "v", dims: [4, count], values: new Float32Array(4 * count) },
      ...constants,
    ],
  };
  const bytes = writeModel(parts, "small");
  const read = readGraph(bytes);
  const graph: Graph = {
    ...read,
    inputs: read.inputs.map((input) => ({ ...input, type })),
    metadata: new Map(Object.entries(metadata)),
    producer: { name: producer ?? "", version: "" },
  };
  const beside = new Map(
    Object.entries(files).map(([name, json]) => [name, new TextEncoder().encode(JSON.stringify(json))]),
  );
  return guessInputs(findNetwork(graph), graph, bytes, beside);
}

const numbers = (name: string, ...values: number[]): OnnxTensor => ({
  name,
  dims: values.length === 1 ? [1] : [1, values.length, 1, 1],
  values: Float32Array.from(values),
});

describe("what is usual", () => {
  it.each<[string, Given, string, string]>([
    ["of PyTorch", { producer: "pytorch" }, "imagenet", "family"],
    ["of TensorFlow", { producer: "tf2onnx" }, "centred", "family"],
    ["of Caffe", { producer: "onnx-caffe2" }, "caffe", "family"],
    ["of nobody", {}, "imagenet", "usual"],
  ])("%s comes first", (_, given, preparation, reason) => {
    const all = guesses(given);
    expect(all[0]).toMatchObject({ preparation, reason, width: 32, height: 32 });
    expect(all.length).toBeLessThanOrEqual(8);
    all.forEach((one, i) => all.slice(i + 1).forEach((other) => expect(areAlike(one, other)).toBe(false)));
    for (const name of ["imagenet", "unit", "centred", "bytes", "caffe"] as const)
      expect(all.some((one) => areAlike(one, PREPARATIONS[name]))).toBe(true);
  });

  it.each([
    [1000, 224],
    [10, 32],
    [7, 224],
  ])("of %d classes is a side of %d pixels where any will do", (count, side) => {
    expect(guesses({ side: "side", count })[0]).toMatchObject({ width: side, height: side });
  });

  it("fits into a manifest", () => {
    const [guess] = guesses();
    expect(inputSpecOf({ name: "image", layout: "NCHW", type: "float32" }, guess!)).toMatchObject({
      ...{ name: "image", type: "float32", layout: "NCHW", channels: "RGB", range: [0, 1], width: 32 },
    });
  });
});

describe("what the graph does itself is left to it", () => {
  it("bytes, where it makes ImageNet's numbers of them", () => {
    const mean = PREPARATIONS.imagenet.mean.map((value) => value * 255);
    const std = PREPARATIONS.imagenet.std.map((value) => value * 255);
    const [best] = guesses({
      before: [
        { op: "Sub", inputs: ["image", "m"], outputs: ["less"] },
        { op: "Div", inputs: ["less", "d"], outputs: ["ready"] },
      ],
      constants: [numbers("m", ...mean), numbers("d", ...std)],
    });
    expect(best).toMatchObject({ reason: "graph", preparation: "bytes", channels: "RGB", range: [0, 255] });
  });

  it("shares of one, where it spreads them from −1 to 1", () => {
    const [best] = guesses({
      before: [
        { op: "Mul", inputs: ["image", "two"], outputs: ["doubled"] },
        { op: "Sub", inputs: ["doubled", "one"], outputs: ["ready"] },
      ],
      constants: [numbers("two", 2), numbers("one", 1)],
    });
    expect(best).toMatchObject({ reason: "graph", preparation: "unit", range: [0, 1] });
  });

  it("nothing of it, where it does nothing", () => {
    expect(guesses().every(({ reason }) => reason !== "graph")).toBe(true);
  });
});

describe("whole numbers", () => {
  it("are bytes as they are, in either order of the channels", () => {
    const all = guesses({
      type: "uint8",
      before: [{ op: "Cast", inputs: ["image"], outputs: ["ready"], attributes: { to: 1 } }],
    });
    expect(all.map(({ channels, range, reason }) => [channels, range, reason])).toEqual([
      ["RGB", [0, 255], "type"],
      ["BGR", [0, 255], "usual"],
    ]);
  });

  it("are what the network stores of ImageNet's numbers, by the scale that it undoes", () => {
    // From −2.12 to 2.64 in steps of 0.0187, −2.12 being 0.
    const [scale, zero] = [0.01865, 114];
    const [best] = guesses({
      type: "uint8",
      before: [{ op: "DequantizeLinear", inputs: ["image", "scale", "zero"], outputs: ["ready"] }],
      constants: [
        { name: "scale", dims: [], values: Float32Array.of(scale) },
        { name: "zero", dims: [], values: Float32Array.of(zero) },
      ],
    });
    expect(best).toMatchObject({ preparation: "stored", reason: "type" });
    const white = (1 - PREPARATIONS.imagenet.mean[0]) / PREPARATIONS.imagenet.std[0];
    expect(prepared(best!, 0, 1)).toBeCloseTo(white / scale + zero, 3);
  });
});

describe("what is said", () => {
  it.each<[string, Given, Partial<InputGuess>]>([
    [
      "by Hugging Face's preprocessor_config.json",
      {
        side: "side",
        files: {
          "preprocessor_config.json": {
            do_normalize: true,
            image_mean: [0.5, 0.5, 0.5],
            image_std: [0.5, 0.5, 0.5],
            rescale_factor: 1 / 255,
            size: { height: 240, width: 256 },
          },
        },
      },
      { reason: "config", preparation: "centred", resize: "squash", width: 256, height: 240 },
    ],
    [
      "by one that crops, and has the channels the other way round",
      {
        side: "side",
        files: {
          "preprocessor_config.json": {
            do_normalize: false,
            do_center_crop: true,
            do_flip_channel_order: true,
            size: { shortest_edge: 288 },
            crop_size: { height: 256, width: 256 },
          },
        },
      },
      { reason: "config", preparation: "own", channels: "BGR", range: [0, 1], resize: "centre-crop", width: 256 },
    ],
    [
      "by timm's config.json",
      {
        side: "side",
        files: {
          "config.json": {
            pretrained_cfg: {
              mean: [0.1, 0.2, 0.3],
              std: [0.4, 0.5, 0.6],
              input_size: [3, 299, 288],
              crop_mode: "border",
            },
          },
        },
      },
      {
        reason: "config",
        preparation: "own",
        mean: [0.1, 0.2, 0.3],
        std: [0.4, 0.5, 0.6],
        width: 288,
        height: 299,
        resize: "letterbox",
      },
    ],
    [
      "by the metadata that ONNX has names for",
      { metadata: { "Image.BitmapPixelFormat": "Bgr8", "Image.NominalPixelRange": "NominalRange_0_255" } },
      { reason: "metadata", channels: "BGR", range: [0, 255], mean: [0, 0, 0] },
    ],
    [
      "by lists in the metadata",
      { metadata: { mean: "[123.675, 116.28, 103.53]", std: "58.395, 57.12, 57.375" } },
      { reason: "metadata", preparation: "imagenet", range: [0, 255] },
    ],
    [
      "by what Ultralytics writes",
      { metadata: { task: "classify", stride: "1" } },
      { reason: "metadata", preparation: "unit" },
    ],
  ])("%s comes first", (_, given, guess) => {
    expect(guesses(given)[0]).toMatchObject(guess);
  });

  it("is passed over where it is nonsense", () => {
    for (const config of [
      { image_std: [0, 0, 0] },
      { image_mean: "half" },
      { image_mean: [0.5] },
      { size: -1 },
      { rescale_factor: 0 },
    ])
      expect(guesses({ files: { "preprocessor_config.json": config } })[0]!.reason).not.toBe("config");
  });
});
