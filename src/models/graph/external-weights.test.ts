import { expect, it } from "vitest";
import { mulberry32 } from "../../core/random.ts";
import { joined } from "../../platform/joined.ts";
import { ModelError } from "../errors.ts";
import { ID } from "../onnx-schema.ts";
import { writeModel, type OnnxGraph } from "../onnx.ts";
import { bytesField, numberField, numbersField } from "../protobuf.ts";
import { constantsOf, externalFilesOf, numbersOf } from "./constants.ts";
import { inlineWeights } from "./external-weights.ts";
import { readGraph } from "./read-graph.ts";

const random = mulberry32(2);
const values = Float32Array.from({ length: 6 }, () => random() - 0.5);
const graph: OnnxGraph = {
  inputs: [{ name: "x", dims: ["batch", 2] }],
  outputs: [{ name: "y", dims: ["batch", 3] }],
  nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }],
  initializers: [],
};

/** The network with w in a file, under these entries. */
function outside(entries: Readonly<Record<string, string>>): Uint8Array {
  const tensor = [
    numbersField(ID.tensor.dims, [2, 3]),
    numberField(ID.tensor.dataType, 1),
    ...Object.entries(entries).map(([key, value]) =>
      bytesField(ID.tensor.externalData, bytesField(ID.entry.key, key), bytesField(ID.entry.value, value)),
    ),
    numberField(ID.tensor.dataLocation, 1),
    bytesField(ID.tensor.name, "w"),
  ];
  return joined([writeModel(graph, "split"), bytesField(ID.model.graph, bytesField(ID.graph.initializer, ...tensor))]);
}
const file = joined([new Uint8Array(16), new Uint8Array(values.buffer), new Uint8Array(4)]);

it("puts the numbers in, from where they stand in the file, the same bytes each time, and nothing else", async (context) => {
  const split = outside({ location: "sub/w.data", offset: "16", length: "24" });
  expect(externalFilesOf(readGraph(split))).toEqual(["sub/w.data"]);
  const whole = inlineWeights(split, new Map([["w.data", file]]));
  expect(inlineWeights(split, new Map([["sub/w.data", file]]))).toEqual(whole);
  const read = readGraph(whole);
  expect(externalFilesOf(read)).toEqual([]);
  expect([...numbersOf(whole, constantsOf(read).get("w")!, 6)!]).toEqual([...values]);
  expect({ ...read, initializers: [] }).toEqual({ ...readGraph(split), initializers: [] });
  const ort = await import("onnxruntime-node").catch(() => null);
  if (!ort) return context.skip("onnxruntime-node is not installed");
  const session = await ort.InferenceSession.create(whole);
  const { y } = await session.run({ x: new ort.Tensor("float32", Float32Array.of(1, 2), [1, 2]) });
  (y!.data as Float32Array).forEach((sum, c) => expect(sum).toBeCloseTo(values[c]! + 2 * values[3 + c]!, 6));
});

it("leaves a network without such files as it is", () => {
  const whole = writeModel({ ...graph, initializers: [{ name: "w", dims: [2, 3], values }] }, "whole");
  expect(inlineWeights(whole, new Map())).toEqual(whole);
});

it.each<[string, Readonly<Record<string, string>>, string]>([
  ["missing", { location: "other.data" }, "weights-missing"],
  ["too short", { location: "w.data", offset: "24" }, "bad-onnx"],
  ["of another length", { location: "w.data", length: "20" }, "bad-onnx"],
])("refuses a file that is %s", (_, entries, code) => {
  try {
    inlineWeights(outside(entries), new Map([["w.data", file]]));
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    expect((error as ModelError).code).toBe(code);
  }
});
