import type { GraphNode, TensorHeader } from "./graph/graph.ts";
import type { Tap } from "./spec/taps.ts";

/** What is looked at of a graph. */
interface Head {
  readonly nodes: readonly Pick<GraphNode, "op" | "inputs" | "outputs">[];
  readonly initializers: readonly Pick<TensorHeader, "name">[];
}

/** Operators that only put numbers into another shape. */
const SHAPING: ReadonlySet<string> = new Set(["Dropout", "Flatten", "Identity", "Reshape", "Squeeze"]);

/**
 * Whether the head reads a tap directly: whether the network's logits are a linear function of the very features that the tap's probe sees. So it is
 * where one matrix of constants turns into logits a vector that is tapped as it is, maps that are tapped place by place, or the mean of maps whose cells
 * cover them evenly. Then a probe there and the output are two readouts of the same features: what differs between them is no knowledge.
 *
 * What the graph's nodes cannot show, such as a bias that is added apart, counts as not direct. Linear in the graph.
 */
export function readsDirectly({ nodes, initializers }: Head, tap: Tap, logits: string): boolean {
  const constants = new Set(initializers.map(({ name }) => name));
  const madeBy = (name: string | undefined) =>
    nodes.find(({ outputs }) => name !== undefined && outputs.includes(name));
  const head = madeBy(logits);
  if (head === undefined || !["Gemm", "MatMul"].includes(head.op)) return false;
  const [from, ...weights] = head.inputs;
  if (weights.length === 0 || !weights.every((name) => constants.has(name))) return false;
  const back = (name: string | undefined): string | undefined => {
    const node = madeBy(name);
    return node !== undefined && name !== tap.tensor && SHAPING.has(node.op) ? back(node.inputs[0]) : name;
  };
  const read = back(from);
  if (read === tap.tensor)
    return tap.kind === "vector" || (tap.kind === "maps" && tap.cell.every((side) => side === 1));
  const pool = madeBy(read);
  if (pool?.op !== "GlobalAveragePool" || tap.kind !== "maps" || pool.inputs[0] !== tap.tensor) return false;
  return tap.height % tap.cell[0] === 0 && tap.width % tap.cell[1] === 0;
}

/** Taps with those marked that the head reads directly, and no others. */
export function withReadouts(taps: readonly Tap[], outline: Head, logits: string): Tap[] {
  return taps.map(({ readout: _, ...tap }) => (readsDirectly(outline, tap, logits) ? { ...tap, readout: true } : tap));
}
