import { assembleModel } from "../models/assemble.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import { writeTail } from "../models/onnx.ts";
import { inputSize, type InputSpec } from "../models/spec/input.ts";
import { tapOf, type Tap } from "../models/spec/taps.ts";
import type { GraphOutput, ProbeTools } from "./tools.ts";

/** Shapes and types of tensors inside a network, batch of one included, found by running it once. Rejects as ONNX Runtime does where a name is none. */
export async function shapesOf(
  backbone: Uint8Array,
  input: InputSpec,
  names: readonly string[],
  tools: Pick<ProbeTools, "open">,
): Promise<readonly Pick<GraphOutput, "dims" | "type">[]> {
  const given = new Set(readGraph(backbone).outputs.map(({ name }) => name));
  const outputs = names.filter((name) => !given.has(name)).map((name) => ({ name, dims: null, type: null }));
  const tail = writeTail({ outputs, nodes: [], initializers: [] });
  const runner = await tools.open(assembleModel(backbone, tail), input);
  try {
    return await runner.run(new Float32Array(inputSize(input)), 1, names);
  } finally {
    await runner.close();
  }
}

/** How tensors inside a network are looked into, by their shapes; the shape alone of one that no features can be taken from. */
export async function findTaps(
  backbone: Uint8Array,
  input: InputSpec,
  names: readonly string[],
  tools: Pick<ProbeTools, "open">,
): Promise<(Tap | { readonly dims: readonly number[] })[]> {
  const shapes = await shapesOf(backbone, input, names, tools);
  return names.map((name, i) => {
    const { dims, type } = shapes[i]!;
    // Where the batch does not come first, such as of tokens one after another, nothing is looked into.
    return (dims[0] === 1 ? tapOf(name, name, dims, type) : null) ?? { dims };
  });
}
