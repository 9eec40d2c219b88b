import { wordsOf } from "../src/platform/words.ts";
import { availableParallelism } from "node:os";
import type * as Ort from "onnxruntime-web";
import type { Engine } from "../src/exploration/events.ts";
import type { OpeningFacts } from "../src/backends/batching.ts";
import { createLocalEvaluator, createLocalSolver } from "../src/backends/local-engine.ts";
import { openNetwork } from "../src/backends/open-network.ts";
import type { OpeningRuntime } from "../src/backends/opening.ts";
import { openingFailure } from "../src/backends/opening-failure.ts";
import type { LoadedModel } from "../src/models/model-files.ts";

/** Masks per batch: native kernels gain from more, up to about here. */
const BATCH_SIZE = 32;

/** What both builds of ONNX Runtime have. */
type Runtime = Pick<typeof Ort, "InferenceSession" | "Tensor" | "env">;

/** Where the two builds of ONNX Runtime come from. */
export interface RuntimeLoaders {
  native(): Promise<Runtime>;
  wasm(): Promise<Runtime>;
}

const INSTALLED: RuntimeLoaders = {
  native: async () => (await import("onnxruntime-node")) as unknown as Runtime,
  wasm: async () => import("onnxruntime-web"),
};

/** An engine on this thread, and what opening its network told. */
export interface NativeEngine extends Engine {
  readonly facts: OpeningFacts;
}

/**
 * Opens a model in native ONNX Runtime, an optional dependency, or else in WebAssembly, after telling `onFallback` why.
 * Throws InferenceError, and ModelError where manifest and network do not fit each other.
 */
export async function openEngine(
  model: LoadedModel,
  onFallback: (reason: string) => void,
  loaders: RuntimeLoaders = INSTALLED,
): Promise<NativeEngine> {
  const ort = await loaders.native().catch(async (error: unknown) => {
    onFallback(wordsOf(error));
    const wasm = await loaders.wasm();
    // Several threads hang a ready-made session in Node.
    wasm.env.wasm.numThreads = 1;
    return wasm;
  });
  const options = (): Ort.InferenceSession.SessionOptions => ({
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 3,
  });
  try {
    const runtime = ort as unknown as OpeningRuntime;
    const { session, manifest, facts } = await openNetwork(runtime, model, options);
    const evaluator = createLocalEvaluator(runtime, session, manifest, BATCH_SIZE, facts.batching);
    return { evaluator, solver: createLocalSolver(), facts };
  } catch (cause) {
    throw openingFailure(cause, model.manifest.name);
  }
}
