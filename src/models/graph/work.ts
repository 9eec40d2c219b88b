import type { GraphNode, TensorHeader } from "./graph.ts";
import { numberIn } from "./constants.ts";

/** Shapes of tensors, batch included. */
export type Shapes = ReadonlyMap<string, readonly number[]>;

const product = (dims: readonly number[]): number => dims.reduce((so, dim) => so * dim, 1);

/** Which input of an operator holds its weights. */
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ["Conv", 1],
  ["ConvInteger", 1],
  ["ConvTranspose", 1],
  ["FusedConv", 1],
  ["FusedGemm", 1],
  ["FusedMatMul", 1],
  ["Gemm", 1],
  ["MatMul", 1],
  ["MatMulInteger", 1],
  ["MatMulNBits", 1],
  ["QGemm", 3],
  ["QLinearConv", 3],
  ["QLinearMatMul", 3],
]);

/** Whether an operator multiplies by weights of its own, or two tensors with one another. */
export const multiplies = ({ op }: Pick<GraphNode, "op">): boolean => WEIGHTS.has(op);

/** The name of what a node multiplies by, where it does. */
export function weightsOf({ op, inputs }: Pick<GraphNode, "op" | "inputs">): string | null {
  const at = WEIGHTS.get(op);
  return at === undefined ? null : (inputs[at] ?? null);
}

/** Multiplications with additions that a node takes, batch included; null: a shape that it takes is not known. */
export function workOf(node: GraphNode, constants: ReadonlyMap<string, TensorHeader>, shapes: Shapes): number | null {
  const weights = weightsOf(node);
  if (weights === null) return 0;
  const dimsOf = (name: string | undefined): readonly number[] | undefined =>
    name === undefined ? undefined : (constants.get(name)?.dims ?? shapes.get(name));
  const factor = dimsOf(weights);
  const made = dimsOf(node.outputs[0]);
  if (factor === undefined) return null;
  switch (node.op) {
    case "Conv":
    case "ConvInteger":
    case "FusedConv":
    case "QLinearConv":
      return made === undefined ? null : product(made) * product(factor.slice(1));
    case "ConvTranspose": {
      const taken = dimsOf(node.inputs[0]);
      return taken === undefined ? null : product(taken) * product(factor.slice(1));
    }
    default: {
      // Of a matrix by a matrix: numbers made, by the length of the sums.
      const inner = numberIn(node, "transB", 0) === 0 ? factor.at(-2) : factor.at(-1);
      return made === undefined || inner === undefined ? null : product(made) * inner;
    }
  }
}
