import { ModelError } from "../errors.ts";
import { externalFilesOf } from "./constants.ts";
import { findInputs } from "./find-inputs.ts";
import { findLayers, fixedShapes, multiplyAddsOf } from "./find-layers.ts";
import { findOutputs } from "./find-outputs.ts";
import { flowOf } from "./flow.ts";
import type { FoundNetwork } from "./found.ts";
import type { Graph } from "./graph.ts";
import type { Shapes } from "./work.ts";

/** Domains whose operators ONNX Runtime has, ONNX's own among them. */
const DOMAINS: ReadonlySet<string> = new Set([
  "",
  "ai.onnx.ml",
  "ai.onnx.preview.training",
  "ai.onnx.training",
  "com.microsoft",
  "com.microsoft.nchwc",
  "com.ms.internal.nhwc",
]);

/**
 * What a network's file says of it: its image input, its class scores, its layers. Linear in the graph.
 *
 * @param shapes of tensors inside, batch included, as one run gives them; without, only what the file says.
 * @throws ModelError "bad-onnx" for a graph that nothing can run; "unknown-operator", "no-image-input", "other-inputs", "no-class-scores" for one that is
 * not of the kind that is looked into here.
 */
export function findNetwork(graph: Graph, shapes: Shapes = new Map()): FoundNetwork {
  const flow = flowOf(graph);
  const foreign = [...graph.operators].find((operator) => !isKnown(operator, graph));
  if (foreign !== undefined)
    throw new ModelError("unknown-operator", `ONNX Runtime lacks ${foreign}`, { operator: foreign });
  const inputs = findInputs(graph);
  const [input] = inputs;
  const outputs = findOutputs(graph, flow, input.name, new Map([...fixedShapes(graph), ...shapes]));
  const { scores } = outputs[0]!;
  return {
    opset: graph.opset,
    producer: [graph.producer.name, graph.producer.version].filter((text) => text !== "").join(" "),
    inputs,
    outputs,
    layers: findLayers(graph, input.name, scores, shapes),
    externalFiles: externalFilesOf(graph),
    rowsDependOnBatch: graph.operators.has("DynamicQuantizeLinear"),
    operators: [...graph.operators].sort(),
    multiplyAdds: multiplyAddsOf(graph, input.name, scores, shapes),
  };
}

function isKnown(operator: string, { functions }: Graph): boolean {
  const at = operator.lastIndexOf(":");
  return at === -1 || DOMAINS.has(operator.slice(0, at)) || functions.has(operator);
}
