import { fromFloat16 } from "../float16.ts";
import { ID } from "../onnx-schema.ts";
import { ELEMENT_TYPES, type Graph, type GraphNode, type TensorHeader } from "./graph.ts";
import { eachInteger, sourceOf } from "./messages.ts";

/** Operators that give a constant's shape and meaning on: its numbers as they are, or as floats. */
const PASSING: ReadonlySet<string> = new Set(["Cast", "DequantizeLinear", "Identity"]);

/**
 * The constants of a graph by their names: those of the file, those that nodes make, and under the names of the floats that are made of whole numbers
 * these. Linear in the graph.
 */
export function constantsOf({
  initializers,
  nodes,
}: Pick<Graph, "initializers" | "nodes">): ReadonlyMap<string, TensorHeader> {
  const constants = new Map(initializers.map((tensor) => [tensor.name, tensor]));
  for (const { op, inputs, outputs, attributes } of nodes) {
    const value = op === "Constant" ? attributes.get("value") : undefined;
    const tensor =
      value?.kind === "tensor" ? value.value : PASSING.has(op) ? constants.get(inputs[0] ?? "") : undefined;
    if (tensor !== undefined && outputs[0] !== undefined) constants.set(outputs[0], tensor);
  }
  return constants;
}

/** All files that constants lie in, as the graph names them, each once. */
export function externalFilesOf(graph: Pick<Graph, "initializers" | "nodes">): string[] {
  const inNodes = graph.nodes.flatMap(({ attributes }) =>
    [...attributes.values()].flatMap((attribute) => (attribute.kind === "tensor" ? [attribute.value] : [])),
  );
  return [
    ...new Set(
      [...graph.initializers, ...inNodes].flatMap(({ data }) => (data.where === "external" ? [data.file] : [])),
    ),
  ];
}

/**
 * A constant's numbers, up to `most` of them; null where there are more, or where they are of a kind, or in a place, that is not read here.
 * Those of 64 bits are rounded.
 */
export function numbersOf(bytes: Uint8Array, { dims, type, data }: TensorHeader, most: number): Float64Array | null {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (count > most || type === "unknown" || type === "string") return null;
  switch (data.where) {
    case "none":
      return count === 0 ? new Float64Array() : null;
    case "external":
      return null;
    case "raw":
      return readRaw(new DataView(bytes.buffer, bytes.byteOffset + data.start, data.end - data.start), type, count);
    case "typed": {
      const numbers: number[] = [];
      const source = sourceOf(bytes);
      const take = (value: number): void => void numbers.push(value);
      for (const span of data.spans) {
        if (data.field === ID.tensorData.float) {
          for (let at = span.start; at + 4 <= span.end; at += 4) take(source.view.getFloat32(at, true));
        } else if (data.field === ID.tensorData.double) {
          for (let at = span.start; at + 8 <= span.end; at += 8) take(source.view.getFloat64(at, true));
        } else eachInteger(bytes, span.start, span.end, take);
      }
      if (numbers.length !== count) return null;
      return Float64Array.from(type === "float16" ? fromFloat16(Uint16Array.from(numbers)) : numbers);
    }
  }
}

function readRaw(view: DataView, type: keyof typeof ELEMENT_TYPES, count: number): Float64Array | null {
  const read = READERS[type];
  if (read === undefined) return null;
  const size = ELEMENT_TYPES[type].bits / 8;
  return Float64Array.from({ length: count }, (_, i) => read(view, i * size));
}

type Reader = (view: DataView, at: number) => number;
const READERS: { readonly [Type in keyof typeof ELEMENT_TYPES]?: Reader } = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => fromFloat16(Uint16Array.of(view.getUint16(at, true)))[0]!,
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  bool: (view, at) => view.getUint8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
};

/** The number under an attribute's name. */
export function numberIn(node: Pick<GraphNode, "attributes">, name: string, otherwise: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === "number" ? attribute.value : otherwise;
}

/** The list of numbers under an attribute's name; null where there is none. */
export function numbersIn(node: Pick<GraphNode, "attributes">, name: string): readonly number[] | null {
  const attribute = node.attributes.get(name);
  return attribute?.kind === "numbers" ? attribute.value : null;
}
