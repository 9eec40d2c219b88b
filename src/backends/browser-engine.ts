import type { ImageDecoder } from "../images/protocol.ts";
import gpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import DecodeWorker from "../../workers/decode.worker.ts?worker";
import GpuWorker from "../../workers/gpu.worker.ts?worker";
import SolverWorker from "../../workers/solver.worker.ts?worker";
import type { LoadedModel } from "../models/model-files.ts";
import { findAdapter } from "./adapter.ts";
import { runtimeAddress } from "./browser-workers.ts";
import { WorkerDecoder } from "../images/decoder.ts";
import type { EngineReport, RoadChoice } from "./engine-report.ts";
import type { LayerSolver, MaskEvaluator } from "./evaluator.ts";
import { GpuRoad } from "./gpu-road.ts";
import { nextTask } from "../platform/next-task.ts";
import { WorkerPool } from "./pool.ts";
import { SolverPool } from "./solver-pool.ts";
import { Turns } from "../platform/turns.ts";
import { TwoRoads } from "./two-roads.ts";
import type { WorkerSource } from "./worker-source.ts";

/** Masks per batch of WebAssembly: small enough that a cancel is heard and progress moves several times a second; WebAssembly gains nothing from larger ones. */
export const BATCH_SIZE = 16;

/** More workers than this gain little and cost a runtime's memory each. */
const MAX_WORKERS = 8;

/** The page's workers for one model. */
export interface BrowserEngine {
  readonly evaluator: MaskEvaluator;
  readonly solver: LayerSolver;
  /** Resolves once the road that a person asked for is open, or has been found closed; it never rejects. */
  ready(): Promise<void>;
  /** Another road from the next run on. */
  choose(choice: RoadChoice): void;
  /** Ends the workers, the only way to get a WebAssembly runtime's memory back. */
  dispose(): void;
}

/**
 * Starts the workers of a model, one single-threaded worker a core: at least as fast as threads, which wait for each other,
 * and it works without cross-origin isolation. Resolves when the first worker has its session open; rejects with InferenceError when none can.
 * The GPU's worker follows by itself, after the first run; nothing is fetched for it where there is no GPU or the choice is against it.
 */
export async function createBrowserEngine(
  model: LoadedModel,
  source: WorkerSource,
  choice: RoadChoice,
  onReport: (report: EngineReport) => void,
): Promise<BrowserEngine> {
  const workers = Math.max(1, Math.min(MAX_WORKERS, navigator.hardwareConcurrency));
  // There is none while the first workers open.
  let evaluator: TwoRoads | null = null;
  const pool = new WorkerPool(model, {
    workers,
    batchSize: BATCH_SIZE,
    wasmUrl: runtimeAddress(),
    spawn: () => source.spawn(),
    onEvent: (event) => evaluator?.note(event),
  });
  const solvers = new SolverPool({
    workers,
    spawn: () => new SolverWorker({ name: "strata-solver" }),
    onReplaced: () => evaluator?.note({ code: "solver-replaced" }),
  });
  try {
    await pool.ready();
  } catch (error) {
    pool.dispose();
    solvers.dispose();
    throw error;
  }
  // What follows is cut into tasks: the page is being drawn meanwhile, on cores that the runtimes share.
  await nextTask();
  solvers.expect();
  await nextTask();
  const turns = new Turns();
  const gpu = new GpuRoad(model, {
    wasmUrl: new URL(gpuWasmUrl, document.baseURI).href,
    spawn: () => new GpuWorker({ name: "strata-gpu" }),
    onEvent: (event) => evaluator?.note(event),
  });
  const roads = (evaluator = new TwoRoads({
    gpu,
    wasm: pool,
    manifest: model.manifest,
    workers,
    wasmBatch: BATCH_SIZE,
    turns,
    choice,
    isolated: crossOriginIsolated,
    adapter: nextTask().then(() => findAdapter(navigator)),
    nowMs: () => performance.now(),
    onReport,
  }));
  const solver: LayerSolver = {
    solve: (v, options, watch) => turns.work(() => solvers.solve(v, options, watch), watch?.signal),
    dispose: () => solvers.dispose(),
  };
  return {
    evaluator: roads,
    solver,
    ready: () => roads.ready(),
    choose: (wish) => roads.choose(wish),
    dispose: () => {
      roads.dispose();
      solver.dispose();
    },
  };
}

/** Starts the page's decoding worker when the first image comes. */
export function createBrowserDecoder(): ImageDecoder {
  return new WorkerDecoder(() => new DecodeWorker({ name: "strata-decode" }));
}
