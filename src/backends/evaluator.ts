import type { Masks } from "../core/masks.ts";
import type { DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { LayerSample } from "../core/estimate/layer-sample.ts";
import type { Interactions } from "../core/interactions.ts";
import type { RangeQuestion, EffectRange } from "../core/uniqueness.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { MaskedInput } from "./protocol.ts";

/** How a run of masks is watched and stopped. */
export interface EvaluateOptions {
  readonly signal?: AbortSignal | undefined;
  /** Asked anew for each batch; the foreground where it is not said. */
  readonly priority?: CurrentPriority | undefined;
  /** Called as batches come in, in any order; logits are [masks, layerCount + replicates, classCount], the caller's to keep. */
  onBatch(masks: Masks, logits: Float32Array): void;
}

/** Anything that runs one network on masked versions of an image. */
export interface MaskEvaluator {
  /** Probes and the output together: L + 1. */
  readonly layerCount: number;
  /** Of each layer's probe, whose logits come behind those of all layers; 0 where none are at hand. */
  readonly replicateCount: number;
  /** Mapped classes. */
  readonly classCount: number;
  /**
   * Runs the network on every mask of the list; the same list gives the same bits however many workers share it, and whatever
   * else is evaluated at the same time.
   * Rejects with the signal's reason when cancelled (no batch is issued after that), else with InferenceError.
   */
  evaluate(input: MaskedInput, masks: Masks, options: EvaluateOptions): Promise<void>;
  /** Frees workers and sessions; calls that still wait reject with WorkerError `closed`. */
  dispose(): void;
}

/** Logits of a mask: of all layers, then of the replicates of every probe. */
export function rowSizeOf({
  layerCount,
  replicateCount,
  classCount,
}: Pick<MaskEvaluator, "layerCount" | "replicateCount" | "classCount">): number {
  return (layerCount + (layerCount - 1) * replicateCount) * classCount;
}

/** How one decomposition is watched and stopped. */
export interface SolveOptions {
  readonly signal?: AbortSignal | undefined;
  /** The foreground where it is not said. */
  readonly priority?: CurrentPriority | undefined;
  readonly onProgress?: ((progress: SolveProgress) => void) | undefined;
}

/** Anything that decomposes score vectors, several at once where it can. */
export interface LayerSolver {
  /** Decomposes v [2^n], which it leaves as it is; rejects with the signal's reason when cancelled. */
  solve(v: Float64Array, options: DecomposeOptions, watch?: SolveOptions): Promise<Interactions>;
  /** Frees workers; calls that still wait reject with WorkerError `closed`. */
  dispose(): void;
}

/** Anything that estimates interactions from scores at some masks, several layers at once where it can. */
export interface SampleSolver {
  /** See `estimateSteps`, with v [sample.rows] left as it is; rejects with the signal's reason when cancelled. */
  estimate(sample: LayerSample, v: Float64Array, watch?: SolveOptions): Promise<Interactions>;
}

/** Anything that tells how far an effect can go in nearly optimal decompositions. */
export interface RangeSolver {
  /** See `effectRangeSteps`, with v left as it is; rejects with the signal's reason when cancelled. */
  effectRange(v: Float64Array, question: RangeQuestion, watch?: SolveOptions): Promise<EffectRange | null>;
}
