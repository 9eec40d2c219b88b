import { expect, it } from "vitest";
import { assembleModel } from "./assemble.ts";
import { readGraph } from "./graph/read-graph.ts";
import { writeModel, writeTail, type OnnxGraph } from "./onnx.ts";

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
  const outline = readGraph(assembleModel(writeModel(graph, "toy"), tail));
  expect(outline.opset).toBe(17);
  expect(outline.inputs).toEqual([{ ...graph.inputs[0], type: "float32" }]);
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
