import { decomposeSteps, type AndOr, type DecomposeOptions } from "../core/and-or.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import type { Interactions } from "../core/interactions.ts";
import type { SolveOptions } from "./evaluator.ts";
import { nextTask } from "../platform/next-task.ts";

/** Longest stretch of solving between two looks at the event loop, ms: a cancel is heard within about this time. */
const STRETCH_MS = 30;

/**
 * Decomposes v [2^n] on this thread, returning to the event loop between steps so that a cancel is heard.
 * Rejects with the signal's reason when cancelled, with RangeError on a bad v. The clock decides only when to pause,
 * never what comes out.
 */
export async function drainSteps(v: Float64Array, options: DecomposeOptions, watch: SolveOptions = {}): Promise<AndOr> {
  const { signal, onProgress } = watch;
  signal?.throwIfAborted();
  const steps = decomposeSteps(v, options);
  for (let since = performance.now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < STRETCH_MS) continue;
    onProgress?.(step.value);
    await nextTask();
    signal?.throwIfAborted();
    since = performance.now();
  }
}

/** The interactions of v [2^n], decomposed on this thread; see `drainSteps`. */
export async function solveHere(
  v: Float64Array,
  options: DecomposeOptions,
  watch: SolveOptions = {},
): Promise<Interactions> {
  return interactionsOf(v, await drainSteps(v, options, watch));
}
