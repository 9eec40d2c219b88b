import { mapClasses } from "../core/value.ts";
import { columnsOf, probesOf, type ModelManifest } from "../models/spec/model.ts";
import { InferenceError } from "./errors.ts";

/** Where one layer's logits lie: those of mask b are the `columns` numbers of `data` from `from + b · stride` on. */
export interface LogitRows {
  readonly data: Float32Array;
  readonly from: number;
  readonly stride: number;
  readonly columns: number;
}

/** How many of the network's outputs a manifest speaks of: its output gives at least as many. */
export function outputCount({ classMap }: Pick<ModelManifest, "classMap">): number {
  return 1 + Math.max(...classMap.flat());
}

/** A layer's replicates' rows, each as that of a probe, out of those [replicates · classes] of them all. */
export function replicateRows({ data, from, stride }: LogitRows, replicates: number, classes: number): LogitRows[] {
  return Array.from({ length: replicates }, (_, r) => ({ data, from: from + r * classes, stride, columns: classes }));
}

/**
 * Logits [count, L + 1, C] out of the layers' rows in the manifest's order, the network's own output behind them, over the mapped classes;
 * with R replicates at hand [count, L + 1 + L · R, C]: their rows come last, layer by layer.
 * InferenceError `non-finite` names the layer that holds NaN or infinity; rows beyond `count` are padding and not looked at.
 */
export function gatherLogits(
  rows: readonly LogitRows[],
  manifest: Pick<ModelManifest, "probes" | "output" | "classMap" | "replicateCount">,
  count: number,
): Float32Array<ArrayBuffer> {
  const { classMap, replicateCount = 0 } = manifest;
  const classes = classMap.length;
  const columns = columnsOf(manifest);
  const names = [
    ...columns.map(({ name }) => name),
    ...probesOf(manifest).flatMap(({ name }) => new Array<string>(replicateCount).fill(name)),
  ];
  const logits = new Float32Array(count * rows.length * classes);
  rows.forEach(({ data, from, stride, columns: width }, column) => {
    const isOutput = column === columns.length - 1;
    for (let b = 0; b < count; b++) {
      const start = from + b * stride;
      checkFinite(data, start, start + width, names[column]!);
      logits.set(
        isOutput ? mapClasses(data, start, classMap) : data.subarray(start, start + classes),
        (b * rows.length + column) * classes,
      );
    }
  });
  return logits;
}

function checkFinite(data: Float32Array, start: number, end: number, layer: string): void {
  for (let i = start; i < end; i++) {
    if (!Number.isFinite(data[i])) throw new InferenceError("non-finite", { layer, value: String(data[i]) });
  }
}
