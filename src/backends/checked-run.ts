import { type Masks, masksOf } from "../core/masks.ts";
import type { EvaluateOptions, MaskEvaluator } from "./evaluator.ts";
import type { GpuFailure, Parity } from "./engine-report.ts";
import { checkParity, parityHolds } from "./parity.ts";
import type { MaskedInput } from "./protocol.ts";
import { GpuGaveUp, type WebGpuBackend } from "./webgpu-backend.ts";

/** How a run on the GPU ended: what it has not answered, and why; nothing is left where all went well. */
export interface CheckedRun {
  readonly left: Masks;
  readonly failure: { readonly reason: GpuFailure; readonly message: string | null } | null;
}

/** The GPU's numbers were not those of WebAssembly. */
class ParityBroken extends Error {}

/**
 * Runs masks on the GPU as long as that goes well. Its first batch, and a batch of one mask, are compared with WebAssembly, and nothing is told
 * before they agree. Rejects with the signal's reason, with what a listener throws, or with WorkerError `closed`.
 */
export async function runChecked(
  { gpu, wasm }: { readonly gpu: WebGpuBackend; readonly wasm: MaskEvaluator },
  input: MaskedInput,
  masks: Masks,
  { signal, priority, onBatch }: EvaluateOptions,
  onParity: (parity: Parity) => void,
): Promise<CheckedRun> {
  const stop = new AbortController();
  const watch = { signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]), priority };
  const held: (readonly [Masks, Float32Array])[] = [];
  const one = masks.slice(0, 1);
  let oneLogits: Float32Array = new Float32Array();
  let check: Promise<void> | null = null;
  let passed = false;
  const verify = async (batch: Masks, logits: Float32Array): Promise<void> => {
    const parity = await checkParity(
      [
        { masks: one, logits: oneLogits, batchSize: 1 },
        { masks: batch, logits, batchSize: gpu.batchSize },
      ],
      input,
      wasm,
      watch,
    );
    onParity(parity);
    if (!parityHolds(parity)) throw new ParityBroken();
    passed = true;
    for (const [heldMasks, heldLogits] of held.splice(0)) onBatch(heldMasks, heldLogits);
  };
  try {
    await gpu.evaluate(input, one, { ...watch, batchSize: 1, onBatch: (_, logits) => (oneLogits = logits) });
    await gpu.evaluate(input, masks, {
      ...watch,
      onBatch: (batch, logits) => {
        if (passed) return onBatch(batch, logits);
        held.push([batch, logits]);
        if (check !== null) return;
        check = verify(batch, logits);
        check.catch((error: unknown) => stop.abort(error));
      },
    });
    // It is set in a callback, which the compiler does not follow.
    await (check as Promise<void> | null);
    return { left: masksOf([]), failure: null };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ParityBroken) return { left: masks, failure: { reason: "parity", message: null } };
    if (!(error instanceof GpuGaveUp)) throw error;
    // Nothing has been told as long as the check was not through.
    const left = (await isFulfilled(check)) ? error.left : masks;
    return { left, failure: { reason: error.reason, message: error.message } };
  } finally {
    stop.abort();
  }
}

/** Whether a promise is fulfilled in the end; false where there is none. */
async function isFulfilled(promise: Promise<void> | null): Promise<boolean> {
  if (promise === null) return false;
  return promise.then(
    () => true,
    () => false,
  );
}
