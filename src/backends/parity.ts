import { type Masks, type Mask, masksOf } from "../core/masks.ts";
import type { Parity } from "./engine-report.ts";
import { rowSizeOf, type EvaluateOptions, type MaskEvaluator } from "./evaluator.ts";
import type { MaskedInput } from "./protocol.ts";

/**
 * Largest difference that is put down to rounding, as a share of the largest logit: 32-bit sums of some thousand terms in another order
 * differ by about 1e-6, and an effect of order k, a sum of 2^k scores, must still be right to within what pictures show.
 */
export const PARITY_TOLERANCE = 1e-4;

/** Rows of a batch that are compared: faults of kernels depend on where in the batch a row lies, so first, last and evenly between. */
const COMPARED_ROWS = 32;

/** The GPU's answers to one batch: masks, and logits [masks, L + 1, C]. */
export interface GpuBatch {
  readonly masks: Masks;
  readonly logits: Float32Array;
  /** Rows that were computed, padding included. */
  readonly batchSize: number;
}

/** Compares batches of the GPU's with what WebAssembly answers to the same masks. Rejects as the evaluator does. */
export async function checkParity(
  batches: readonly GpuBatch[],
  input: MaskedInput,
  wasm: MaskEvaluator,
  watch: Pick<EvaluateOptions, "signal" | "priority"> = {},
): Promise<Parity> {
  const rowSize = rowSizeOf(wasm);
  const compared = batches.flatMap(({ masks, logits }) =>
    spread(masks.length, COMPARED_ROWS).map((row) => ({
      mask: masks[row]!,
      row: logits.subarray(row * rowSize, (row + 1) * rowSize),
    })),
  );
  const answers = new Map<Mask, Float32Array>();
  await wasm.evaluate(input, masksOf(new Set(compared.map(({ mask }) => mask))), {
    ...watch,
    onBatch: (masks, logits) =>
      masks.forEach((mask, b) => answers.set(mask, logits.subarray(b * rowSize, (b + 1) * rowSize))),
  });
  let largestDelta = 0;
  let largestLogit = 0;
  for (const { mask, row } of compared) {
    answers.get(mask)!.forEach((logit, i) => {
      // Once NaN, always NaN.
      largestDelta = Math.max(largestDelta, Math.abs(row[i]! - logit));
      largestLogit = Math.max(largestLogit, Math.abs(logit));
    });
  }
  return {
    largestDelta,
    largestLogit,
    ratio: largestDelta === 0 ? 0 : largestDelta / largestLogit,
    tolerance: PARITY_TOLERANCE,
    masks: answers.size,
    batchSizes: batches.map(({ batchSize }) => batchSize),
  };
}

/** Whether the two backends may stand for each other. */
export function parityHolds({ ratio, tolerance }: Parity): boolean {
  return ratio <= tolerance;
}

/** Up to `most` whole numbers from 0 to count − 1, both included, evenly spread. */
function spread(count: number, most: number): number[] {
  const kept = Math.min(count, most);
  return Array.from({ length: kept }, (_, i) => (kept === 1 ? 0 : Math.round((i * (count - 1)) / (kept - 1))));
}
