import type { OnnxOutline } from "./onnx.ts";

/** Layers that are looked into where nobody names any. */
const MOST_LAYERS = 8;

/** Operators with weights of their own: what lies between two of them is one layer. */
const WEIGHTED: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/** Operators that make nothing new of a tensor: what went into them tells more. */
const MOVING: ReadonlySet<string> = new Set([
  "AveragePool",
  "Dropout",
  "Flatten",
  "GlobalAveragePool",
  "GlobalMaxPool",
  "Identity",
  "MaxPool",
  "Pad",
  "ReduceMean",
  "Reshape",
  "Slice",
  "Softmax",
  "Squeeze",
  "Transpose",
  "Unsqueeze",
]);

/**
 * Names of tensors that are worth looking into, from the input side to the output, eight at most: those through which all that is known of the image
 * passes (after the stem, after every block, after every layer of a plain network), the last one behind each of the operators with weights;
 * the network's own output is none of them. Linear in the graph.
 *
 * @param input the graph's input that is the image.
 */
export function tapNames({ nodes }: Pick<OnnxOutline, "nodes">, input: string): string[] {
  const lastUse = lastUses(nodes, input);
  const layers: string[] = [];
  let weighted = false;
  /** Where the last of the tensors made so far is used. */
  let needed = lastUse.get(input)!;
  nodes.forEach(({ op, outputs: [made] }, at) => {
    const used = made === undefined ? undefined : lastUse.get(made);
    if (used === undefined) return;
    weighted ||= WEIGHTED.has(op);
    // All that was made before, the image too, is used up by now.
    if (needed <= at && !MOVING.has(op)) {
      if (weighted) layers.push(made!);
      else if (layers.length > 0) layers[layers.length - 1] = made!;
      weighted = false;
    }
    needed = Math.max(needed, used);
  });
  return thinned(layers.slice(0, -1));
}

/** Where each tensor that tells of the image is used last, by the index of the node; its own where it is used nowhere. Shapes tell nothing of it. */
function lastUses(nodes: OnnxOutline["nodes"], input: string): Map<string, number> {
  const last = new Map([[input, -1]]);
  nodes.forEach(({ op, inputs, outputs }, at) => {
    if (op === "Shape") return;
    const told = inputs.filter((name) => last.has(name));
    for (const name of told) last.set(name, at);
    if (told.length > 0) for (const name of outputs) last.set(name, at);
  });
  return last;
}

/** At most MOST_LAYERS of them, the first and the last among them, evenly. */
function thinned(layers: readonly string[]): string[] {
  if (layers.length <= MOST_LAYERS) return [...layers];
  return Array.from(
    { length: MOST_LAYERS },
    (_, i) => layers[Math.round((i * (layers.length - 1)) / (MOST_LAYERS - 1))]!,
  );
}

/** What a layer is called whose tensor has this name: without the slashes, endings and further names that exporters add. */
export function layerName(tensor: string): string {
  return tensor.replace(/;.*$/, "").replace(/^\/+|_output_0$/gi, "") || tensor;
}
