import { proxy, transfer } from "comlink";
import type { DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { Interactions } from "../core/interactions.ts";
import type { LayerSolver, SolveOptions } from "./evaluator.ts";
import type { SolverWorkerApi } from "./protocol.ts";
import type { TaskQueue } from "../platform/task-queue.ts";
import { WorkerPool } from "../platform/worker-pool.ts";
import type { WorkerLike } from "../platform/worker-handle.ts";

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

/** Solvers in several workers, one layer each at a time. */
export class SolverPool implements LayerSolver {
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

  solve(
    v: Float64Array,
    options: DecomposeOptions,
    { signal, priority, onProgress }: SolveOptions = {},
  ): Promise<Interactions> {
    return this.#pool.do<Interactions>({
      silenceMs: SOLVE_SILENCE_MS,
      signal,
      priority,
      perform: ({ api }, alive) => {
        const copy = v.slice();
        const heard = (progress: SolveProgress): void => {
          alive();
          if (signal?.aborted !== true) onProgress?.(progress);
        };
        return api.solve(transfer(copy, [copy.buffer]), options, proxy(heard));
      },
      onCancel: ({ api }) => void api.cancel(),
    });
  }

  dispose(): void {
    this.#pool.dispose();
  }
}
