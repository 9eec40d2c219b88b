import { ModelError } from "../errors.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { capturedBy } from "./read-graph.ts";

/** Operators that tell of a tensor's shape alone, so that nothing of the image flows through them. */
const SHAPE_ONLY: ReadonlySet<string> = new Set(["Shape", "Size"]);

/** A graph's nodes, each behind all that it takes from, and which of them makes a tensor. */
export interface Flow {
  readonly nodes: readonly GraphNode[];
  /** Index of the node that makes a tensor; none for inputs and constants. */
  readonly maker: ReadonlyMap<string, number>;
}

/** All that a node takes, what the graphs within it take too. */
export function takenBy(node: GraphNode): readonly string[] {
  const captured = capturedBy(node);
  return captured.length === 0 ? node.inputs : [...node.inputs, ...captured];
}

/** Linear in the graph. ModelError "bad-onnx" where nodes wait for one another, or where a tensor is made twice or not at all. */
export function flowOf(graph: Pick<Graph, "nodes" | "inputs" | "initializers">): Flow {
  const given = new Set([...graph.inputs, ...graph.initializers].map(({ name }) => name));
  const makers = new Map<string, number>();
  graph.nodes.forEach(({ outputs }, index) => {
    for (const name of outputs) {
      if (name === "") continue;
      if (makers.has(name)) throw new ModelError("bad-onnx", `tensor ${name} is made twice`, { tensor: name });
      makers.set(name, index);
    }
  });
  const waiting = graph.nodes.map(() => 0);
  const users = graph.nodes.map((): number[] => []);
  graph.nodes.forEach((node, index) => {
    for (const name of new Set(takenBy(node))) {
      const from = makers.get(name);
      if (from !== undefined) {
        waiting[index]! += 1;
        users[from]!.push(index);
      } else if (name !== "" && !given.has(name))
        throw new ModelError("bad-onnx", `tensor ${name} is made by no node`, { tensor: name });
    }
  });
  const order = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  for (const index of order)
    for (const user of users[index]!) {
      waiting[user]! -= 1;
      if (waiting[user] === 0) order.push(user);
    }
  if (order.length < graph.nodes.length)
    throw new ModelError("bad-onnx", "nodes of the graph wait for one another in a circle", {});
  const nodes = order.map((index) => graph.nodes[index]!);
  return {
    nodes,
    maker: new Map(nodes.flatMap((node, at) => node.outputs.filter((name) => name !== "").map((name) => [name, at]))),
  };
}

/** The tensors that tell of an input, itself among them. Linear in the graph. */
export function tensorsTold({ nodes }: Flow, from: string): ReadonlySet<string> {
  const told = new Set([from]);
  for (const node of nodes)
    if (!SHAPE_ONLY.has(node.op) && takenBy(node).some((name) => told.has(name)))
      for (const name of node.outputs) if (name !== "") told.add(name);
  return told;
}

/** The tensors on the way from an input to the tensor `to`: all that is known of the input there flows through them. Linear in the graph. */
export function tensorsBetween(flow: Flow, from: string, to: string): ReadonlySet<string> {
  const { nodes } = flow;
  const told = tensorsTold(flow, from);
  const needed = new Set(told.has(to) ? [to] : []);
  for (const node of nodes.toReversed())
    if (!SHAPE_ONLY.has(node.op) && node.outputs.some((name) => needed.has(name)))
      for (const name of takenBy(node)) if (told.has(name)) needed.add(name);
  return needed;
}

/**
 * The tensors, from the input side on, through each of which everything flows that goes from one tensor to another: the articulation points between the two,
 * without either. One pass: a tensor is one if it alone is still needed once it is made. Linear in the graph.
 */
export function articulations(flow: Flow, from: string, to: string): string[] {
  const between = tensorsBetween(flow, from, to);
  if (!between.has(from)) return [];
  const lastUse = new Map<string, number>();
  flow.nodes.forEach((node, at) => {
    if (SHAPE_ONLY.has(node.op) || !node.outputs.some((name) => between.has(name))) return;
    for (const name of takenBy(node)) if (between.has(name)) lastUse.set(name, at);
  });
  const found: string[] = [];
  /** Where the last of the tensors made so far is used. */
  let needed = lastUse.get(from) ?? -1;
  for (const [at, { outputs }] of flow.nodes.entries()) {
    const made = [...new Set(outputs)].filter((name) => between.has(name) && name !== to && lastUse.has(name));
    if (made.length === 1 && needed <= at) found.push(made[0]!);
    for (const name of made) needed = Math.max(needed, lastUse.get(name)!);
  }
  return found;
}
