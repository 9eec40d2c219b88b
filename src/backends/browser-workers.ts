/** The page's inference workers, apart from the rest of the engine: the first one starts before that is fetched. */
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import InferenceWorker from "../../workers/inference.worker.ts?worker";
import { createWorkerSource, type WorkerSource } from "./worker-source.ts";

/** Absolute address of ONNX Runtime's WebAssembly file. */
export const runtimeAddress = (): string => new URL(wasmUrl, document.baseURI).href;

/** Starts the page's inference workers. */
export function createInferenceWorkers(): WorkerSource {
  return createWorkerSource(() => new InferenceWorker({ name: "strata-inference" }), runtimeAddress());
}
