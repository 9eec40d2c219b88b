import { decomposeSteps, type DecomposeOptions, type SolveProgress } from "../core/and-or.ts";
import { estimateSteps } from "../core/estimate/estimate-layer.ts";
import type { LayerSample } from "../core/estimate/layer-sample.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import type { Interactions } from "../core/interactions.ts";
import { effectRangeSteps } from "../core/effect-range.ts";
import type { EffectRange, RangeQuestion } from "../core/uniqueness.ts";
import type { SolveOptions } from "./evaluator.ts";
import { nextTask } from "../platform/next-task.ts";

/** Longest stretch of solving between two looks at the event loop, ms: a cancel is heard within about this time. */
const STRETCH_MS = 30;

/**
 * Does on this thread what takes steps, returning to the event loop between some of them so that a cancel is heard. Rejects with the
 * signal's reason when cancelled, else with what a step throws. The clock decides only when to pause, never what comes out.
 */
export async function drainSteps<T>(
  steps: Generator<SolveProgress, T, void>,
  { signal, onProgress }: SolveOptions = {},
): Promise<T> {
  signal?.throwIfAborted();
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

/** The interactions of v [2^n], decomposed on this thread; see `drainSteps`. Rejects with RangeError on a bad v. */
export async function solveHere(
  v: Float64Array,
  options: DecomposeOptions,
  watch: SolveOptions = {},
): Promise<Interactions> {
  return interactionsOf(v, await drainSteps(decomposeSteps(v, options), watch));
}

/** The interactions of v at a sample of masks, estimated on this thread; see `drainSteps`. Rejects with RangeError on a bad v. */
export function estimateHere(sample: LayerSample, v: Float64Array, watch: SolveOptions = {}): Promise<Interactions> {
  return drainSteps(estimateSteps(sample, v), watch);
}

/** How far an effect of v [2^n] can go, found on this thread; see `drainSteps`. Rejects with RangeError on a bad v or question. */
export function effectRangeHere(
  v: Float64Array,
  question: RangeQuestion,
  watch: SolveOptions = {},
): Promise<EffectRange | null> {
  return drainSteps(effectRangeSteps(v, question), watch);
}
