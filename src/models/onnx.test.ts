import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { assembleModel } from "./assemble.ts";
import { ModelError } from "./errors.ts";
import { readOutline, writeModel, writeTail, type OnnxGraph } from "./onnx.ts";

const graph: OnnxGraph = {
  inputs: [{ name: "input", dims: ["batch", 2] }],
  outputs: [{ name: "logits", dims: ["batch", 2] }],
  nodes: [{ op: "Gemm", inputs: ["input", "weights", "bias"], outputs: ["logits"], attributes: { transB: 1 } }],
  initializers: [
    { name: "weights", dims: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
    { name: "bias", dims: [2], values: Float32Array.of(0.5, -0.5) },
  ],
};
const tail = writeTail({
  outputs: [{ name: "twice", dims: ["batch", 2] }],
  nodes: [
    { op: "Flatten", inputs: ["logits"], outputs: ["flat"], attributes: { axis: 1 } },
    { op: "Gemm", inputs: ["flat", "double"], outputs: ["twice"] },
  ],
  initializers: [{ name: "double", dims: [2, 2], values: Float32Array.of(2, 0, 0, 2) }],
});

it("reads back what it wrote, backbone and tail merged by concatenation", () => {
  const outline = readOutline(assembleModel(writeModel(graph, "toy"), tail));
  expect(outline.opset).toBe(17);
  expect(outline.inputs).toEqual(graph.inputs);
  expect(outline.outputs.map(({ name }) => name)).toEqual(["logits", "twice"]);
  expect(outline.nodes.map(({ op }) => op)).toEqual(["Gemm", "Flatten", "Gemm"]);
  expect(outline.initializers.map(({ dims }) => dims)).toEqual([[2, 2], [2], [2, 2]]);
});

it("gives the same bytes for the same graph", () => {
  expect(writeModel(graph, "toy")).toEqual(writeModel(graph, "toy"));
});

it("runs in ONNX Runtime", async (context) => {
  const ort = await import("onnxruntime-node").catch(() => null);
  if (!ort) return context.skip("onnxruntime-node is not installed");
  const session = await ort.InferenceSession.create(assembleModel(writeModel(graph, "toy"), tail));
  const result = await session.run({ input: new ort.Tensor("float32", Float32Array.of(1, 10), [1, 2]) });
  expect(Array.from(result["logits"]!.data as Float32Array)).toEqual([21.5, 42.5]);
  expect(Array.from(result["twice"]!.data as Float32Array)).toEqual([43, 85]);
});

it("refuses a constant whose length disagrees with its shape", () => {
  expect(() => writeTail({ ...graph, initializers: [{ name: "w", dims: [3], values: Float32Array.of(1) }] })).toThrow(
    RangeError,
  );
});

it.each([
  Uint8Array.of(0x3c, 0x21, 0x44),
  new Uint8Array(0),
  new TextEncoder().encode("<!doctype html><title>404</title>"),
])("refuses bytes that are no model", (bytes) => {
  expect(() => readOutline(bytes)).toThrow(ModelError);
});

const foreign = new URL("../../../shared/data/models/squeezenet1.1.onnx", import.meta.url);
it("reads a model that others wrote", (context) => {
  if (!existsSync(foreign)) {
    console.warn("SKIPPED: no model that others wrote is at hand");
    return context.skip("the shared models are absent");
  }
  const outline = readOutline(readFileSync(foreign));
  expect(outline.outputs.length).toBeGreaterThan(0);
  expect(outline.nodes.some(({ op }) => op === "Conv")).toBe(true);
});
