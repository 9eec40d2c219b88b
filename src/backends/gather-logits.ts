import { mapClasses } from "../core/value.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { InferenceError } from "./errors.ts";

/** Where one layer's logits lie: those of mask b are the `columns` numbers of `data` from `from + b · stride` on. */
export interface LogitRows {
  readonly data: Float32Array;
  readonly from: number;
  readonly stride: number;
  readonly columns: number;
}

/** How many of the network's outputs a manifest speaks of: its head gives at least as many. */
export function outputCount({ classMap }: Pick<ModelManifest, "classMap">): number {
  return 1 + Math.max(...classMap.flat());
}

/**
 * Logits [count, L + 1, C] out of the layers' rows in the manifest's order, the network's own output last, over the mapped classes.
 * InferenceError `non-finite` names the layer that holds NaN or infinity; rows beyond `count` are padding and not looked at.
 */
export function gatherLogits(
  rows: readonly LogitRows[],
  { layers, head, classMap }: Pick<ModelManifest, "layers" | "head" | "classMap">,
  count: number,
): Float32Array<ArrayBuffer> {
  const classes = classMap.length;
  const logits = new Float32Array(count * rows.length * classes);
  rows.forEach(({ data, from, stride, columns }, layer) => {
    const isHead = layer === layers.length;
    for (let b = 0; b < count; b++) {
      const start = from + b * stride;
      checkFinite(data, start, start + columns, isHead ? head.name : layers[layer]!.name);
      logits.set(
        isHead ? mapClasses(data, start, classMap) : data.subarray(start, start + classes),
        (b * rows.length + layer) * classes,
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
