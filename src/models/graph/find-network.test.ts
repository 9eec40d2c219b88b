import { describe, expect, it } from "vitest";
import { ModelError } from "../errors.ts";
import { findNetwork } from "./find-network.ts";
import type { FoundInput, FoundOutput } from "./found.ts";
import { constant, graphOf, node, value } from "./graph.fixture.ts";
import type { Attribute, Graph, GraphNode, GraphValue } from "./graph.ts";
import { lackedOperator } from "./runtime-message.ts";

const perm = (...axes: number[]): Record<string, Attribute> => ({ perm: { kind: "numbers", value: axes } });
const constants = [
  constant("w", [8, 3, 3, 3]),
  constant("grey", [8, 1, 3, 3]),
  constant("v", [8, 8, 3, 3]),
  constant("head", [8, 5]),
  constant("wide", [8, 512]),
  constant("s", []),
  constant("z", [], "uint8"),
  constant("five", [5]),
  constant("half", [1]),
];
const IMAGE = value("image", ["batch", 3, 32, 32]);
const toFlat = (from: string): GraphNode[] => [
  node("Conv", `${from} w`, "maps"),
  node("Relu", "maps", "bent"),
  node("GlobalAveragePool", "bent", "mean"),
  node("Flatten", "mean", "flat"),
];

interface Parts {
  readonly inputs?: readonly GraphValue[];
  readonly outputs?: readonly GraphValue[];
  readonly nodes: readonly GraphNode[];
}
const graph = ({ inputs = [IMAGE], outputs = [value("out", ["batch", 5])], nodes }: Parts): Graph =>
  graphOf({ inputs, outputs, nodes, initializers: constants });
const classifier = (input: GraphValue, ...before: GraphNode[]): Graph =>
  graph({
    inputs: [input],
    nodes: [...before, ...toFlat(before.length > 0 ? "ready" : input.name), node("Gemm", "flat head", "out")],
  });
const inputOf = (of: Graph): FoundInput => findNetwork(of).inputs[0]!;
const outputOf = (...nodes: GraphNode[]): FoundOutput =>
  findNetwork(graph({ nodes: [...toFlat("image"), ...nodes] })).outputs[0]!;

describe("the image input", () => {
  const turn = node("Transpose", "image", "ready", perm(0, 3, 1, 2));
  it.each<[string, Graph, Partial<FoundInput>]>([
    ["channels first", classifier(IMAGE), { layout: "NCHW", channelCount: 3, width: 32, height: 32, batch: null }],
    [
      "channels last, by its shape",
      classifier(value("image", [1, 20, 30, 3]), turn),
      { layout: "NHWC", channelCount: 3, height: 20, width: 30, batch: 1 },
    ],
    [
      "channels last, by the turn alone, of any size",
      classifier(value("image", ["", "", "", ""]), turn),
      { layout: "NHWC", channelCount: 3, height: null, width: null, batch: null },
    ],
    [
      "channels first, by the convolution alone",
      classifier(value("image", null)),
      { layout: "NCHW", channelCount: 3, width: null },
    ],
    [
      "3 x 3 pixels channels last, which the turn tells from 3 channels",
      classifier(value("image", [1, 3, 3, 3]), turn),
      { layout: "NHWC", height: 3, width: 3 },
    ],
    [
      "bytes that the graph prepares",
      classifier(
        value("image", [1, 32, 32, 3], "uint8"),
        node("Cast", "image", "floats"),
        node("Mul", "floats half", "scaled"),
        node("Transpose", "scaled", "ready", perm(0, 3, 1, 2)),
      ),
      { type: "uint8", layout: "NHWC", channelCount: 3 },
    ],
    [
      "16-bit floats, a size that is open",
      classifier(value("image", ["N", 3, "H", "W"], "float16")),
      { type: "float16", width: null },
    ],
  ])("%s", (_, of, found) => {
    expect(inputOf(of)).toMatchObject(found);
  });

  it("has one channel where the first convolution takes one", () => {
    const nodes = [
      node("Conv", "image grey", "maps"),
      node("GlobalAveragePool", "maps", "m"),
      node("Flatten", "m", "f"),
      node("Gemm", "f head", "out"),
    ];
    expect(inputOf(graph({ inputs: [value("image", ["N", "c", 28, 28])], nodes }))).toMatchObject({
      channelCount: 1,
      layout: "NCHW",
    });
  });

  it.each<[string, readonly GraphValue[], string, RegExp]>([
    ["a list of words", [value("ids", ["batch", 128], "int64")], "no-image-input", /ids \[batch, 128\]/],
    [
      "an image in 64-bit floats",
      [value("image", [1, 3, 8, 8], "float64")],
      "no-image-input",
      /image \[.*\] \(float64\)/,
    ],
    ["four channels", [value("image", [1, 4, 32, 32])], "no-image-input", /image \[1, 4, 32, 32\]/],
    ["a film", [value("image", [1, 3, 16, 32, 32])], "no-image-input", /image/],
    ["nothing", [], "no-image-input", /^$/],
    ["an image and a mask", [IMAGE, value("mask", [1, 5])], "other-inputs", /^mask \[1, 5\]$/],
  ])("is missed where the network takes %s", (_, inputs, code, said) => {
    const refused = caught(() => findNetwork(graph({ inputs, nodes: [], outputs: [] })));
    expect(refused.code).toBe(code);
    expect(refused.context["inputs"]).toMatch(said);
  });
});

function caught(act: () => unknown): ModelError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return error as ModelError;
  }
  return expect.unreachable();
}

describe("the class scores", () => {
  const gemm = node("Gemm", "flat head", "logits");
  it.each<[string, GraphNode[], Partial<FoundOutput>]>([
    ["logits", [node("Gemm", "flat head", "out")], { scores: "out", form: "logits" }],
    ["before a Softmax", [gemm, node("Softmax", "logits", "out")], { scores: "logits", form: "logits" }],
    ["before a LogSoftmax", [gemm, node("LogSoftmax", "logits", "out")], { scores: "logits" }],
    ["before a Sigmoid", [gemm, node("Sigmoid", "logits", "out")], { scores: "logits" }],
    [
      "before a Softmax behind which the numbers are stored anew",
      [
        gemm,
        node("Softmax", "logits", "p"),
        node("QuantizeLinear", "p s z", "q"),
        node("DequantizeLinear", "q s z", "d"),
        node("Identity", "d", "out"),
      ],
      { scores: "logits", form: "logits" },
    ],
    [
      "before a Softmax that is written out",
      [gemm, node("Exp", "logits", "e"), node("ReduceSum", "e", "sum"), node("Div", "e sum", "out")],
      { scores: "logits", form: "logits" },
    ],
    [
      "before whole numbers are made of them",
      [gemm, node("QuantizeLinear", "logits s z", "out")],
      { scores: "logits" },
    ],
    [
      "probabilities, where the mean of several Softmaxes is taken",
      [
        gemm,
        node("Gemm", "flat head", "other"),
        node("Softmax", "logits", "p"),
        node("Softmax", "other", "q"),
        node("Add", "p q", "sum"),
        node("Mul", "sum half", "out"),
      ],
      { scores: "out", form: "probabilities" },
    ],
    [
      "probabilities, where one is cut off",
      [gemm, node("Softmax", "logits", "p"), node("Slice", "p", "out")],
      { scores: "out", form: "probabilities" },
    ],
  ])("%s", (_, nodes, found) => {
    expect(outputOf(...nodes)).toMatchObject({ name: "out", count: 5, doubt: null, ...found });
  });

  it("lie before what only names the best class", () => {
    const of = graph({
      outputs: [value("out", ["batch"], "int64")],
      nodes: [...toFlat("image"), gemm, node("ArgMax", "logits", "out")],
    });
    expect(findNetwork(of).outputs[0]).toMatchObject({ name: "out", scores: "logits", count: 5 });
  });

  it("are counted by the weights where no shape says how many there are, and by a run", () => {
    const of = graph({ outputs: [value("out", null)], nodes: [...toFlat("image"), node("Gemm", "flat head", "out")] });
    expect(findNetwork(of).outputs[0]!.count).toBe(5);
    const reshaped = graph({
      outputs: [value("out", null)],
      nodes: [...toFlat("image"), node("Reshape", "flat five", "out")],
    });
    expect(findNetwork(reshaped, new Map([["out", [1, 7]]])).outputs[0]).toMatchObject({
      count: 7,
      doubt: null,
    });
  });

  it("come before other outputs: the main ones before those that only help to train, logits before features", () => {
    const outputs = [value("aux", ["batch", 5]), value("features", ["batch", 8]), value("main", ["batch", 5])];
    const nodes = [
      ...toFlat("image"),
      node("Identity", "flat", "features"),
      node("Gemm", "flat head", "aux"),
      node("Conv", "bent v", "more"),
      node("GlobalAveragePool", "more", "m"),
      node("Flatten", "m", "f"),
      node("Gemm", "f head", "main"),
    ];
    expect(findNetwork(graph({ outputs, nodes })).outputs.map(({ name }) => name)).toEqual(["main", "aux"]);
  });

  it.each<[string, string, GraphValue[], GraphNode[]]>([
    ["a segmenter, by its map", "segmenter", [value("out", ["N", 21, 32, 32])], [node("Conv", "bent v", "out")]],
    ["a segmenter, by its classes", "segmenter", [value("out", [1, 32, 32], "int64")], [node("ArgMax", "bent", "out")]],
    ["a network that makes images", "image", [value("out", ["N", 3, 32, 32])], [node("Conv", "bent v", "out")]],
    [
      "a detector, by the names of its outputs",
      "detector",
      [value("boxes", ["n", 4]), value("scores", ["n", 91])],
      [node("Gemm", "flat head", "boxes"), node("Gemm", "flat head", "scores")],
    ],
    [
      "a detector, by its many boxes",
      "detector",
      [value("output0", [1, 84, 8400])],
      [node("Conv", "bent v", "output0")],
    ],
    [
      "an embedder, by its name",
      "embedder",
      [value("embedding", ["N", 512])],
      [node("Gemm", "flat wide", "embedding")],
    ],
    [
      "an embedder, by the length of one",
      "embedder",
      [value("out", ["N", 512])],
      [node("Gemm", "flat wide", "x"), node("ReduceL2", "x", "l"), node("Div", "x l", "out")],
    ],
    [
      "an embedder, by the mean of maps at its end",
      "embedder",
      [value("out", ["N", 512])],
      [node("Flatten", "mean", "out")],
    ],
    ["a network of one score", "one-score", [value("out", ["N", 1])], [node("Gemm", "flat head", "out")]],
  ])("are missed in %s", (_, seems, outputs, nodes) => {
    const refused = caught(() => findNetwork(graph({ outputs, nodes: [...toFlat("image"), ...nodes] })));
    expect([refused.code, refused.context["seems"]]).toEqual(["no-class-scores", seems]);
    expect(refused.context["outputs"]).toContain(outputs[0]!.name);
  });

  it("are in doubt where as many features could stand in their place", () => {
    const of = graph({
      outputs: [value("out", ["N", 512])],
      nodes: [...toFlat("image"), node("Gemm", "flat wide", "out")],
    });
    expect(findNetwork(of).outputs[0]).toMatchObject({ count: 512, doubt: "embedding" });
  });
});

it("names an operator that only another program has", () => {
  const of = graph({ nodes: [...toFlat("image"), node("org.example:Teleport", "flat", "out")] });
  expect(caught(() => findNetwork(of))).toMatchObject({
    code: "unknown-operator",
    context: { operator: "org.example:Teleport" },
  });
});

it.each([
  ["Could not find an implementation for Teleport(1) node with name 'x'", "Teleport"],
  ["Fatal error: ai.onnx:Teleport(-1) is not a registered function/op", "Teleport"],
  ["Fatal error: org.example:Teleport(-1) is not a registered function/op", "org.example:Teleport"],
  ["No Op registered for Teleport with domain_version of 17", "Teleport"],
  ["bad allocation", null],
])("reads what ONNX Runtime says: %s", (message, operator) => {
  expect(lackedOperator(message)).toBe(operator);
});
