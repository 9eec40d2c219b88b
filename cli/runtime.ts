import { wordsOf } from "../src/platform/words.ts";
import { availableParallelism } from "node:os";
import type * as Ort from "onnxruntime-web";
import { openLocalEngine, type LocalEngine } from "../src/backends/local-engine.ts";
import type { OpeningRuntime } from "../src/backends/opening.ts";
import type { LoadedModel } from "../src/models/model-files.ts";

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

/** Of the native runtime; where several processes compute, each has one thread. */
export interface EngineOptions {
  readonly loaders?: RuntimeLoaders;
  readonly threads?: number;
}

/**
 * Opens a model in native ONNX Runtime, an optional dependency, or else in WebAssembly, after telling `onFallback` why.
 * Throws InferenceError, and ModelError where manifest and network do not fit each other.
 */
export async function openEngine(
  model: LoadedModel,
  onFallback: (reason: string) => void,
  { loaders = INSTALLED, threads = availableParallelism() }: EngineOptions = {},
): Promise<LocalEngine> {
  const ort = await loaders.native().catch(async (error: unknown) => {
    onFallback(wordsOf(error));
    const wasm = await loaders.wasm();
    // Several threads hang a ready-made session in Node.
    wasm.env.wasm.numThreads = 1;
    return wasm;
  });
  const options = (): Ort.InferenceSession.SessionOptions => ({
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
  return openLocalEngine(ort as unknown as OpeningRuntime, model, options);
}
