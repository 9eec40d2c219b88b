import { joined } from "../../platform/joined.ts";
import { ModelError } from "../errors.ts";
import { ID } from "../onnx-schema.ts";
import { bytesField, fieldsOf, WIRE } from "../protobuf.ts";
import { ELEMENT_TYPES, type Span, type TensorHeader } from "./graph.ts";
import { sourceOf, type Source } from "./messages.ts";
import { readTensor } from "./read-tensor.ts";

/** More bytes than a protobuf message may have. */
const MAX_BYTES = 2 ** 31 - 1;

/** Weights may be shared, but not so that a small file becomes a large network. */
const MOST_COPIES = 2;

const MAX_DEPTH = 32;

/** What holds a constant or holds what holds one, by the number of its field. */
const WITHIN = {
  model: { [ID.model.graph]: "graph" },
  graph: { [ID.graph.initializer]: "tensor", [ID.graph.node]: "node" },
  node: { [ID.node.attribute]: "attribute" },
  attribute: { [ID.attribute.tensor]: "tensor", [ID.attribute.graph]: "graph", [ID.attribute.graphs]: "graph" },
} as const satisfies Record<string, Readonly<Record<number, string>>>;
type Holder = keyof typeof WITHIN;

interface Inlining {
  readonly source: Source;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Bytes that may still be put in. */
  room: number;
}

/**
 * A network with the weights in it that it has in other files: the same bytes but for those constants, the same for the same files. Linear in all bytes.
 *
 * @param files by their names as the network has them, or by what stands behind the last slash of these.
 * @throws ModelError "weights-missing" for a file that is not there, "bad-onnx" where one holds less than the network says, "network-too-large".
 */
export function inlineWeights(bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const held = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const room = Math.min(MOST_COPIES * held, MAX_BYTES - bytes.length);
  const inlining = { source: sourceOf(bytes), files, room };
  return joined(rewritten(inlining, "model", { start: 0, end: bytes.length }, 0) ?? [bytes]);
}

/** The parts of a message with weights put in; null where it has none that lie elsewhere. */
function rewritten(inlining: Inlining, holder: Holder, { start, end }: Span, depth: number): Uint8Array[] | null {
  if (depth > MAX_DEPTH) throw new ModelError("bad-onnx", `messages within messages, more than ${MAX_DEPTH} deep`, {});
  const { bytes } = inlining.source;
  const within: Readonly<Record<number, Holder | "tensor">> = WITHIN[holder];
  const parts: Uint8Array[] = [];
  let plainFrom = start;
  for (const field of fieldsOf(bytes, start, end)) {
    const inside = field.wire === WIRE.bytes ? within[field.id] : undefined;
    if (inside === undefined) continue;
    const span = { start: field.body, end: field.end };
    const content = inside === "tensor" ? withNumbers(inlining, span) : rewritten(inlining, inside, span, depth + 1);
    if (content === null) continue;
    parts.push(bytes.subarray(plainFrom, field.start), bytesField(field.id, ...content));
    plainFrom = field.end;
  }
  return parts.length === 0 ? null : [...parts, bytes.subarray(plainFrom, end)];
}

/** A tensor with its numbers in it; null where it has them already. */
function withNumbers(inlining: Inlining, { start, end }: Span): Uint8Array[] | null {
  const { bytes } = inlining.source;
  const tensor = readTensor(inlining.source, { start, end });
  if (tensor.data.where !== "external") return null;
  const numbers = numbersFrom(inlining, tensor);
  const kept = [...fieldsOf(bytes, start, end)]
    .filter(({ id }) => id !== ID.tensor.externalData && id !== ID.tensor.dataLocation)
    .map((field) => bytes.subarray(field.start, field.end));
  return [...kept, bytesField(ID.tensor.rawData, numbers)];
}

function numbersFrom(inlining: Inlining, { name, dims, type, data }: TensorHeader): Uint8Array {
  if (data.where !== "external") throw new RangeError(`tensor ${name} lies in the file itself`);
  const { file, offset, length } = data;
  const found = inlining.files.get(file) ?? inlining.files.get(file.split(/[\\/]/).at(-1)!);
  if (found === undefined) throw new ModelError("weights-missing", `${file} is missing`, { file });
  const bits = type === "unknown" || type === "string" ? null : ELEMENT_TYPES[type].bits;
  const needed = Math.ceil((dims.reduce((product, dim) => product * dim, 1) * (bits ?? 0)) / 8);
  if (bits === null || (length ?? needed) !== needed || offset + needed > found.length)
    throw new ModelError("bad-onnx", `${file} does not hold tensor ${name}`, { file, tensor: name });
  inlining.room -= needed;
  if (inlining.room < 0)
    throw new ModelError("network-too-large", `${file} would make the network too large`, { file });
  return found.subarray(offset, offset + needed);
}
