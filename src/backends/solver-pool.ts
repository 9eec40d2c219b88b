import { proxy, transfer } from "comlink";
import type { DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { LayerSample } from "../core/estimate/layer-sample.ts";
import type { Interactions } from "../core/interactions.ts";
import type { EffectRange, RangeQuestion } from "../core/uniqueness.ts";
import type { LayerSolver, RangeSolver, SampleSolver, SolveOptions } from "./evaluator.ts";
import type { SolverWorkerApi } from "./protocol.ts";
import type { TaskQueue } from "../platform/task-queue.ts";
import { WorkerPool } from "../platform/worker-pool.ts";
import type { WorkerHandle, WorkerLike } from "../platform/worker-handle.ts";

/** Longest time between two signs of progress, ms; a solver has one to give every few tens of ms. */
const SOLVE_SILENCE_MS = 60_000;

/** What solvers are made of. */
export interface SolverPoolOptions {
  readonly workers: number;
  spawn(): WorkerLike;
  onReplaced?(): void;
  /** Shared with whatever else uses the processor. */
  readonly queue?: TaskQueue | undefined;
}

/** Solvers in several workers, one layer or one effect each at a time. */
export class SolverPool implements LayerSolver, SampleSolver, RangeSolver {
  readonly #pool: WorkerPool<SolverWorkerApi>;

  constructor({ workers, spawn, onReplaced, queue }: SolverPoolOptions) {
    this.#pool = new WorkerPool<SolverWorkerApi>({
      name: "solver",
      size: workers,
      ...(queue === undefined ? {} : { queue }),
      spawn,
      open: async () => undefined,
      onReplaced: () => onReplaced?.(),
    });
  }

  /** Begins to start the workers, so that the first solve need not wait for them. */
  expect(): void {
    // Disposed of before that: then nothing is to be solved.
    this.#pool.ready().catch(() => undefined);
  }

  solve(v: Float64Array, options: DecomposeOptions, watch: SolveOptions = {}): Promise<Interactions> {
    return this.#do(v, watch, (api, sent, heard) => api.solve(sent, options, heard));
  }

  estimate(sample: LayerSample, v: Float64Array, watch: SolveOptions = {}): Promise<Interactions> {
    return this.#do(v, watch, (api, sent, heard) => api.estimate(sample, sent, heard));
  }

  effectRange(v: Float64Array, question: RangeQuestion, watch: SolveOptions = {}): Promise<EffectRange | null> {
    return this.#do(v, watch, (api, sent, heard) => api.effectRange(sent, question, heard));
  }

  #do<T>(
    v: Float64Array,
    { signal, priority, onProgress }: SolveOptions,
    call: (
      api: WorkerHandle<SolverWorkerApi>["api"],
      sent: Float64Array,
      heard: (progress: SolveProgress) => void,
    ) => Promise<T>,
  ): Promise<T> {
    return this.#pool.do<T>({
      silenceMs: SOLVE_SILENCE_MS,
      signal,
      priority,
      perform: ({ api }, alive) => {
        const copy = v.slice();
        const heard = (progress: SolveProgress): void => {
          alive();
          if (signal?.aborted !== true) onProgress?.(progress);
        };
        return call(api, transfer(copy, [copy.buffer]), proxy(heard));
      },
      onCancel: ({ api }) => void api.cancel(),
    });
  }

  dispose(): void {
    this.#pool.dispose();
  }
}
