import type { Mortal } from "../platform/mortal.ts";
import { releaseProxy, transfer, type Remote } from "comlink";
import { KINDS } from "../core/interactions.ts";
import type { SolveProgress } from "../core/and-or.ts";
import { solveHere } from "./drain-steps.ts";
import type { SolverWorkerApi } from "./protocol.ts";

/** What a solver worker answers with. */
export function createSolverApi(): Omit<SolverWorkerApi, keyof Mortal> {
  let current: AbortController | null = null;
  return {
    solve: async (v, options, onProgress) => {
      const controller = (current = new AbortController());
      // Across threads a function arrives as a proxy, which holds a port open until it is released.
      const remote = onProgress as unknown as Remote<(progress: SolveProgress) => void>;
      try {
        const solved = await solveHere(v, options, {
          signal: controller.signal,
          onProgress: (progress) => void remote(progress),
        });
        return transfer(
          solved,
          KINDS.flatMap((kind) => [solved[kind].masks.buffer, solved[kind].effects.buffer]),
        );
      } finally {
        if (current === controller) current = null;
        remote[releaseProxy]();
      }
    },
    cancel: () => current?.abort(),
  };
}
