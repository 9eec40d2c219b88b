import { ModelError } from "./errors.ts";
import { ATTRIBUTE_TYPE, FLOAT, ModelProto } from "./onnx-schema.ts";

/** A node; `attributes` are whole numbers or lists of them, which is all that convolutions, pools and Gemm need. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A constant of the graph: `values` row-major, as many as the product of `dims`. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** An input or output of the graph, 32-bit floats; a dimension that is not fixed has a name. */
export interface OnnxValue {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

/** A graph, or the part of one that a tail adds. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

/** What is read of a graph: everything but the constants' values and the nodes' attributes. */
export interface OnnxOutline {
  readonly opset: number;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly Pick<OnnxNode, "op" | "inputs" | "outputs">[];
  readonly initializers: readonly Pick<OnnxTensor, "name" | "dims">[];
}

/** Version of the file format, and of the operators' definitions, in what is written here; ONNX Runtime has read both since 2022. */
const IR_VERSION = 8;
const OPSET = 17;

/** A whole ONNX model. The same graph gives the same bytes. RangeError when a constant's length disagrees with its shape. */
export function writeModel(graph: OnnxGraph, name: string): Uint8Array {
  return encode({ irVersion: IR_VERSION, producerName: "strata", opsetImport: [{ domain: "", version: OPSET }], graph: { name, ...graphMessage(graph) } });
}

/** A tail: bytes that add nodes, constants and outputs to the model they are appended to. Errors as in `writeModel`. */
export function writeTail(graph: Omit<OnnxGraph, "inputs">): Uint8Array {
  return encode({ graph: graphMessage({ inputs: [], ...graph }) });
}

/** Reads the outline of an ONNX model or tail; ModelError "bad-onnx" when the bytes are neither. Linear in the bytes. */
export function readOutline(bytes: Uint8Array): OnnxOutline {
  let message: ModelMessage;
  try {
    message = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number, arrays: true, defaults: true }) as ModelMessage;
  } catch (cause) {
    throw new ModelError("bad-onnx", "the bytes are no ONNX model", { bytes: bytes.length }, cause);
  }
  const { graph } = message;
  if (!graph) throw new ModelError("bad-onnx", "the model holds no graph", { bytes: bytes.length });
  return {
    opset: message.opsetImport.find(({ domain }) => domain === "")?.version ?? 0,
    inputs: graph.input.map(readValue),
    outputs: graph.output.map(readValue),
    nodes: graph.node.map(({ opType, input, output }) => ({ op: opType, inputs: input, outputs: output })),
    initializers: graph.initializer.map(({ name, dims }) => ({ name, dims })),
  };
}

interface ValueMessage {
  readonly name: string;
  readonly type: { readonly tensorType: { readonly shape: { readonly dim: readonly { readonly dimValue: number; readonly dimParam: string }[] } | null } | null } | null;
}

interface ModelMessage {
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: {
    readonly node: readonly { readonly opType: string; readonly input: readonly string[]; readonly output: readonly string[] }[];
    readonly initializer: readonly { readonly name: string; readonly dims: readonly number[] }[];
    readonly input: readonly ValueMessage[];
    readonly output: readonly ValueMessage[];
  } | null;
}

function readValue({ name, type }: ValueMessage): OnnxValue {
  const dims = type?.tensorType?.shape?.dim ?? [];
  return { name, dims: dims.map(({ dimValue, dimParam }) => dimParam || dimValue) };
}

function encode(model: object): Uint8Array {
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

function graphMessage(graph: OnnxGraph): object {
  return {
    node: graph.nodes.map(nodeMessage),
    initializer: graph.initializers.map(tensorMessage),
    input: graph.inputs.map(valueMessage),
    output: graph.outputs.map(valueMessage),
  };
}

function nodeMessage({ op, inputs, outputs, attributes = {} }: OnnxNode): object {
  const attribute = Object.entries(attributes).map(([name, value]) =>
    typeof value === "number" ? { name, i: value, type: ATTRIBUTE_TYPE.int } : { name, ints: value, type: ATTRIBUTE_TYPE.ints },
  );
  return { name: outputs[0], opType: op, input: inputs, output: outputs, attribute };
}

function tensorMessage({ name, dims, values }: OnnxTensor): object {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (values.length !== count) throw new RangeError(`${name}: ${values.length} values for shape [${dims.join(", ")}]`);
  return { name, dims, dataType: FLOAT, rawData: littleEndian(values) };
}

/** ONNX stores floats little-endian, whatever the machine. */
function littleEndian(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}

function valueMessage({ name, dims }: OnnxValue): object {
  const dim = dims.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
