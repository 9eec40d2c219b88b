/** Running and solving on the current thread: for the command line and for tools. */
import { columnsOf, type ModelManifest } from "../models/manifest.ts";
import { drainSteps } from "./drain-steps.ts";
import type { LayerSolver, MaskEvaluator } from "./evaluator.ts";
import { createBatchRunner, type OrtRuntime, type OrtSession } from "./run-batch.ts";

/** An evaluator over a session that is already open, `batchSize` masks a run; evaluations must not overlap. */
export function createLocalEvaluator(
  ort: OrtRuntime,
  session: OrtSession,
  manifest: ModelManifest,
  batchSize: number,
): MaskEvaluator {
  const runner = createBatchRunner(ort, session, manifest, batchSize);
  return {
    layerCount: columnsOf(manifest).length,
    classCount: manifest.classMap.length,
    evaluate: async (input, masks, { signal, onBatch }) => {
      runner.prepare(input);
      for (let from = 0; from < masks.length; from += batchSize) {
        signal?.throwIfAborted();
        const batch = masks.slice(from, from + batchSize);
        onBatch(batch, await runner.run(batch));
      }
      signal?.throwIfAborted();
    },
    dispose: () => undefined,
  };
}

/** A solver on this thread. */
export function createLocalSolver(): LayerSolver {
  return { solve: drainSteps, dispose: () => undefined };
}
