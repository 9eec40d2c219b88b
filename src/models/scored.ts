import { assembleModel } from "./assemble.ts";
import type { Graph } from "./graph/graph.ts";
import { operatorName } from "./graph/read-graph.ts";
import { ELEMENT_TYPE } from "./onnx-schema.ts";
import { writeTail, type OnnxNode, type OnnxTensor } from "./onnx.ts";
import { badField } from "./spec/fields.ts";
import type { LoadedModel } from "./model-files.ts";
import type { ModelManifest } from "./spec/model.ts";

/** Name of the graph output that the tail adds. */
const SCORES = "strata_scores";

/** What a probability counts as at least before its logarithm is taken: below, 32-bit floats lose digits; and half of the least 16-bit float. */
const FLOOR = 2 ** -126;
const FLOOR_16 = 2 ** -25;

/** Operators that only put numbers into another shape. */
const SHAPING: ReadonlySet<string> = new Set(["Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze"]);

/** Which inputs of the operators that give quantised numbers are their scale and zero point. */
const QUANTISING: { readonly [operator: string]: readonly [scale: number, zeroPoint: number] } = {
  QuantizeLinear: [1, 2],
  QLinearConv: [6, 7],
  QLinearMatMul: [6, 7],
  "com.microsoft:QGemm": [7, 8],
  "com.microsoft:QLinearAdd": [6, 7],
  "com.microsoft:QLinearGlobalAveragePool": [3, 4],
  "com.microsoft:QLinearSigmoid": [3, 4],
  "com.microsoft:QLinearSoftmax": [3, 4],
};

/**
 * A model that gives its scores as logits in 32-bit floats, whatever tensor of whatever type holds them and whether or not it is an output of the
 * graph: where they are not such already, a tail casts them, or gives quantised numbers back what they stand for, and takes the logarithms of
 * probabilities, 0 counting as the least that the type can tell. No byte of the network changes; the manifest names the tail's output. Linear.
 *
 * @param graph of the model's bytes.
 * @throws ModelError `bad-manifest` where the graph has no tensor of the name.
 */
export function scoredModel(model: LoadedModel, graph: Graph): LoadedModel {
  const { manifest, bytes } = model;
  const { logits, form = "logits" } = manifest.output;
  const declared = graph.outputs.find(({ name }) => name === logits);
  if (form === "logits" && declared?.type === "float32") return model;
  if (declared === undefined && !graph.nodes.some(({ outputs }) => outputs.includes(logits)))
    throw badField("output.logits", "the network has no tensor of this name");
  const type = declared?.type ?? graph.values.get(logits)?.type ?? null;
  const tail = writeTail({ outputs: [{ name: SCORES, dims: null }], ...tailOf(manifest, graph, type) });
  return {
    ...model,
    manifest: { ...manifest, output: { ...manifest.output, logits: SCORES, form: undefined } },
    bytes: assembleModel(bytes, tail),
  };
}

/** Nodes and constants, the last node of which gives the tensor that is asked for. */
interface Part {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

function tailOf(
  { output: { logits, form = "logits" }, classMap }: ModelManifest,
  graph: Graph,
  type: string | null,
): Part {
  const quantised = quantisationOf(graph, logits);
  if (form === "logits") return { nodes: castNodes(logits, quantised, SCORES), initializers: [] };
  const [given, floor, floored] = ["strata_given", "strata_floor", "strata_floored"];
  const nodes = castNodes(logits, quantised, given);
  const isLog = form === "log-probabilities";
  const least =
    quantised === null || isLog
      ? constant(floor, isLog ? Math.log(FLOOR) : type === "float16" ? FLOOR_16 : FLOOR)
      : halfStep(quantised[0]!, 1 + Math.max(...classMap.flat()), floor);
  return {
    nodes: [
      ...nodes,
      ...least.nodes,
      ...atLeast(given, floor, isLog ? SCORES : floored, graph.opset),
      ...(isLog ? [] : [{ op: "Log", inputs: [floored], outputs: [SCORES] }]),
    ],
    initializers: least.initializers,
  };
}

/** A tensor's numbers in 32-bit floats; of quantised ones what they stand for. */
function castNodes(from: string, quantised: readonly string[] | null, to: string): OnnxNode[] {
  const cast = (name: string): OnnxNode => ({
    op: "Cast",
    inputs: [name],
    outputs: [to],
    attributes: { to: ELEMENT_TYPE.float32 },
  });
  if (quantised === null) return [cast(from)];
  const dequantised = "strata_dequantised";
  return [{ op: "DequantizeLinear", inputs: [from, ...quantised], outputs: [dequantised] }, cast(dequantised)];
}

const constant = (name: string, value: number): Part => ({
  nodes: [],
  initializers: [{ name, dims: [1], values: Float32Array.of(value) }],
});

/** Half a step of quantised numbers, shared out among all outputs, so that those which are 0 add next to nothing to what softmax sums. */
function halfStep(scale: string, outputs: number, name: string): Part {
  const [step, share] = ["strata_step", "strata_share"];
  return {
    nodes: [
      { op: "Cast", inputs: [scale], outputs: [step], attributes: { to: ELEMENT_TYPE.float32 } },
      { op: "Mul", inputs: [step, share], outputs: [name] },
    ],
    initializers: [{ name: share, dims: [1], values: Float32Array.of(0.5 / outputs) }],
  };
}

/** The larger of a tensor's numbers and one number; not a number stays none. Before version 8 of ONNX's operators Max took tensors of one shape only. */
function atLeast(from: string, least: string, to: string, opset: number): OnnxNode[] {
  if (opset >= 8) return [{ op: "Max", inputs: [from, least], outputs: [to] }];
  const [over, cut] = ["strata_over", "strata_cut"];
  return [
    { op: "Sub", inputs: [from, least], outputs: [over] },
    { op: "Relu", inputs: [over], outputs: [cut] },
    { op: "Add", inputs: [cut, least], outputs: [to] },
  ];
}

/** Names of scale and zero point of a quantised tensor; null where it is not quantised, as far as its operator tells. */
function quantisationOf({ nodes }: Pick<Graph, "nodes">, name: string): readonly string[] | null {
  const madeBy = new Map(nodes.flatMap((node) => node.outputs.map((made) => [made, node] as const)));
  let node = madeBy.get(name);
  // A graph has no cycles; one that lies is left after so many steps.
  for (let steps = 0; node !== undefined && SHAPING.has(node.op) && steps < nodes.length; steps++)
    node = madeBy.get(node.inputs[0] ?? "");
  const places = node && QUANTISING[operatorName(node)];
  if (node === undefined || places === undefined) return null;
  const [scale, zeroPoint] = places.map((place) => node.inputs[place] ?? "");
  return scale === "" ? null : [scale!, ...(zeroPoint === "" ? [] : [zeroPoint!])];
}
