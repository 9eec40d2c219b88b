import { wordsOf } from "../src/platform/words.ts";
import { availableParallelism } from "node:os";
import type * as Ort from "onnxruntime-web";
import type { Engine } from "../src/exploration/events.ts";
import { InferenceError } from "../src/backends/errors.ts";
import { createLocalEvaluator, createLocalSolver } from "../src/backends/local-engine.ts";
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

/**
 * Opens a model in native ONNX Runtime, an optional dependency, or else in WebAssembly, after telling `onFallback` why.
 * Throws InferenceError `session-failed`.
 */
export async function openEngine(
  model: LoadedModel,
  onFallback: (reason: string) => void,
  loaders: RuntimeLoaders = INSTALLED,
): Promise<Engine> {
  const ort = await loaders.native().catch(async (error: unknown) => {
    onFallback(wordsOf(error));
    const wasm = await loaders.wasm();
    // Several threads hang a ready-made session in Node.
    wasm.env.wasm.numThreads = 1;
    return wasm;
  });
  try {
    const session = await ort.InferenceSession.create(model.bytes, {
      intraOpNumThreads: availableParallelism(),
      logSeverityLevel: 3,
    });
    return { evaluator: createLocalEvaluator(ort, session, model.manifest, BATCH_SIZE), solver: createLocalSolver() };
  } catch (cause) {
    throw new InferenceError("session-failed", { model: model.manifest.name, message: wordsOf(cause) }, { cause });
  }
}
