import type { Mortal } from "../platform/mortal.ts";
import { releaseProxy, transfer, type Remote } from "comlink";
import { KINDS, type Interactions } from "../core/interactions.ts";
import type { SolveProgress } from "../core/and-or.ts";
import { effectRangeHere, estimateHere, solveHere } from "./drain-steps.ts";
import type { SolveOptions } from "./evaluator.ts";
import type { SolverWorkerApi } from "./protocol.ts";

/** What a solver worker answers with. */
export function createSolverApi(): Omit<SolverWorkerApi, keyof Mortal> {
  let current: AbortController | null = null;
  /** Work that `cancel` stops. */
  async function watched<T>(
    onProgress: (progress: SolveProgress) => void,
    work: (watch: SolveOptions) => Promise<T>,
  ): Promise<T> {
    const controller = (current = new AbortController());
    // Across threads a function arrives as a proxy, which holds a port open until it is released.
    const remote = onProgress as unknown as Remote<(progress: SolveProgress) => void>;
    try {
      return await work({ signal: controller.signal, onProgress: (progress) => void remote(progress) });
    } finally {
      if (current === controller) current = null;
      remote[releaseProxy]();
    }
  }
  return {
    solve: async (v, options, onProgress) => sent(await watched(onProgress, (watch) => solveHere(v, options, watch))),
    estimate: async (sample, v, onProgress) =>
      sent(await watched(onProgress, (watch) => estimateHere(sample, v, watch))),
    effectRange: (v, question, onProgress) => watched(onProgress, (watch) => effectRangeHere(v, question, watch)),
    cancel: () => current?.abort(),
  };
}

const sent = (solved: Interactions): Interactions =>
  transfer(
    solved,
    KINDS.map((kind) => solved[kind].effects.buffer),
  );
