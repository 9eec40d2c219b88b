import { ModelError } from "./errors.ts";
import { joined } from "../platform/joined.ts";
import { ID } from "./onnx-schema.ts";
import { bytesField, fieldsOf, WIRE, type Field } from "./protobuf.ts";

/**
 * A model without one of its graph's inputs, so that a node put before it may give that value instead. Not a byte of anything else is
 * changed, which decoding and encoding again could not promise. Linear; copies the model. ModelError "bad-onnx" when the bytes are no
 * protobuf message or the graph has no such input.
 */
export function withoutInput(model: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  let dropped = 0;
  const isThatInput = (field: Field): boolean =>
    field.id === ID.graph.input && field.wire === WIRE.bytes && nameOf(model, field) === name;
  const parts = [...fieldsOf(model)].map((field) => {
    if (field.id !== ID.model.graph || field.wire !== WIRE.bytes) return model.subarray(field.start, field.end);
    const inner = [...fieldsOf(model, field.body, field.end)];
    const kept = inner.filter((candidate) => !isThatInput(candidate));
    dropped += inner.length - kept.length;
    return kept.length === inner.length
      ? model.subarray(field.start, field.end)
      : bytesField(ID.model.graph, ...kept.map(({ start, end }) => model.subarray(start, end)));
  });
  if (dropped !== 1) throw new ModelError("bad-onnx", `the graph has ${dropped} inputs named ${name}`, { input: name });
  return joined(parts);
}

function nameOf(bytes: Uint8Array, value: Field): string | undefined {
  const name = [...fieldsOf(bytes, value.body, value.end)].find(
    ({ id, wire }) => id === ID.value.name && wire === WIRE.bytes,
  );
  return name && new TextDecoder().decode(bytes.subarray(name.body, name.end));
}
