import { ELEMENT_TYPE, ID } from "./onnx-schema.ts";
import { fieldsOf, readNumber, WIRE, type Field } from "./protobuf.ts";
import type { ModelManifest } from "./spec/model.ts";

/**
 * Operators of convolutional networks. Every row of the first axis that they give comes from that row of the first input, and from constants; of some with
 * attributes that keep it so.
 */
export const CONVOLUTIONAL: ReadonlySet<string> = new Set([
  "Add",
  "AveragePool",
  "BatchNormalization",
  "Clip",
  "Concat",
  "Conv",
  "Dropout",
  "Flatten",
  "Gemm",
  "GlobalAveragePool",
  "GlobalMaxPool",
  "LeakyRelu",
  "MaxPool",
  "Relu",
]);

/** Those of them whose further inputs must be constants: weights that come from the image would mix rows. */
const WEIGHTED: ReadonlySet<string> = new Set(["BatchNormalization", "Clip", "Conv", "Dropout", "Gemm"]);

interface PlainNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers; any other kind is not looked at. */
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Whether a model can be seen to need nothing but a session: images of 32-bit floats, any number at once; an output of logits in 32-bit floats; and no
 * operator that could let a row depend on the others in its batch. All convolutional networks that ship are so, which spares them the look at
 * everything else. False where it cannot be seen, and for what is no model. Linear.
 */
export function isPlainNetwork({
  manifest,
  bytes,
}: {
  readonly manifest: Pick<ModelManifest, "input" | "output">;
  readonly bytes: Uint8Array;
}): boolean {
  const { input, output } = manifest;
  if (input.type !== "float32" || input.batch !== undefined || (output.form ?? "logits") !== "logits") return false;
  try {
    const graphs = spansOf(bytes, { body: 0, end: bytes.length }, ID.model.graph);
    const within = (id: number): Span[] => graphs.flatMap((graph) => spansOf(bytes, graph, id));
    const takesAny = within(ID.graph.input).some((value) => isOpen(bytes, value, input.name));
    const gives = within(ID.graph.output).some((value) => isFloat(bytes, value, output.logits));
    const constants = new Set(within(ID.graph.initializer).map((tensor) => textOf(bytes, tensor, ID.tensor.name)));
    return takesAny && gives && within(ID.graph.node).every((node) => isRowByRow(nodeOf(bytes, node), constants));
  } catch {
    // No protobuf message: whoever opens it is told.
    return false;
  }
}

/** Whether rows stay apart at a node; the outputs of one that takes constants only join these. */
function isRowByRow({ op, domain, inputs, outputs, numbers }: PlainNode, constants: Set<string>): boolean {
  if (inputs.every((name) => constants.has(name))) {
    for (const name of outputs) constants.add(name);
    return true;
  }
  if (domain !== "" || !CONVOLUTIONAL.has(op)) return false;
  if (WEIGHTED.has(op) && !inputs.slice(1).every((name) => name === "" || constants.has(name))) return false;
  const number = (name: string, otherwise: number): number => numbers.get(name) ?? otherwise;
  switch (op) {
    case "Concat":
      return number("axis", 1) > 0 && !inputs.some((name) => constants.has(name));
    case "Flatten":
      return number("axis", 1) > 0;
    case "Gemm":
      return number("transA", 0) === 0;
    case "BatchNormalization":
      return outputs.length === 1 && number("training_mode", 0) === 0;
    case "Dropout":
      return inputs.length === 1;
    default:
      return true;
  }
}

type Span = Pick<Field, "body" | "end">;

const spansOf = (bytes: Uint8Array, { body, end }: Span, id: number): Span[] =>
  [...fieldsOf(bytes, body, end)].filter((field) => field.id === id && field.wire === WIRE.bytes);

const textOf = (bytes: Uint8Array, message: Span, id: number): string => textsOf(bytes, message, id)[0] ?? "";

const textsOf = (bytes: Uint8Array, message: Span, id: number): string[] =>
  spansOf(bytes, message, id).map(({ body, end }) => new TextDecoder().decode(bytes.subarray(body, end)));

function numberOf(bytes: Uint8Array, { body, end }: Span, id: number): number {
  const found = [...fieldsOf(bytes, body, end)].find((field) => field.id === id && field.wire === WIRE.number);
  return found === undefined ? 0 : readNumber(bytes, found.body)[0];
}

function nodeOf(bytes: Uint8Array, node: Span): PlainNode {
  return {
    op: textOf(bytes, node, ID.node.op),
    domain: textOf(bytes, node, ID.node.domain),
    inputs: textsOf(bytes, node, ID.node.input),
    outputs: textsOf(bytes, node, ID.node.output),
    numbers: new Map(
      spansOf(bytes, node, ID.node.attribute).map((attribute) => [
        textOf(bytes, attribute, ID.attribute.name),
        numberOf(bytes, attribute, ID.attribute.number),
      ]),
    ),
  };
}

/** Type and shape of a tensor of this name; none of another. */
const tensorOf = (bytes: Uint8Array, value: Span, name: string): Span[] =>
  textOf(bytes, value, ID.value.name) === name
    ? spansOf(bytes, value, ID.value.type).flatMap((type) => spansOf(bytes, type, ID.type.tensor))
    : [];

const isFloat = (bytes: Uint8Array, value: Span, name: string): boolean =>
  tensorOf(bytes, value, name).some(
    (tensor) => numberOf(bytes, tensor, ID.tensorType.element) === ELEMENT_TYPE.float32,
  );

/** Whether it is of floats, with a batch of any size. */
const isOpen = (bytes: Uint8Array, value: Span, name: string): boolean =>
  isFloat(bytes, value, name) &&
  tensorOf(bytes, value, name)
    .flatMap((tensor) => spansOf(bytes, tensor, ID.tensorType.shape))
    .some((shape) => {
      const [batch] = spansOf(bytes, shape, ID.shape.dim);
      return batch !== undefined && textOf(bytes, batch, ID.dim.name) !== "";
    });
