import type { Attribute, Graph, GraphNode, GraphValue, TensorHeader } from "./graph.ts";

/** A node with its inputs and outputs as words. */
export function node(
  op: string,
  inputs: string,
  outputs: string,
  attributes: Record<string, Attribute> = {},
): GraphNode {
  const [domain, name] = op.includes(":") ? (op.split(":") as [string, string]) : ["", op];
  const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
  return {
    name: "",
    op: name,
    domain,
    inputs: words(inputs),
    outputs: words(outputs),
    attributes: new Map(Object.entries(attributes)),
  };
}

export const value = (name: string, dims: GraphValue["dims"], type: GraphValue["type"] = "float32"): GraphValue => ({
  name,
  type,
  dims,
});

/** A constant without numbers. */
export const constant = (
  name: string,
  dims: readonly number[],
  type: TensorHeader["type"] = "float32",
): TensorHeader => ({
  name,
  dims,
  type,
  data: { where: "none" },
});

/** A graph of these parts; what is not said is empty. */
export function graphOf(parts: Partial<Pick<Graph, "nodes" | "inputs" | "outputs" | "initializers">>): Graph {
  const { nodes = [] } = parts;
  return {
    irVersion: 8,
    producer: { name: "", version: "" },
    opset: 17,
    opsets: new Map([["", 17]]),
    metadata: new Map(),
    functions: new Set(),
    operators: new Set(nodes.map(({ domain, op }) => (domain === "" ? op : `${domain}:${op}`))),
    nodes,
    initializers: [],
    inputs: [],
    outputs: [],
    values: new Map(),
    ...parts,
  };
}
