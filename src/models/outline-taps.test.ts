import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readOutline, type OnnxNode } from "./onnx.ts";
import { layerName, tapNames } from "./outline-taps.ts";

const node = (op: string, inputs: string, outputs: string): OnnxNode => ({
  op,
  inputs: inputs.split(" "),
  outputs: outputs.split(" "),
});

it("finds the ends of the blocks of a network with shortcuts, and not what lies beside them", () => {
  const nodes = [
    node("Conv", "image w0", "a"),
    node("Relu", "a", "stem"),
    node("Conv", "stem w1", "b"),
    node("Relu", "b", "c"),
    node("Conv", "c w2", "d"),
    node("Add", "d stem", "e"),
    node("Relu", "e", "block"),
    node("GlobalAveragePool", "block", "pooled"),
    node("Flatten", "pooled", "flat"),
    node("Gemm", "flat w3", "logits"),
  ];
  expect(tapNames({ nodes }, "image")).toEqual(["stem", "block"]);
});

it("finds every layer of a plain network, behind its bend and before its pool", () => {
  const nodes = ["1", "2"]
    .flatMap((i) => [
      node("Conv", `${i === "1" ? "image" : "pool1"} w${i}`, `conv${i}`),
      node("BatchNormalization", `conv${i}`, `norm${i}`),
      node("Relu", `norm${i}`, `relu${i}`),
      node("MaxPool", `relu${i}`, `pool${i}`),
    ])
    .concat([node("Gemm", "pool2 w3", "hidden"), node("Relu", "hidden", "bent"), node("Gemm", "bent w4", "logits")]);
  expect(tapNames({ nodes }, "image")).toEqual(["relu1", "relu2", "bent"]);
});

it("takes no shape for something that is known of the image, and eight layers of many", () => {
  const nodes = [node("Shape", "image", "shape")];
  for (let i = 0; i < 30; i++) nodes.push(node("Gemm", `${i === 0 ? "image" : `l${i - 1}`} w`, `l${i}`));
  nodes.push(node("Reshape", "l29 shape", "logits"));
  const names = tapNames({ nodes }, "image");
  expect([names.length, names[0], names.at(-1)]).toEqual([8, "l0", "l28"]);
});

it("finds in the shipped network the tensors that its manifest names", () => {
  const read = (name: string) =>
    readFileSync(new URL(`../../public/models/imagenette-residual${name}`, import.meta.url));
  const { taps } = JSON.parse(read(".json").toString()) as { taps: { tensor: string }[] };
  expect(tapNames(readOutline(read(".onnx")), "input")).toEqual(taps.map(({ tensor }) => tensor));
});

it.each([
  ["stem", "stem"],
  ["/layer1/layer1.0/Relu_1_output_0", "layer1/layer1.0/Relu_1"],
  ["ReLU32_Output_0", "ReLU32"],
  ["model/Relu;model/BatchNorm;model/Conv", "model/Relu"],
  ["/", "/"],
])("calls the layer of %s %s", (tensor, name) => {
  expect(layerName(tensor)).toBe(name);
});
