import { expect, it } from "vitest";
import type { OnnxNode } from "./onnx.ts";
import { readsDirectly, withReadouts } from "./readout.ts";
import type { Tap } from "./spec/taps.ts";

const node = (op: string, inputs: string, output: string): OnnxNode => ({
  op,
  inputs: inputs.split(" "),
  outputs: [output],
});
const graph = (...nodes: OnnxNode[]) => ({
  nodes,
  initializers: ["w", "b"].map((name) => ({ name, dims: [1] })),
});
const maps = (height: number, width: number, cell: readonly [number, number]): Tap => ({
  name: "last",
  tensor: "x",
  kind: "maps",
  channels: 8,
  height,
  width,
  cell,
});
const vector: Tap = { name: "last", tensor: "x", kind: "vector", channels: 8 };
const tokens: Tap = { name: "last", tensor: "x", kind: "tokens", tokens: 16, channels: 8, classTokens: 0, grid: null };

const pooled = graph(node("GlobalAveragePool", "x", "p"), node("Flatten", "p", "f"), node("Gemm", "f w b", "logits"));
const flat = graph(node("Flatten", "x", "f"), node("Gemm", "f w b", "logits"));

it("holds for the mean of maps whose cells cover them evenly", () => {
  expect(readsDirectly(pooled, maps(8, 8, [2, 2]), "logits")).toBe(true);
  expect(readsDirectly(pooled, maps(4, 6, [1, 2]), "logits")).toBe(true);
  // A last row fills no cell: the probe does not see it, the head does.
  expect(readsDirectly(pooled, maps(7, 8, [2, 2]), "logits")).toBe(false);
  expect(readsDirectly(pooled, tokens, "logits")).toBe(false);
});

it("holds for a vector as it is, and for maps that are looked into place by place", () => {
  expect(readsDirectly(graph(node("MatMul", "x w", "logits")), vector, "logits")).toBe(true);
  expect(readsDirectly(flat, maps(4, 4, [1, 1]), "logits")).toBe(true);
  expect(readsDirectly(flat, maps(4, 4, [2, 2]), "logits")).toBe(false);
});

it("does not hold past anything that bends, nor for an earlier layer or weights that are made", () => {
  expect(readsDirectly(graph(node("Relu", "x", "r"), node("Gemm", "r w b", "logits")), vector, "logits")).toBe(false);
  expect(
    readsDirectly(
      graph(node("LayerNormalization", "x w b", "n"), node("ReduceMean", "n", "m"), node("Gemm", "m w b", "logits")),
      tokens,
      "logits",
    ),
  ).toBe(false);
  const deep = graph(node("Gemm", "x w b", "y"), node("Relu", "y", "z"), node("Gemm", "z w b", "logits"));
  expect(readsDirectly(deep, vector, "logits")).toBe(false);
  expect(readsDirectly(graph(node("MatMul", "x x", "logits")), vector, "logits")).toBe(false);
  expect(readsDirectly(graph(node("Gemm", "x w b", "s"), node("Softmax", "s", "logits")), vector, "logits")).toBe(
    false,
  );
  expect(readsDirectly(graph(), vector, "logits")).toBe(false);
});

it("marks what holds, and takes the mark off what does not", () => {
  const earlier: Tap = { ...vector, name: "first", tensor: "y", readout: true };
  expect(withReadouts([earlier, vector], flat, "logits")).toEqual([
    { name: "first", tensor: "y", kind: "vector", channels: 8 },
    { ...vector, readout: true },
  ]);
});
