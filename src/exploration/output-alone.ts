import { withoutProbes } from "../models/covered.ts";
import type { Evaluation } from "./exploration.ts";

/** The answers of the network's own output, as of a network without probes. */
export function outputAlone({ manifest, layerCount, columnCount, logits, ...rest }: Evaluation): Evaluation {
  const rows = logits.length / (layerCount * columnCount);
  const output = new Float32Array(rows * columnCount);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * layerCount * columnCount;
    output.set(logits.subarray(end - columnCount, end), row * columnCount);
  }
  return { ...rest, manifest: withoutProbes(manifest), layerCount: 1, columnCount, logits: output };
}
