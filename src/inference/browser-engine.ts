import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import DecodeWorker from "../../workers/decode.worker.ts?worker";
import InferenceWorker from "../../workers/inference.worker.ts?worker";
import SolverWorker from "../../workers/solver.worker.ts?worker";
import type { LoadedModel } from "../model/model-files.ts";
import { WorkerDecoder } from "./decoder.ts";
import type { ImageDecoder, LayerSolver, MaskEvaluator } from "./evaluator.ts";
import { WorkerPool } from "./pool.ts";
import { SolverPool } from "./solver-pool.ts";

/** Masks per batch: small enough that a cancel is heard and progress moves several times a second; WebAssembly gains nothing from larger ones. */
export const BATCH_SIZE = 16;

/** More workers than this gain little and cost a runtime's memory each. */
const MAX_WORKERS = 8;

/** The page's workers for one model. */
export interface BrowserEngine {
  readonly evaluator: MaskEvaluator;
  readonly solver: LayerSolver;
  /** Ends the workers, the only way to get a WebAssembly runtime's memory back. */
  dispose(): void;
}

/**
 * Starts the workers of a model, one single-threaded worker a core: at least as fast as threads, which wait for each other,
 * and it works without cross-origin isolation. Resolves when the first worker has its session open; rejects with InferenceError when none can.
 */
export async function createBrowserEngine(model: LoadedModel): Promise<BrowserEngine> {
  const workers = Math.max(1, Math.min(MAX_WORKERS, navigator.hardwareConcurrency));
  const load = { batchSize: BATCH_SIZE, wasmUrl: new URL(wasmUrl, document.baseURI).href };
  const evaluator = new WorkerPool(model, { workers, load, spawn: () => new InferenceWorker({ name: "strata-inference" }) });
  const solver = new SolverPool({ workers, spawn: () => new SolverWorker({ name: "strata-solver" }) });
  const dispose = (): void => {
    evaluator.dispose();
    solver.dispose();
  };
  try {
    await evaluator.ready();
  } catch (error) {
    dispose();
    throw error;
  }
  return { evaluator, solver, dispose };
}

/** Starts the page's decoding worker when the first image comes. */
export function createBrowserDecoder(): ImageDecoder {
  return new WorkerDecoder(() => new DecodeWorker({ name: "strata-decode" }));
}
