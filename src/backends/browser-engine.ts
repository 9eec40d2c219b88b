import type { ImageDecoder } from "../images/protocol.ts";
import gpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import DecodeWorker from "../../workers/decode.worker.ts?worker";
import GpuWorker from "../../workers/gpu.worker.ts?worker";
import SolverWorker from "../../workers/solver.worker.ts?worker";
import type { LoadedModel } from "../models/model-files.ts";
import { findAdapter } from "./adapter.ts";
import { PLAIN_FACTS } from "./batching.ts";
import { runtimeAddress } from "./browser-workers.ts";
import { WorkerDecoder } from "../images/decoder.ts";
import { workerLimit } from "./engine-limit.ts";
import type { EngineEvent, EngineReport, BackendChoice } from "./engine-report.ts";
import type { LayerSolver, MaskEvaluator, SampleSolver } from "./evaluator.ts";
import { WebGpuBackend } from "./webgpu-backend.ts";
import { nextTask } from "../platform/next-task.ts";
import { WasmBackend } from "./wasm-backend.ts";
import { SolverPool } from "./solver-pool.ts";
import { TaskQueue } from "../platform/task-queue.ts";
import { BackendChooser } from "./backend-chooser.ts";
import type { WorkerSource } from "./worker-source.ts";

/** Masks per batch of WebAssembly: small enough that a cancel is heard and progress moves several times a second; WebAssembly gains nothing from larger ones. */
export const BATCH_SIZE = 16;

/** More workers than this gain little and cost a runtime's memory each. */
const MAX_WORKERS = 8;

/** The page's workers for one model. */
export interface BrowserEngine {
  readonly evaluator: MaskEvaluator;
  readonly solver: LayerSolver & SampleSolver;
  /** Resolves once the backend that a person asked for is open, or has been found closed; it never rejects. */
  ready(): Promise<void>;
  /** Another backend from the next run on. */
  choose(choice: BackendChoice): void;
  /** Another engine is used now: lets go of the GPU, which should have one session at a time, until this one is used again. */
  rest(): void;
  /** Ends the workers, the only way to get a WebAssembly runtime's memory back. */
  dispose(): void;
}

/** What all engines of a page share: its cores, and the solvers, which know of no network. */
export class Processor {
  /** Workers of a kind: one a core. */
  readonly workers = Math.max(1, Math.min(MAX_WORKERS, navigator.hardwareConcurrency));
  /** Tasks of all engines wait here, so that no more are at work than there are cores, and those that somebody waits for come first. */
  readonly queue = new TaskQueue(this.workers);
  readonly solvers: SolverPool;
  /** Told of solvers that were replaced. */
  readonly listeners = new Set<(event: EngineEvent) => void>();

  constructor() {
    this.solvers = new SolverPool({
      workers: this.workers,
      queue: this.queue,
      spawn: () => new SolverWorker({ name: "strata-solver" }),
      onReplaced: () => {
        for (const tell of this.listeners) tell({ code: "solver-replaced" });
      },
    });
  }
}

/**
 * Starts the workers of a model, one single-threaded worker a core: at least as fast as threads, which wait for each other,
 * and it works without cross-origin isolation. Resolves when the first worker has its session open; rejects with InferenceError when none can.
 * The GPU's worker follows by itself, after the first run; nothing is fetched for it where there is no GPU or the choice is against it.
 */
export async function createBrowserEngine(
  model: LoadedModel,
  { workers, queue, solvers, listeners }: Processor,
  source: WorkerSource,
  choice: BackendChoice,
  onReport: (report: EngineReport) => void,
): Promise<BrowserEngine> {
  // There is none while the first workers open.
  let chooser: BackendChooser | null = null;
  const note = (event: EngineEvent): void => chooser?.note(event);
  const size = workerLimit(navigator, model.bytes.length, workers);
  const wasm = new WasmBackend(model, {
    workers: size,
    queue,
    batchSize: BATCH_SIZE,
    wasmUrl: runtimeAddress(),
    spawn: () => source.spawn(),
    onEvent: note,
  });
  try {
    await wasm.ready();
  } catch (error) {
    wasm.dispose();
    throw error;
  }
  const opening = wasm.facts ?? PLAIN_FACTS;
  // What follows is cut into tasks: the page is being drawn meanwhile, on cores that the runtimes share.
  await nextTask();
  solvers.expect();
  await nextTask();
  const gpu = new WebGpuBackend(model, {
    wasmUrl: new URL(gpuWasmUrl, document.baseURI).href,
    spawn: () => new GpuWorker({ name: "strata-gpu" }),
    onEvent: note,
  });
  const evaluator = (chooser = new BackendChooser({
    gpu,
    wasm,
    manifest: model.manifest,
    workers: size,
    wasmBatch: BATCH_SIZE,
    queue,
    choice,
    isolated: crossOriginIsolated,
    opening,
    // A GPU is not asked for where it would be given few images at a time.
    adapter: nextTask().then(() =>
      opening.limit === null ? findAdapter(navigator) : { unusable: opening.limit, unwise: null, name: null },
    ),
    nowMs: () => performance.now(),
    onReport,
  }));
  listeners.add(note);
  return {
    evaluator,
    solver: solvers,
    ready: () => evaluator.ready(),
    choose: (asked) => evaluator.choose(asked),
    rest: () => evaluator.rest(),
    dispose: () => {
      listeners.delete(note);
      evaluator.dispose();
    },
  };
}

/** Starts the page's decoding worker when the first image comes. */
export function createBrowserDecoder(): ImageDecoder {
  return new WorkerDecoder(() => new DecodeWorker({ name: "strata-decode" }));
}
