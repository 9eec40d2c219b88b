/** What the page and its workers say to each other, imported by both sides. */
import type { Masks } from "../core/masks.ts";
import type { DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { LayerSample } from "../core/estimate/layer-sample.ts";
import type { Interactions } from "../core/interactions.ts";
import type { EffectRange, RangeQuestion } from "../core/uniqueness.ts";
import type { MaskedInput } from "../models/masked-batch.ts";
import type { Mortal } from "../platform/mortal.ts";
import type { OpeningFacts } from "./batching.ts";
import type { SentModel } from "./sent-model.ts";

export type { MaskedInput };

/** An input by its number; with the input itself where the worker may not hold it. */
export interface InputReference {
  readonly id: number;
  readonly input: MaskedInput | null;
}

/** A worker's word that it does not hold the input that it was asked about: it has to be given again. */
export const NOT_HELD = "input-not-held";

/** Logits [masks, L + 1, C], L probes, then the output over the mapped classes, then the replicates that are at hand; or that the input has to be given again. */
export type RunAnswer = Float32Array | typeof NOT_HELD;

/** How an inference worker opens its model. */
export interface LoadOptions {
  /** Images per run, at most; every run of a size has one shape, the last one padded. */
  readonly batchSize: number;
  /** ONNX Runtime's WebAssembly file: its absolute address, resolved by the page, or its bytes. */
  readonly runtime: string | ArrayBuffer;
  /** What another worker found of the model; null: nothing yet. */
  readonly known: OpeningFacts | null;
}

/** A model that is open. */
export interface Loaded {
  /** The runtime's bytes, transferred, for another worker. */
  readonly runtime: ArrayBuffer;
  readonly facts: OpeningFacts;
}

/** An inference worker: one model, one session. */
export interface InferenceWorkerApi extends Mortal {
  /** Opens the runtime, and a network of one node in it: most of what opening the first model takes. Rejects as fetching it does. */
  warmUp(address: string): Promise<void>;
  /** Opens the model. Throws InferenceError `session-failed`, `unknown-operator`, `out-of-memory` or `no-webassembly`, or ModelError. */
  load(model: SentModel, options: LoadOptions): Promise<Loaded>;
  /**
   * Runs at most `size` masks of an input as one batch of that many images, at most `batchSize`; the answer is transferred. After
   * InferenceError `out-of-memory` the worker is of no use any more: its memory stays as full as it is.
   */
  run(input: InputReference, masks: Masks, size: number): Promise<RunAnswer>;
}

/** How the GPU's worker opens its model. */
export interface GpuLoadOptions {
  /** Absolute address of ONNX Runtime's WebAssembly file, resolved by the page. */
  readonly wasmUrl: string;
}

/** What a GPU says of itself. */
export interface GpuFacts {
  /** The largest buffer that a shader may read or write, bytes. */
  readonly bufferBytes: number;
}

/** The worker of the GPU: one model, one session. */
export interface GpuWorkerApi extends Mortal {
  /** Opens the model on the GPU; throws InferenceError `session-failed`. */
  load(model: SentModel, options: GpuLoadOptions): Promise<GpuFacts>;
  /**
   * Runs at most `batchSize` masks of an input as one batch of that many rows; while it is read back, the next call's is computed. The
   * answer is transferred. After InferenceError `gpu-lost` and `gpu-memory` the worker is of no use any more: the runtime does not
   * recover from either.
   */
  run(input: InputReference, masks: Masks, batchSize: number): Promise<RunAnswer>;
}

/** A solver worker: one vector at a time. */
export interface SolverWorkerApi extends Mortal {
  /** Decomposes v [2^n]; rejects with an AbortError after `cancel`. */
  solve(
    v: Float64Array,
    options: DecomposeOptions,
    onProgress: (progress: SolveProgress) => void,
  ): Promise<Interactions>;
  /** Estimates the interactions of v [sample.rows], see `estimateSteps`; rejects with an AbortError after `cancel`. */
  estimate(sample: LayerSample, v: Float64Array, onProgress: (progress: SolveProgress) => void): Promise<Interactions>;
  /** How far an effect can go, see `effectRangeSteps`; rejects with an AbortError after `cancel`. */
  effectRange(
    v: Float64Array,
    question: RangeQuestion,
    onProgress: (progress: SolveProgress) => void,
  ): Promise<EffectRange | null>;
  /** Stops what is running at its next step. */
  cancel(): void;
}
