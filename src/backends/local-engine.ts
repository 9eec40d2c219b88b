/** Running and solving on the current thread: for the command line and for tools. */
import { columnsOf, type ModelManifest } from "../models/spec/model.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { ANY_BATCH, type Batching, type OpeningFacts } from "./batching.ts";
import { estimateHere, solveHere } from "./drain-steps.ts";
import { InputIds } from "./held-inputs.ts";
import type { LayerSolver, MaskEvaluator, SampleSolver } from "./evaluator.ts";
import { openNetwork } from "./open-network.ts";
import { openingFailure } from "./opening-failure.ts";
import type { OpeningRuntime, SessionOptionsOf } from "./opening.ts";
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

/** Masks per batch: native kernels gain from more, up to about here. */
const BATCH_SIZE = 32;

/** An engine on this thread, and what opening its network told. */
export interface LocalEngine {
  readonly evaluator: MaskEvaluator;
  readonly solver: LayerSolver & SampleSolver;
  readonly facts: OpeningFacts;
}

/** Opens a model on this thread. Throws InferenceError, and ModelError where manifest and network do not fit each other. */
export async function openLocalEngine(
  ort: OpeningRuntime,
  model: LoadedModel,
  optionsOf: SessionOptionsOf,
): Promise<LocalEngine> {
  try {
    const { session, manifest, facts } = await openNetwork(ort, model, optionsOf);
    const evaluator = createLocalEvaluator(ort, session, manifest, BATCH_SIZE, facts.batching);
    return { evaluator, solver: createLocalSolver(), facts };
  } catch (cause) {
    throw openingFailure(cause, model.manifest.name);
  }
}

/** A solver on this thread, of one layer after the other: between the steps of several each would find another's numbers at hand. */
export function createLocalSolver(): LayerSolver & SampleSolver {
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(solve: () => Promise<T>): Promise<T> => {
    const solved = before.then(solve);
    before = solved.catch(() => undefined);
    return solved;
  };
  return {
    solve: (v, options, watch) => inTurn(() => solveHere(v, options, watch)),
    estimate: (sample, v, watch) => inTurn(() => estimateHere(sample, v, watch)),
    dispose: () => undefined,
  };
}
