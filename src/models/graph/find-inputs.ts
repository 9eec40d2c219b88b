import { ModelError } from "../errors.ts";
import { constantsOf, numbersIn } from "./constants.ts";
import type { FoundInput } from "./found.ts";
import type { Graph, GraphNode, GraphValue, TensorHeader } from "./graph.ts";
import { INPUT_TYPES, type InputSpec } from "../spec/input.ts";
import { weightsOf } from "./work.ts";

/** Operators that change an image's numbers and not what its axes are. */
const PREPARING: ReadonlySet<string> = new Set([
  "Add",
  "BatchNormalization",
  "Cast",
  "Clip",
  "Concat",
  "DequantizeLinear",
  "Div",
  "DynamicQuantizeLinear",
  "Gather",
  "Identity",
  "Mul",
  "Pad",
  "QuantizeLinear",
  "Resize",
  "Slice",
  "Split",
  "Sub",
  "Upsample",
]);

/** Steps that are followed from the input on. */
const MOST_STEPS = 1000;

/** How an image's axes are found to lie, and how many channels it has; null where the graph does not tell. */
interface Axes {
  readonly layout: FoundInput["layout"] | null;
  readonly channels: number | null;
}

/**
 * The one input of a network, which must take an image. Linear in the graph.
 *
 * @throws ModelError "no-image-input" where none does, "other-inputs" where it wants something beside the image.
 */
export function findInputs(graph: Graph): readonly [FoundInput] {
  const found = graph.inputs.flatMap((value) => imageInput(graph, value) ?? []);
  const [input] = found;
  const shapeOf = ({ dims }: GraphValue): string =>
    dims === null ? "" : ` [${dims.map((dim) => (dim === "" ? "?" : dim)).join(", ")}]`;
  // Of an image in other numbers only these say what is wrong.
  const typeOf = ({ type }: GraphValue): string => (type === null || isImageType(type) ? "" : ` (${type})`);
  const names = (values: readonly GraphValue[]): string =>
    values
      .slice(0, 5)
      .map((value) => `${value.name}${shapeOf(value)}${typeOf(value)}`)
      .join("; ");
  if (input === undefined)
    throw new ModelError("no-image-input", "no input of the network takes an image", { inputs: names(graph.inputs) });
  if (graph.inputs.length > 1)
    throw new ModelError("other-inputs", "the network wants more than an image", {
      input: input.name,
      inputs: names(graph.inputs.filter(({ name }) => name !== input.name)),
    });
  return [input];
}

/** An input as one that takes an image; null where it does not. */
export function imageInput(graph: Graph, value: GraphValue): FoundInput | null {
  const { name, type, dims } = value;
  if (!isImageType(type) || (dims !== null && dims.length !== 4)) return null;
  const [batch = "", first = "", second = "", third = ""] = dims ?? [];
  const axes = axesOf(graph, name);
  const layout = layoutOf(first, third, axes.layout);
  const [said, height, width] = layout === "NCHW" ? [first, second, third] : [third, first, second];
  const channels = typeof said === "number" ? said : axes.channels;
  if (channels !== 1 && channels !== 3) return null;
  const fixed = (dim: number | string): number | null => (typeof dim === "number" ? dim : null);
  return {
    name,
    type,
    layout,
    channelCount: channels,
    width: fixed(width),
    height: fixed(height),
    batch: fixed(batch),
  };
}

function isImageType(type: GraphValue["type"]): type is InputSpec["type"] {
  return (INPUT_TYPES as readonly unknown[]).includes(type);
}

/** By where one or three stands, and by what the graph does first where that leaves it open. */
function layoutOf(first: number | string, third: number | string, found: Axes["layout"]): FoundInput["layout"] {
  const could = (dim: number | string): boolean => typeof dim === "string" || dim === 1 || dim === 3;
  const must = (dim: number | string): boolean => dim === 1 || dim === 3;
  if (could(first) !== could(third)) return could(first) ? "NCHW" : "NHWC";
  if (found !== null) return found;
  if (must(first) !== must(third)) return must(first) ? "NCHW" : "NHWC";
  return typeof first === "string" && /^(h|height)$/i.test(first) ? "NHWC" : "NCHW";
}

/** What the first convolution or turning of axes says of the input. */
function axesOf(graph: Graph, input: string): Axes {
  const users = usersOf(graph);
  const constants = constantsOf(graph);
  const seen = new Set([input]);
  const steps = [input];
  for (const name of steps) {
    for (const node of users.get(name) ?? []) {
      if (node.op === "Transpose") {
        const axes = turned(numbersIn(node, "perm"), users.get(node.outputs[0] ?? "") ?? [], constants);
        if (axes !== null) return axes;
      }
      const channels = convolvedChannels(node, constants);
      if (channels !== null && node.inputs[0] === name) return { layout: "NCHW", channels };
      if (PREPARING.has(node.op) && steps.length < MOST_STEPS)
        for (const made of node.outputs.filter((output) => !seen.has(output))) {
          seen.add(made);
          steps.push(made);
        }
    }
  }
  return { layout: null, channels: null };
}

/** Channels last become channels first; what is turned otherwise says nothing. */
function turned(
  perm: readonly number[] | null,
  users: readonly GraphNode[],
  constants: ReadonlyMap<string, TensorHeader>,
): Axes | null {
  if (perm?.join() !== "0,3,1,2") return null;
  const channels = users.map((node) => convolvedChannels(node, constants)).find((count) => count !== null) ?? null;
  return { layout: "NHWC", channels };
}

/** Channels that a convolution takes. */
function convolvedChannels(node: GraphNode, constants: ReadonlyMap<string, TensorHeader>): number | null {
  if (!node.op.includes("Conv")) return null;
  const weights = constants.get(weightsOf(node) ?? "");
  const group = node.attributes.get("group");
  const within = weights?.dims[1];
  return within === undefined ? null : within * (group?.kind === "number" ? group.value : 1);
}

function usersOf({ nodes }: Pick<Graph, "nodes">): ReadonlyMap<string, readonly GraphNode[]> {
  const users = new Map<string, GraphNode[]>();
  for (const node of nodes)
    for (const name of node.inputs) {
      const those = users.get(name);
      if (those === undefined) users.set(name, [node]);
      else those.push(node);
    }
  return users;
}
