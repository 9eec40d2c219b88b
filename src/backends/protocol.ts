/** What the page and its workers say to each other: types only, imported by both sides. */
import type { AndOr, DecomposeOptions, SolveProgress } from "../core/and-or.ts";
import type { BaselineKind } from "../core/baseline.ts";
import type { Players } from "../core/patches.ts";
import type { Pixels } from "../core/resize.ts";
import type { Mortal } from "../platform/mortal.ts";
import type { LoadedModel } from "../models/model-files.ts";

/** All that is needed, beside a list of masks, to build masked inputs. */
export interface MaskedInput {
  /** The image at the network's own size. */
  readonly image: Pixels;
  /** Its players; a pixel of no player is hidden under every mask. */
  readonly players: Players;
  /** What stands where a patch is hidden. */
  readonly baseline: BaselineKind;
}

/** How an inference worker opens its model. */
export interface LoadOptions {
  /** Images per run, at most; every run of a size has one shape, the last one padded. */
  readonly batchSize: number;
  /** ONNX Runtime's WebAssembly file: its absolute address, resolved by the page, or its bytes. */
  readonly runtime: string | ArrayBuffer;
}

/** An inference worker: one model, one session, one input at a time. */
export interface InferenceWorkerApi extends Mortal {
  /** Opens the runtime, and a network of one node in it: most of what opening the first model takes. Rejects as fetching it does. */
  warmUp(address: string): Promise<void>;
  /** Opens the model. The runtime's bytes come back, transferred, for another worker. Throws InferenceError `session-failed`, `out-of-memory` or `no-webassembly`. */
  load(model: LoadedModel, options: LoadOptions): Promise<ArrayBuffer>;
  /** Takes the image that later masks refer to. */
  prepare(input: MaskedInput): Promise<void>;
  /**
   * Runs at most `size` masks as one batch of that many images, at most `batchSize`. After InferenceError `out-of-memory` the worker is of
   * no use any more: its memory stays as full as it is.
   * @returns logits [masks, L + 1, C], transferred: L probes, then the output over the mapped classes
   */
  run(masks: Uint32Array, size: number): Promise<Float32Array>;
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

/** The worker of the GPU: one model, one session, one input at a time. */
export interface GpuWorkerApi extends Mortal {
  /** Opens the model on the GPU; throws InferenceError `session-failed`. */
  load(model: LoadedModel, options: GpuLoadOptions): Promise<GpuFacts>;
  /** Takes the image that later masks refer to. */
  prepare(input: MaskedInput): Promise<void>;
  /**
   * Runs at most `batchSize` masks as one batch of that many rows; while it is read back, the next call's is computed.
   * After InferenceError `gpu-lost` and `gpu-memory` the worker is of no use any more: the runtime does not recover from either.
   * @returns logits [masks, L + 1, C], transferred
   */
  run(masks: Uint32Array, batchSize: number): Promise<Float32Array>;
}

/** A solver worker: one vector at a time. */
export interface SolverWorkerApi extends Mortal {
  /** Decomposes v [2^n]; rejects with an AbortError after `cancel`. */
  solve(v: Float64Array, options: DecomposeOptions, onProgress: (progress: SolveProgress) => void): Promise<AndOr>;
  /** Stops the running `solve` at its next step. */
  cancel(): void;
}
