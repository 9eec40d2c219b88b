/** Running and solving on the current thread: for the command line and for tools. */
import { columnsOf, type ModelManifest } from "../models/spec/model.ts";
import { ANY_BATCH, type Batching } from "./batching.ts";
import { solveHere } from "./drain-steps.ts";
import { InputIds } from "./held-inputs.ts";
import type { LayerSolver, MaskEvaluator } from "./evaluator.ts";
import { createBatchRunner, type OrtRuntime, type OrtSession } from "./run-batch.ts";

/** An evaluator over a session that is already open, `batchSize` masks a run. */
export function createLocalEvaluator(
  ort: OrtRuntime,
  session: OrtSession,
  manifest: ModelManifest,
  batchSize: number,
  batching: Batching = ANY_BATCH,
): MaskEvaluator {
  const runner = createBatchRunner(ort, session, manifest, batchSize, batching);
  const inputs = new InputIds();
  return {
    layerCount: columnsOf(manifest).length,
    replicateCount: manifest.replicateCount ?? 0,
    classCount: manifest.classMap.length,
    evaluate: async (input, masks, { signal, onBatch }) => {
      for (let from = 0; from < masks.length; from += batchSize) {
        signal?.throwIfAborted();
        const batch = masks.slice(from, from + batchSize);
        onBatch(batch, await inputs.answer(runner, input, (reference) => runner.run(reference, batch)));
      }
      signal?.throwIfAborted();
    },
    dispose: () => undefined,
  };
}

/** A solver on this thread. */
export function createLocalSolver(): LayerSolver {
  return { solve: solveHere, dispose: () => undefined };
}
