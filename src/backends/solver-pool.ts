import { proxy, transfer } from "comlink";
import type { AndOr, DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { LayerSolver, SolveOptions } from "./evaluator.ts";
import type { SolverWorkerApi } from "./protocol.ts";
import { WorkerCrew } from "../platform/worker-crew.ts";
import type { WorkerLike } from "../platform/worker-link.ts";

/** Longest time between two signs of progress, ms; a solver has one to give every few tens of ms. */
const SOLVE_SILENCE_MS = 60_000;

/** Solvers in several workers, one layer each at a time. */
export class SolverPool implements LayerSolver {
  readonly #crew: WorkerCrew<SolverWorkerApi>;

  constructor({ workers, spawn, onReplaced }: { readonly workers: number; spawn(): WorkerLike; onReplaced?(): void }) {
    this.#crew = new WorkerCrew<SolverWorkerApi>({
      size: workers,
      spawn,
      open: async () => undefined,
      onReplaced: () => onReplaced?.(),
    });
  }

  /** Begins to start the workers, so that the first solve need not wait for them. */
  expect(): void {
    // Disposed of before that: then nothing is to be solved.
    this.#crew.ready().catch(() => undefined);
  }

  solve(v: Float64Array, options: DecomposeOptions, { signal, onProgress }: SolveOptions = {}): Promise<AndOr> {
    return this.#crew.do<AndOr>({
      silenceMs: SOLVE_SILENCE_MS,
      signal,
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
    this.#crew.dispose();
  }
}
