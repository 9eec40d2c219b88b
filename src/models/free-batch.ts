import { joined } from "../platform/joined.ts";
import { ID } from "./onnx-schema.ts";
import { bytesField, fieldsOf, WIRE, type Field } from "./protobuf.ts";

/** What the batch is called in a graph that did not leave it open. */
const BATCH_NAME = "strata_batch";

/**
 * A model whose input takes any number of images: the first dimension of the input gets a name in place of its number, and what the graph says of the
 * shapes of its outputs and of the tensors inside, which held for that number, is left out, for the runtime infers it. Whether the nodes do with
 * another number has to be tried. Linear; copies the model. ModelError "bad-onnx" when the bytes are no protobuf message.
 */
export function withFreeBatch(model: Uint8Array, input: string): Uint8Array<ArrayBuffer> {
  return joined(
    rewritten(model, { start: 0, end: model.length }, ID.model.graph, (graph) => freedGraph(model, graph, input)),
  );
}

/** Where a message lies in the bytes. */
type Span = Pick<Field, "start" | "end">;

/** The fields of a message, those of one number with other bytes in place of their content, or without a word of it where these are null. */
function rewritten(
  bytes: Uint8Array,
  { start, end }: Span,
  id: number,
  rewrite: (content: Span) => readonly Uint8Array[] | null,
): Uint8Array[] {
  return [...fieldsOf(bytes, start, end)].flatMap((field) => {
    if (field.id !== id || field.wire !== WIRE.bytes) return [bytes.subarray(field.start, field.end)];
    const content = rewrite({ start: field.body, end: field.end });
    return content === null ? [] : [bytesField(id, ...content)];
  });
}

function freedGraph(bytes: Uint8Array, { start, end }: Span, input: string): Uint8Array[] {
  return [...fieldsOf(bytes, start, end)].map((field) => {
    const { input: inputId, output, valueInfo } = ID.graph;
    const value = { start: field.body, end: field.end };
    const isShaped = field.id === output || field.id === valueInfo;
    const isInput = field.id === inputId && field.wire === WIRE.bytes && nameOf(bytes, value) === input;
    if (field.wire !== WIRE.bytes || !(isShaped || isInput)) return bytes.subarray(field.start, field.end);
    return bytesField(field.id, ...reshaped(bytes, value, isInput ? (shape) => freedShape(bytes, shape) : () => null));
  });
}

/** What is said of a tensor, with its shape rewritten. */
function reshaped(
  bytes: Uint8Array,
  value: Span,
  shape: (content: Span) => readonly Uint8Array[] | null,
): Uint8Array[] {
  return rewritten(bytes, value, ID.value.type, (type) =>
    rewritten(bytes, type, ID.type.tensor, (tensor) => rewritten(bytes, tensor, ID.tensorType.shape, shape)),
  );
}

/** A shape whose first dimension has a name. */
function freedShape(bytes: Uint8Array, shape: Span): Uint8Array[] {
  let first = true;
  return rewritten(bytes, shape, ID.shape.dim, (dim) => {
    if (!first) return [bytes.subarray(dim.start, dim.end)];
    first = false;
    return [bytesField(ID.dim.name, BATCH_NAME)];
  });
}

function nameOf(bytes: Uint8Array, { start, end }: Span): string | undefined {
  const name = [...fieldsOf(bytes, start, end)].find(({ id, wire }) => id === ID.value.name && wire === WIRE.bytes);
  return name && new TextDecoder().decode(bytes.subarray(name.body, name.end));
}
