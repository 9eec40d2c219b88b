import { constantsOf } from "./constants.ts";
import { articulations, flowOf, tensorsBetween, type Flow } from "./flow.ts";
import type { ProposedLayer } from "./found.ts";
import type { ElementType, Graph, GraphNode } from "./graph.ts";
import { layerNames } from "./layer-name.ts";
import { multiplies, workOf, type Shapes } from "./work.ts";

/** Layers that are looked into where nobody names any. */
const MOST_PROPOSED = 10;

/** Operators that make nothing new of a tensor: what went into them tells more. */
const MOVING: ReadonlySet<string> = new Set([
  "AveragePool",
  "Cast",
  "Dropout",
  "Flatten",
  "Gather",
  "GlobalAveragePool",
  "GlobalMaxPool",
  "Identity",
  "MaxPool",
  "Pad",
  "QLinearAveragePool",
  "QLinearGlobalAveragePool",
  "QuantizeLinear",
  "ReduceMean",
  "Reshape",
  "Slice",
  "Softmax",
  "Squeeze",
  "Transpose",
  "Unsqueeze",
]);

/** Operators that end a block: what went two ways comes together. */
const JOINING: ReadonlySet<string> = new Set(["Add", "Concat", "QLinearAdd", "QLinearConcat", "Sum"]);

/** Operators that make a smaller picture of one; what is made of it is no map of the image's places any more. */
const RESIZING: ReadonlySet<string> = new Set(["DepthToSpace", "Resize", "SpaceToDepth", "Upsample"]);

/**
 * All tensors through each of which everything flows from the input to the scores, without either, from the input side on. About ten are proposed: at most
 * one between two operators with weights, the last of its kind there (after the stem, after each block, after every layer of a plain network, not the last of
 * all, which is the scores), blocks' ends before others, spread over the depth. Linear in the graph, but for the choice among what may be proposed.
 *
 * @param shapes of tensors inside, batch included, as far as they are known beside what the file says.
 * @throws ModelError "bad-onnx" for a graph that nothing can run.
 */
export function findLayers(graph: Graph, input: string, scores: string, shapes: Shapes = new Map()): ProposedLayer[] {
  const flow = flowOf(graph);
  const known = new Map([...fixedShapes(graph), ...shapes]);
  const tensors = articulations(flow, input, scores);
  const depths = depthsOf(graph, flow, scores, tensors, known, input);
  const chosen = new Set(proposed(flow, input, scores, tensors, depths));
  const typeOf = typesOf(graph);
  const layers = tensors.map((tensor, i): Omit<ProposedLayer, "name"> => {
    const node = flow.nodes[flow.maker.get(tensor)!]!;
    return {
      tensor,
      op: node.op,
      type: typeOf(node, tensor),
      dims: known.get(tensor) ?? null,
      depth: depths[i]!,
      proposed: chosen.has(tensor),
    };
  });
  return layerNames(layers).map((name, i) => ({ ...layers[i]!, name }));
}

/** The shapes that the file itself says, all of them fixed but the batch, which is taken as 1. */
export function fixedShapes({ inputs, outputs, values }: Graph): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const { name, dims } of [...inputs, ...outputs, ...values.values()]) {
    if (dims === null) continue;
    const sizes = dims.map((dim, i) => (i === 0 && typeof dim === "string" ? 1 : dim));
    if (sizes.every((size) => typeof size === "number")) shapes.set(name, sizes);
  }
  return shapes;
}

/** Multiply-adds of one image, from an input to the scores, a whole number above 0; null: a shape is not known. */
export function multiplyAddsOf(graph: Graph, input: string, scores: string, shapes: Shapes): number | null {
  const { total, measured } = workUpTo(
    graph,
    flowOf(graph),
    input,
    scores,
    new Map([...fixedShapes(graph), ...shapes]),
  );
  return measured ? Math.max(1, Math.round(total)) : null;
}

/** The work done once each node is, by its place: multiply-adds of one image, or a node each where a shape is not known. */
function workUpTo(
  graph: Graph,
  flow: Flow,
  input: string,
  scores: string,
  shapes: Shapes,
): { readonly upTo: readonly number[]; readonly total: number; readonly measured: boolean } {
  const constants = constantsOf(graph);
  const between = tensorsBetween(flow, input, scores);
  const onTheWay = flow.nodes.map((node) => node.outputs.some((name) => between.has(name)));
  const work = flow.nodes.map((node, at) => (onTheWay[at] ? workOf(node, constants, shapes) : 0));
  const measured = work.every((one) => one !== null) && work.some((one) => one > 0);
  const images = Math.max(1, shapes.get(input)?.[0] ?? 1);
  let total = 0;
  const upTo = work.map((one, at) => (total += measured ? one! / images : Number(onTheWay[at])));
  return { upTo, total, measured };
}

function depthsOf(
  graph: Graph,
  flow: Flow,
  scores: string,
  tensors: readonly string[],
  shapes: Shapes,
  input: string,
): number[] {
  const { upTo, total } = workUpTo(graph, flow, input, scores, shapes);
  return tensors.map((tensor) => (total === 0 ? 0 : upTo[flow.maker.get(tensor)!]! / total));
}

/** What may be proposed: the last tensor that is not just moved, between two operators with weights; and whether a block ends there. */
interface Candidate {
  readonly tensor: string;
  readonly depth: number;
  readonly ends: boolean;
}

function proposed(
  flow: Flow,
  input: string,
  scores: string,
  tensors: readonly string[],
  depths: readonly number[],
): string[] {
  const between = tensorsBetween(flow, input, scores);
  const depth = new Map(tensors.map((tensor, i) => [tensor, depths[i]!]));
  const candidates: Candidate[] = [];
  let [weighted, joined] = [false, false];
  for (const node of flow.nodes) {
    if (!node.outputs.some((name) => between.has(name))) continue;
    weighted ||= multiplies(node);
    joined ||= JOINING.has(node.op) && node.inputs.filter((name) => between.has(name)).length > 1;
    const made = node.outputs.find((name) => depth.has(name));
    if (made === undefined || MOVING.has(node.op) || RESIZING.has(node.op)) continue;
    const candidate = { tensor: made, depth: depth.get(made)!, ends: joined };
    if (weighted) candidates.push(candidate);
    else if (candidates.length > 0)
      candidates[candidates.length - 1] = { ...candidate, ends: joined || candidates.at(-1)!.ends };
    [weighted, joined] = [false, false];
  }
  // Where nothing is multiplied behind the last of them, it is the scores by another name.
  const places = candidates.map(({ tensor }) => flow.maker.get(tensor)!);
  const last = places.at(-1);
  const more = last !== undefined && flow.nodes.some((node, at) => at > last && multiplies(node) && isBetween(node));
  function isBetween({ outputs }: GraphNode): boolean {
    return outputs.some((name) => between.has(name) || name === scores);
  }
  return spread(more ? candidates : candidates.slice(0, -1)).map(({ tensor }) => tensor);
}

/** At most MOST_PROPOSED of them: the first, the last, then the one that is farthest from those taken, blocks' ends before others. */
function spread(candidates: readonly Candidate[]): Candidate[] {
  if (candidates.length <= MOST_PROPOSED) return [...candidates];
  const ends = candidates.filter(({ ends: is }, i) => is || i === 0 || i === candidates.length - 1);
  const taken = new Set([candidates[0]!, candidates.at(-1)!]);
  for (const among of [ends, candidates])
    while (taken.size < MOST_PROPOSED) {
      const free = among.filter((one) => !taken.has(one));
      if (free.length === 0) break;
      taken.add(farthest(free, taken, candidates));
    }
  return candidates.filter((one) => taken.has(one));
}

/** The one that is farthest from those taken, half by depth and half by its place in the row. */
function farthest(free: readonly Candidate[], taken: ReadonlySet<Candidate>, all: readonly Candidate[]): Candidate {
  const place = new Map(all.map((one, i) => [one, one.depth + i / all.length]));
  const distance = (one: Candidate): number =>
    Math.min(...[...taken].map((other) => Math.abs(place.get(one)! - place.get(other)!)));
  return free.reduce((best, one) => (distance(one) > distance(best) ? one : best));
}

/** Operators that make whole numbers, and which of their inputs is of the type that they make. */
const ZERO_POINT: ReadonlyMap<string, number> = new Map([
  ["QGemm", 8],
  ["QLinearAdd", 7],
  ["QLinearAveragePool", 4],
  ["QLinearConv", 7],
  ["QLinearGlobalAveragePool", 4],
  ["QLinearMatMul", 7],
  ["QLinearSigmoid", 4],
  ["QuantizeLinear", 2],
]);

/** Tells the type of a tensor by what makes it, as the file says or as the operator has it; null where neither does. */
function typesOf({ values, outputs, initializers }: Graph): (maker: GraphNode, tensor: string) => ElementType | null {
  const said = new Map([...values.values(), ...outputs].map(({ name, type }) => [name, type]));
  const constants = new Map(initializers.map(({ name, type }) => [name, type]));
  return ({ op, inputs }, tensor) => {
    const type = said.get(tensor);
    if (type !== undefined && type !== null) return type;
    const zeroPoint = ZERO_POINT.get(op);
    return zeroPoint === undefined ? null : (constants.get(inputs[zeroPoint] ?? "") ?? "uint8");
  };
}
