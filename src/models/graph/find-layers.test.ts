import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/random.ts";
import { ModelError } from "../errors.ts";
import { findLayers } from "./find-layers.ts";
import { articulations, flowOf } from "./flow.ts";
import { constant, graphOf, node, value } from "./graph.fixture.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { layerName, layerNames } from "./layer-name.ts";
import { readGraph } from "./read-graph.ts";

const weights = (count: number) => Array.from({ length: count }, (_, i) => constant(`w${i}`, [1]));
const graph = (nodes: readonly GraphNode[], constants = weights(40)): Graph =>
  graphOf({ nodes, inputs: [value("image", null)], initializers: constants });
const proposedOf = (of: Graph, scores = "logits"): string[] =>
  findLayers(of, "image", scores)
    .filter(({ proposed }) => proposed)
    .map(({ tensor }) => tensor);

describe("what is proposed", () => {
  it("is the ends of the blocks of a network with shortcuts, and not what lies beside them", () => {
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
    expect(proposedOf(graph(nodes))).toEqual(["stem", "block"]);
    expect(findLayers(graph(nodes), "image", "logits").map(({ tensor }) => tensor)).toEqual([
      ...["a", "stem", "e", "block", "pooled", "flat"],
    ]);
  });

  it("is every layer of a plain network, behind its bend and before its pool", () => {
    const nodes = ["1", "2"]
      .flatMap((i) => [
        node("Conv", `${i === "1" ? "image" : "pool1"} w${i}`, `conv${i}`),
        node("BatchNormalization", `conv${i}`, `norm${i}`),
        node("Relu", `norm${i}`, `relu${i}`),
        node("MaxPool", `relu${i}`, `pool${i}`),
      ])
      .concat([node("Gemm", "pool2 w3", "hidden"), node("Relu", "hidden", "bent"), node("Gemm", "bent w4", "logits")]);
    expect(proposedOf(graph(nodes))).toEqual(["relu1", "relu2", "bent"]);
  });

  it("is ten layers of many, spread over the depth, the first and the last among them", () => {
    const nodes = [node("Shape", "image", "shape")];
    for (let i = 0; i < 30; i++) nodes.push(node("Gemm", `${i === 0 ? "image" : `l${i - 1}`} w${i}`, `l${i}`));
    nodes.push(node("Reshape", "l29 shape", "logits"));
    const names = proposedOf(graph(nodes));
    expect([names.length, names[0], names.at(-1)]).toEqual([10, "l0", "l28"]);
    const places = names.map((name) => Number(name.slice(1)));
    places.slice(1).forEach((place, i) => expect([2, 3, 4]).toContain(place - places[i]!));
  });

  it("prefers the ends of blocks to what lies within blocks without a shortcut", () => {
    const nodes = [node("Conv", "image w0", "b0")];
    for (let i = 1; i <= 6; i++)
      nodes.push(
        node("Conv", `b${i - 1} w1`, `widened${i}`),
        node("Conv", `widened${i} w2`, `deep${i}`),
        node("Conv", `deep${i} w3`, `narrow${i}`),
        // Every other block has a shortcut.
        ...(i % 2 === 0 ? [node("Add", `narrow${i} b${i - 1}`, `b${i}`)] : [node("Identity", `narrow${i}`, `b${i}`)]),
      );
    nodes.push(node("Gemm", "b6 w4", "logits"));
    const names = proposedOf(graph(nodes));
    expect(names).toEqual(expect.arrayContaining(["b0", "b2", "b4", "b6"]));
    expect(names).toHaveLength(10);
  });

  it.each([
    ["imagenette-residual", "logits"],
    ["imagenette-plain", "logits"],
    ["cifar-resnet20", "logits"],
  ])("is in the shipped network %s what its manifest names", (name, scores) => {
    const read = (ending: string) => readFileSync(new URL(`../../../public/models/${name}${ending}`, import.meta.url));
    const { taps } = JSON.parse(read(".json").toString()) as { taps: { tensor: string }[] };
    const layers = findLayers(readGraph(read(".onnx")), "input", scores);
    expect(layers.filter(({ proposed }) => proposed).map(({ tensor }) => tensor)).toEqual(
      taps.map(({ tensor }) => tensor),
    );
  });

  it("knows the work up to each layer where shapes are known, and the types of whole numbers", () => {
    const nodes = [
      node("QuantizeLinear", "image s z", "q"),
      node("QLinearConv", "q s z w s z s z b", "a"),
      node("Conv", "a v", "c"),
      node("Flatten", "c", "flat"),
      node("Gemm", "flat u", "logits"),
    ];
    const of = graph(nodes, [
      constant("s", []),
      constant("z", [], "int8"),
      constant("b", [4], "int32"),
      constant("w", [4, 3, 3, 3], "int8"),
      constant("v", [2, 4, 1, 1]),
      constant("u", [128, 10]),
    ]);
    const shapes = new Map([
      ["image", [2, 3, 8, 8]],
      ["q", [2, 3, 8, 8]],
      ["a", [2, 4, 8, 8]],
      ["c", [2, 2, 8, 8]],
      ["logits", [2, 10]],
    ]);
    const layers = findLayers(of, "image", "logits", shapes);
    const [conv, pointwise, linear] = [4 * 27 * 64, 2 * 4 * 64, 128 * 10];
    const all = conv + pointwise + linear;
    expect(layers.map(({ tensor, type, dims }) => [tensor, type, dims?.length])).toEqual([
      ["q", "int8", 4],
      ["a", "int8", 4],
      ["c", null, 4],
      ["flat", null, undefined],
    ]);
    const depths = [0, conv, conv + pointwise, conv + pointwise].map((work) => work / all);
    layers.forEach(({ depth }, i) => expect(depth).toBeCloseTo(depths[i]!, 12));
  });
});

/** Tensors without which nothing of `from` reaches `to`: each is taken away, and the rest is walked. */
function naiveCuts(nodes: readonly GraphNode[], from: string, to: string): string[] {
  const reaches = (without: string | null): boolean => {
    const told = new Set([from]);
    // As often as there are nodes, since they lie in any order.
    for (let round = 0; round < nodes.length; round++)
      for (const { op, inputs, outputs } of nodes)
        if (op !== "Shape" && inputs.some((name) => told.has(name)))
          for (const name of outputs) if (name !== without) told.add(name);
    return told.has(to);
  };
  if (!reaches(null)) return [];
  return nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== to && !reaches(name));
}

it("finds on seeded graphs just those tensors without which nothing reaches the scores", () => {
  const random = mulberry32(16);
  const draw = (below: number): number => Math.floor(random() * below);
  let found = 0;
  for (let trial = 0; trial < 400; trial++) {
    const count = 3 + draw(18);
    const tensors = ["image"];
    const nodes: GraphNode[] = [];
    for (let i = 0; i < count; i++) {
      // Mostly the latest ones, so that there are narrow places.
      const near = (): string => tensors[Math.max(0, tensors.length - 1 - draw(1 + draw(5)))]!;
      const inputs = Array.from({ length: 1 + draw(2) }, near);
      const outputs = [`t${i}`, ...(random() < 0.15 ? [`u${i}`] : [])];
      nodes.push(node(random() < 0.1 ? "Shape" : "Mix", inputs.join(" "), outputs.join(" ")));
      tensors.push(...outputs);
    }
    const scores = tensors.at(-1)!;
    const shuffled = nodes
      .map((one) => ({ one, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
    const cuts = articulations(flowOf(graph(shuffled, [])), "image", scores);
    expect([...cuts].sort()).toEqual(naiveCuts(nodes, "image", scores).sort());
    // From the input side on.
    expect(cuts).toEqual(tensors.filter((name) => cuts.includes(name)));
    found += cuts.length;
  }
  expect(found).toBeGreaterThan(400);
});

it("follows what graphs within nodes take from around them", () => {
  const within = { then_branch: { kind: "subgraphs", value: [{ nodes: 1, captured: ["a"] }] } } as const;
  const nodes = [
    node("Conv", "image w0", "a"),
    node("Conv", "a w1", "b"),
    node("ReduceMax", "b", "flag"),
    node("If", "flag", "chosen", within),
    node("Gemm", "chosen w2", "logits"),
  ];
  expect(findLayers(graph(nodes), "image", "logits").map(({ tensor }) => tensor)).toEqual(["a", "chosen"]);
});

it.each<[string, GraphNode[], RegExp]>([
  ["in a circle", [node("Add", "image b", "a"), node("Relu", "a", "b")], /in a circle/],
  ["of nothing", [node("Relu", "nowhere", "a")], /made by no node/],
  ["twice", [node("Relu", "image", "a"), node("Relu", "image", "a")], /made twice/],
])("refuses a graph that makes tensors %s", (_, nodes, words) => {
  expect(() => findLayers(graph(nodes), "image", "a")).toThrow(ModelError);
  expect(() => findLayers(graph(nodes), "image", "a")).toThrow(words);
});

it("goes through a graph of 50,000 nodes at once", () => {
  const nodes = Array.from({ length: 50_000 }, (_, i) =>
    node("Conv", `${i === 0 ? "image" : `l${i - 1}`} w1`, `l${i}`),
  );
  const before = process.cpuUsage();
  expect(findLayers(graph(nodes), "image", "l49999")).toHaveLength(49_999);
  expect(process.cpuUsage(before).user).toBeLessThan(5e6);
});

it.each([
  ["stem", "stem"],
  ["/layer1/layer1.0/Relu_1_output_0", "layer1.0"],
  ["/features/features.3/conv/conv.2/Clip_output_0", "features.3/conv.2"],
  ["/stem/Relu_output_0", "stem/Relu"],
  ["ReLU32_Output_0", "ReLU32"],
  ["model/Relu;model/BatchNorm;model/Conv", "model/Relu"],
  ["/", "/"],
  ["x".repeat(100), `…${"x".repeat(59)}`],
])("calls the layer of %s %s", (tensor, name) => {
  expect(layerName(tensor)).toBe(name);
});

it("calls no two layers alike, and none like the output", () => {
  const layers = ["a;x", "a;y", "/output", "b"].map((tensor, i) => ({ tensor, proposed: i === 1 }));
  expect(layerNames(layers)).toEqual(["a (2)", "a", "output (2)", "b"]);
});
