import { ModelError } from "../errors.ts";
import { networkFormatOf } from "../network-format.ts";
import { ATTRIBUTE_TYPE, ID } from "../onnx-schema.ts";
import type { Attribute, Graph, GraphNode, GraphValue, Span, Subgraph, TensorHeader } from "./graph.ts";
import { countWhole, nameAt, readMessage, sourceOf, textAt, type Source } from "./messages.ts";
import { MAX_DIMS, readEntry, readTensor, typeOf } from "./read-tensor.ts";

/** Graphs within nodes of graphs within nodes … */
const MAX_DEPTH = 8;

/** Attributes' texts and metadata longer than this are passed over, bytes. */
const MAX_TEXT_BYTES = 2 ** 22;

/**
 * Reads an ONNX file, or a tail, whole but for its constants' numbers, of which it tells where they are. Linear in the bytes, none of which is
 * copied. Several graphs one behind the other are one, as protobuf has it.
 *
 * @throws ModelError "not-onnx" for a file of another kind, "bad-onnx" for a damaged one or one that contradicts itself, "too-many-parts".
 */
export function readGraph(bytes: Uint8Array): Graph {
  try {
    return readModel(sourceOf(bytes));
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== "bad-onnx") throw error;
    const format = networkFormatOf(bytes);
    if (format === "ONNX") throw error;
    throw new ModelError("not-onnx", "the bytes are no ONNX model", { format: format ?? "" }, error);
  }
}

function readModel(source: Source): Graph {
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  const functions = new Set<string>();
  const operators = new Set<string>();
  const body = emptyBody();
  let irVersion = 0;
  let [name, version] = ["", ""];
  let graphs = 0;
  readMessage(
    source,
    { start: 0, end: source.bytes.length },
    {
      integer: { [ID.model.irVersion]: (value) => (irVersion = value) },
      bytes: {
        [ID.model.producerName]: (span) => (name = nameAt(source, span)),
        [ID.model.producerVersion]: (span) => (version = nameAt(source, span)),
        [ID.model.graph]: (span) => {
          graphs += 1;
          readBody(source, span, body, operators, 0);
        },
        [ID.model.opsetImport]: (span) => opsets.set(...readOpset(source, span)),
        [ID.model.metadata]: (span) => {
          if (span.end - span.start <= MAX_TEXT_BYTES) metadata.set(...readEntry(source, span));
        },
        [ID.model.functions]: (span) => functions.add(readFunction(source, span, operators)),
      },
    },
  );
  if (graphs === 0) throw new ModelError("bad-onnx", "the model holds no graph", { bytes: source.bytes.length });
  const constants = new Set(body.initializers.map((tensor) => tensor.name));
  return {
    irVersion,
    producer: { name, version },
    opset: opsets.get("") ?? 0,
    opsets,
    metadata,
    functions,
    operators,
    nodes: body.nodes,
    initializers: body.initializers,
    inputs: body.inputs.filter((input) => !constants.has(input.name)),
    outputs: body.outputs,
    values: new Map(body.values.map((value) => [value.name, value])),
  };
}

interface Body {
  readonly nodes: GraphNode[];
  readonly initializers: TensorHeader[];
  readonly inputs: GraphValue[];
  readonly outputs: GraphValue[];
  readonly values: GraphValue[];
}

const emptyBody = (): Body => ({ nodes: [], initializers: [], inputs: [], outputs: [], values: [] });

/** Adds a graph's parts to `body`, and the names of its operators to `operators`. */
function readBody(source: Source, span: Span, body: Body, operators: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) throw new ModelError("bad-onnx", `graphs within graphs, more than ${MAX_DEPTH} deep`, {});
  readMessage(source, span, {
    bytes: {
      [ID.graph.node]: (part) => {
        const node = readNode(source, part, operators, depth);
        operators.add(operatorName(node));
        body.nodes.push(node);
      },
      [ID.graph.initializer]: (part) => body.initializers.push(readTensor(source, part)),
      [ID.graph.sparseInitializer]: (part) => body.initializers.push(readSparse(source, part)),
      [ID.graph.input]: (part) => body.inputs.push(readValue(source, part)),
      [ID.graph.output]: (part) => body.outputs.push(readValue(source, part)),
      [ID.graph.valueInfo]: (part) => body.values.push(readValue(source, part)),
    },
  });
}

/** A node's operator: its name, with the domain before it outside ONNX's own. */
export function operatorName({ domain, op }: Pick<GraphNode, "domain" | "op">): string {
  return domain === "" ? op : `${domain}:${op}`;
}

/** ONNX's own domain has two names. */
const domainOf = (text: string): string => (text === "ai.onnx" ? "" : text);

function readNode(source: Source, span: Span, operators: Set<string>, depth: number): GraphNode {
  countWhole(source);
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  let [name, op, domain] = ["", "", ""];
  readMessage(source, span, {
    bytes: {
      [ID.node.input]: (part) => inputs.push(nameAt(source, part)),
      [ID.node.output]: (part) => outputs.push(nameAt(source, part)),
      [ID.node.name]: (part) => (name = nameAt(source, part)),
      [ID.node.op]: (part) => (op = nameAt(source, part)),
      [ID.node.domain]: (part) => (domain = domainOf(nameAt(source, part))),
      [ID.node.attribute]: (part) => attributes.set(...readAttribute(source, part, operators, depth)),
    },
  });
  return { name, op, domain, inputs, outputs, attributes };
}

function readAttribute(
  source: Source,
  span: Span,
  operators: Set<string>,
  depth: number,
): [name: string, value: Attribute] {
  countWhole(source);
  let name = "";
  let type = 0;
  let number = 0;
  const numbers: number[] = [];
  const texts: string[] = [];
  const tensors: TensorHeader[] = [];
  const subgraphs: Subgraph[] = [];
  const { attribute: id } = ID;
  const one = (value: number): void => void (number = value);
  const more = (value: number): void => void numbers.push(value);
  const text = (part: Span): void =>
    void texts.push(part.end - part.start <= MAX_TEXT_BYTES ? textAt(source, part) : "");
  const graph = (part: Span): void => void subgraphs.push(readSubgraph(source, part, operators, depth + 1));
  readMessage(source, span, {
    integer: { [id.number]: one, [id.type]: (value) => (type = value) },
    float: { [id.float]: one },
    integers: { [id.numbers]: more },
    floats: { [id.floats]: more },
    bytes: {
      [id.name]: (part) => (name = nameAt(source, part)),
      [id.text]: text,
      [id.texts]: text,
      [id.tensor]: (part) => tensors.push(readTensor(source, part)),
      [id.graph]: graph,
      [id.graphs]: graph,
    },
  });
  const [tensor] = tensors;
  const value = ((): Attribute => {
    switch (type) {
      case ATTRIBUTE_TYPE.text:
        return { kind: "text", value: texts[0] ?? "" };
      case ATTRIBUTE_TYPE.texts:
        return { kind: "texts", value: texts };
      case ATTRIBUTE_TYPE.floats:
      case ATTRIBUTE_TYPE.ints:
        return { kind: "numbers", value: numbers };
      case ATTRIBUTE_TYPE.float:
      case ATTRIBUTE_TYPE.int:
        return { kind: "number", value: number };
      default:
        // The first files did not say which; what an attribute has is what it is.
        if (subgraphs.length > 0) return { kind: "subgraphs", value: subgraphs };
        if (tensor !== undefined) return { kind: "tensor", value: tensor };
        if (type !== 0) return { kind: "other" };
        if (numbers.length > 0) return { kind: "numbers", value: numbers };
        return texts.length > 0 ? { kind: "text", value: texts[0]! } : { kind: "number", value: number };
    }
  })();
  return [name, value];
}

function readSubgraph(source: Source, span: Span, operators: Set<string>, depth: number): Subgraph {
  const body = emptyBody();
  readBody(source, span, body, operators, depth);
  const { nodes, initializers, inputs, outputs } = body;
  const own = new Set([
    ...[...inputs, ...initializers].map(({ name }) => name),
    ...nodes.flatMap((node) => node.outputs),
  ]);
  const used = [...nodes.flatMap((node) => [...node.inputs, ...capturedBy(node)]), ...outputs.map(({ name }) => name)];
  return { nodes: nodes.length, captured: [...new Set(used)].filter((name) => name !== "" && !own.has(name)) };
}

/** What the graphs within a node take from around it. */
export function capturedBy({ attributes }: Pick<GraphNode, "attributes">): readonly string[] {
  return [...attributes.values()].flatMap((attribute) =>
    attribute.kind === "subgraphs" ? attribute.value.flatMap(({ captured }) => captured) : [],
  );
}

/** A sparse constant: its numbers are not looked at. */
function readSparse(source: Source, span: Span): TensorHeader {
  const dims: number[] = [];
  let values: TensorHeader | null = null;
  readMessage(source, span, {
    bytes: { [ID.sparse.values]: (part) => (values = readTensor(source, part)) },
    integers: { [ID.sparse.dims]: (dim) => dims.push(dim) },
  });
  const { name = "", type = "unknown" } = (values as TensorHeader | null) ?? {};
  return { name, dims, type, data: { where: "none" } };
}

function readValue(source: Source, span: Span): GraphValue {
  countWhole(source);
  let name = "";
  let type: GraphValue["type"] = null;
  let dims: (number | string)[] | null = null;
  const dim = (part: Span): void => {
    let size: number | string = "";
    readMessage(source, part, {
      integer: { [ID.dim.value]: (value) => (size = value > 0 ? value : "") },
      bytes: { [ID.dim.name]: (text) => (size = nameAt(source, text)) },
    });
    if (dims!.length === MAX_DIMS) throw new ModelError("bad-onnx", `value ${name} has too many dimensions`, { name });
    dims!.push(size);
  };
  const shape = (part: Span): void => {
    dims = [];
    readMessage(source, part, { bytes: { [ID.shape.dim]: dim } });
  };
  const tensor = (part: Span): void =>
    readMessage(source, part, {
      integer: { [ID.tensorType.element]: (id) => (type = typeOf(id)) },
      bytes: { [ID.tensorType.shape]: shape },
    });
  readMessage(source, span, {
    bytes: {
      [ID.value.name]: (part) => (name = nameAt(source, part)),
      [ID.value.type]: (part) => readMessage(source, part, { bytes: { [ID.type.tensor]: tensor } }),
    },
  });
  return { name, type, dims };
}

function readOpset(source: Source, span: Span): [domain: string, version: number] {
  let domain = "";
  let version = 0;
  readMessage(source, span, {
    bytes: { [ID.opset.domain]: (part) => (domain = domainOf(nameAt(source, part))) },
    integer: { [ID.opset.version]: (value) => (version = value) },
  });
  return [domain, version];
}

/** An operator that the file defines: its name; what it is made of joins the operators. */
function readFunction(source: Source, span: Span, operators: Set<string>): string {
  let [name, domain] = ["", ""];
  readMessage(source, span, {
    bytes: {
      [ID.function.name]: (part) => (name = nameAt(source, part)),
      [ID.function.domain]: (part) => (domain = domainOf(nameAt(source, part))),
      [ID.function.node]: (part) => void operators.add(operatorName(readNode(source, part, operators, 1))),
    },
  });
  return operatorName({ domain, op: name });
}
