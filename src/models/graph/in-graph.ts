import { constantsOf, numberIn, numbersOf } from "./constants.ts";
import type { Graph, GraphNode, TensorHeader } from "./graph.ts";

/** What a graph does to its input before the first operator with weights: channel c of x becomes gain[c]·x + shift[c]. */
export interface InGraph {
  readonly gain: readonly number[];
  readonly shift: readonly number[];
  /** Whether all that it does is to make floats of whole numbers. */
  readonly dequantises: boolean;
}

const MOST_STEPS = 32;

/** Follows the one way from the input on, as far as it only moves and stretches the channels' numbers; null where nothing is done to them. Linear in the graph. */
export function inGraph(graph: Graph, bytes: Uint8Array, input: string, channels: number): InGraph | null {
  const constants = constantsOf(graph);
  const users = new Map<string, GraphNode[]>();
  for (const node of graph.nodes)
    for (const name of node.inputs) users.set(name, [...(users.get(name)?.slice(0, 1) ?? []), node]);
  let gain = Array.from({ length: channels }, () => 1);
  let shift = Array.from({ length: channels }, () => 0);
  let [done, dequantises] = [false, true];
  let at = input;
  for (let step = 0; step < MOST_STEPS; step++) {
    const [node, second] = users.get(at) ?? [];
    if (node === undefined || second !== undefined || node.op === "Shape") break;
    if (!["Cast", "Identity", "Transpose"].includes(node.op)) {
      const change = changeOf(node, at, constants, bytes, channels);
      if (change === null) break;
      dequantises &&= node.op === "DequantizeLinear";
      done = true;
      shift = shift.map((value, c) => value * change.gain[c]! + change.shift[c]!);
      gain = gain.map((value, c) => value * change.gain[c]!);
    }
    at = node.outputs[0] ?? "";
  }
  return done ? { gain, shift, dequantises } : null;
}

type Change = Pick<InGraph, "gain" | "shift">;

/** What one operator does; null: anything else than to move and stretch. */
function changeOf(
  node: GraphNode,
  from: string,
  constants: ReadonlyMap<string, TensorHeader>,
  bytes: Uint8Array,
  channels: number,
): Change | null {
  const perChannel = (name: string | undefined): number[] | null => {
    const tensor = name === undefined ? undefined : constants.get(name);
    const numbers = tensor === undefined ? null : numbersOf(bytes, tensor, channels);
    if (numbers === null) return null;
    if (numbers.length === 1) return Array.from({ length: channels }, () => numbers[0]!);
    return numbers.length === channels ? [...numbers] : null;
  };
  const zeros = Array.from({ length: channels }, () => 0);
  const ones = zeros.map(() => 1);
  const [first, second] = node.inputs;
  const other = perChannel(first === from ? second : first);
  const finite = (change: Change): Change | null =>
    [...change.gain, ...change.shift].every((value) => Number.isFinite(value)) &&
    change.gain.every((value) => value !== 0)
      ? change
      : null;
  switch (node.op) {
    case "Add":
      return other && finite({ gain: ones, shift: other });
    case "Sub":
      return (
        other &&
        finite(
          first === from
            ? { gain: ones, shift: other.map((value) => -value) }
            : { gain: ones.map((value) => -value), shift: other },
        )
      );
    case "Mul":
      return other && finite({ gain: other, shift: zeros });
    case "Div":
      return first === from ? other && finite({ gain: other.map((value) => 1 / value), shift: zeros }) : null;
    case "DequantizeLinear": {
      const scale = perChannel(second);
      const zero = node.inputs[2] === undefined ? zeros : perChannel(node.inputs[2]);
      return scale && zero && finite({ gain: scale, shift: scale.map((value, c) => -value * zero[c]!) });
    }
    case "BatchNormalization": {
      const [scale, bias, mean, variance] = node.inputs.slice(1, 5).map(perChannel);
      if (!scale || !bias || !mean || !variance) return null;
      const gain = scale.map((value, c) => value / Math.sqrt(variance[c]! + numberIn(node, "epsilon", 1e-5)));
      return finite({ gain, shift: bias.map((value, c) => value - gain[c]! * mean[c]!) });
    }
    default:
      return null;
  }
}
