import { assembleModel } from "../models/assemble.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import { writeTail } from "../models/onnx.ts";
import { inputSize, type InputSpec } from "../models/spec/input.ts";
import { tapOf, type Tap } from "../models/spec/taps.ts";
import type { ProbeTools } from "./tools.ts";

/** Shapes of tensors inside a network, batch of one included, found by running it once. Rejects as ONNX Runtime does where a name is none. */
export async function shapesOf(
  backbone: Uint8Array,
  input: InputSpec,
  names: readonly string[],
  tools: Pick<ProbeTools, "open">,
): Promise<(readonly number[])[]> {
  const given = new Set(readGraph(backbone).outputs.map(({ name }) => name));
  const outputs = names.filter((name) => !given.has(name)).map((name) => ({ name, dims: null }));
  const runner = await tools.open(assembleModel(backbone, writeTail({ outputs, nodes: [], initializers: [] })), input);
  try {
    return (await runner.run(new Float32Array(inputSize(input)), 1, names)).map(({ dims }) => dims);
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
  return names.map((name, i) => tapOf(name, name, shapes[i]!) ?? { dims: shapes[i]! });
}
