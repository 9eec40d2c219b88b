import { ModelError } from "./errors.ts";
import { joined } from "../platform/joined.ts";
import { ATTRIBUTE_TYPE, ELEMENT_TYPE, ID } from "./onnx-schema.ts";
import { bytesField, fieldsOf, numberField, numbersField, WIRE } from "./protobuf.ts";

/** A node; `attributes` are whole numbers or lists of them, which is all that convolutions, pools and Gemm need. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A constant of the graph: `values` row-major, as many as the product of `dims`; of 16-bit floats (`toFloat16`), of 32-bit ones, or of 32-bit integers. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | Uint16Array | Int32Array;
}

/** An input or output of the graph; a dimension that is not fixed has a name. Null dims: not even their number is said. */
export interface OnnxValue {
  readonly name: string;
  readonly dims: readonly (number | string)[] | null;
  /** 32-bit floats where it is left out; null: not said, which a graph's outputs need not. */
  readonly type?: keyof typeof ELEMENT_TYPE | null;
}

/** A graph, or the part of one that a tail adds. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

/** Version of the file format, and of the operators' definitions, in what is written here; ONNX Runtime has read both since 2022. */
const IR_VERSION = 8;
const OPSET = 17;

/** A whole ONNX model. The same graph gives the same bytes. RangeError when a constant's length disagrees with its shape. */
export function writeModel(graph: OnnxGraph, name: string): Uint8Array {
  return joined([
    numberField(ID.model.irVersion, IR_VERSION),
    bytesField(ID.model.producerName, "strata"),
    bytesField(ID.model.graph, ...graphFields(graph, name)),
    bytesField(ID.model.opsetImport, numberField(ID.opset.version, OPSET)),
  ]);
}

/** A part of a graph: bytes that add what it holds to the model that they are put before or behind. Errors as in `writeModel`. */
export function writePart(graph: OnnxGraph): Uint8Array {
  return bytesField(ID.model.graph, ...graphFields(graph, null));
}

/** A tail: a part that adds no inputs, to be appended to a model. Errors as in `writeModel`. */
export function writeTail(graph: Omit<OnnxGraph, "inputs">): Uint8Array {
  return writePart({ inputs: [], ...graph });
}

/** The operators of a model or tail, without what `readGraph` takes. ModelError "bad-onnx" when the bytes are neither. */
export function operatorsOf(bytes: Uint8Array): ReadonlySet<string> {
  return new Set(
    graphsOf(bytes)
      .flatMap((graph) => messages(graph, ID.graph.node))
      .map((node) => textsOf(node, ID.node.op)[0] ?? ""),
  );
}

function graphsOf(bytes: Uint8Array): Uint8Array[] {
  const graphs = messages(bytes, ID.model.graph);
  if (graphs.length === 0) throw new ModelError("bad-onnx", "the model holds no graph", { bytes: bytes.length });
  return graphs;
}

/** The messages, or other bytes, in the fields of one number. */
function messages(bytes: Uint8Array, id: number): Uint8Array[] {
  return [...fieldsOf(bytes)]
    .filter((field) => field.id === id && field.wire === WIRE.bytes)
    .map(({ body, end }) => bytes.subarray(body, end));
}

function textsOf(bytes: Uint8Array, id: number): string[] {
  return messages(bytes, id).map((text) => new TextDecoder().decode(text));
}

function graphFields(graph: OnnxGraph, name: string | null): Uint8Array[] {
  return [
    ...graph.nodes.map((node) => bytesField(ID.graph.node, ...nodeFields(node))),
    ...(name === null ? [] : [bytesField(ID.graph.name, name)]),
    ...graph.initializers.map((tensor) => bytesField(ID.graph.initializer, ...tensorFields(tensor))),
    ...graph.inputs.map((value) => bytesField(ID.graph.input, ...valueFields(value))),
    ...graph.outputs.map((value) => bytesField(ID.graph.output, ...valueFields(value))),
  ];
}

function nodeFields({ op, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array[] {
  const name = outputs[0];
  return [
    ...inputs.map((input) => bytesField(ID.node.input, input)),
    ...outputs.map((output) => bytesField(ID.node.output, output)),
    ...(name === undefined ? [] : [bytesField(ID.node.name, name)]),
    bytesField(ID.node.op, op),
    ...Object.entries(attributes).map(([key, value]) => bytesField(ID.node.attribute, ...attributeFields(key, value))),
  ];
}

function attributeFields(name: string, value: number | readonly number[]): Uint8Array[] {
  return typeof value === "number"
    ? // Zero is what a missing number means.
      [
        bytesField(ID.attribute.name, name),
        ...(value === 0 ? [] : [numberField(ID.attribute.number, value)]),
        numberField(ID.attribute.type, ATTRIBUTE_TYPE.int),
      ]
    : [
        bytesField(ID.attribute.name, name),
        numbersField(ID.attribute.numbers, value),
        numberField(ID.attribute.type, ATTRIBUTE_TYPE.ints),
      ];
}

function tensorFields({ name, dims, values }: OnnxTensor): Uint8Array[] {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (values.length !== count) throw new RangeError(`${name}: ${values.length} values for shape [${dims.join(", ")}]`);
  return [
    ...(dims.length === 0 ? [] : [numbersField(ID.tensor.dims, dims)]),
    numberField(ID.tensor.dataType, ELEMENT_TYPE[elementOf(values)]),
    bytesField(ID.tensor.name, name),
    bytesField(ID.tensor.rawData, littleEndian(values)),
  ];
}

function elementOf(values: OnnxTensor["values"]): keyof typeof ELEMENT_TYPE {
  if (values instanceof Uint16Array) return "float16";
  return values instanceof Int32Array ? "int32" : "float32";
}

/** Whether this machine stores numbers as ONNX does. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** ONNX stores numbers little-endian, whatever the machine. */
function littleEndian(values: OnnxTensor["values"]): Uint8Array {
  if (IS_LITTLE_ENDIAN) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  if (values instanceof Uint16Array) values.forEach((value, i) => view.setUint16(2 * i, value, true));
  else if (values instanceof Int32Array) values.forEach((value, i) => view.setInt32(4 * i, value, true));
  else values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}

function valueFields({ name, dims, type = "float32" }: OnnxValue): Uint8Array[] {
  if (type === null) return [bytesField(ID.value.name, name)];
  const sizes = dims?.map((size) =>
    bytesField(
      ID.shape.dim,
      typeof size === "number" ? numberField(ID.dim.value, size) : bytesField(ID.dim.name, size),
    ),
  );
  const tensor = bytesField(
    ID.type.tensor,
    numberField(ID.tensorType.element, ELEMENT_TYPE[type]),
    ...(sizes === undefined ? [] : [bytesField(ID.tensorType.shape, ...sizes)]),
  );
  return [bytesField(ID.value.name, name), bytesField(ID.value.type, tensor)];
}
