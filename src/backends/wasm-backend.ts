import type { Masks } from "../core/masks.ts";
import { transfer } from "comlink";
import { joinedAs } from "../platform/joined.ts";
import { columnsOf } from "../models/spec/model.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { OpeningFacts } from "./batching.ts";
import type { EngineEvent } from "./engine-report.ts";
import { InferenceError, type InferenceErrorCode } from "./errors.ts";
import type { EvaluateOptions, MaskEvaluator } from "./evaluator.ts";
import { InputIds } from "./held-inputs.ts";
import { sentModel } from "./sent-model.ts";
import type { InferenceWorkerApi, LoadOptions, MaskedInput } from "./protocol.ts";
import { WorkerError } from "../platform/worker-error.ts";
import type { TaskQueue } from "../platform/task-queue.ts";
import { WorkerPool } from "../platform/worker-pool.ts";
import type { WorkerLike, WorkerHandle } from "../platform/worker-handle.ts";

/** Longest time for one batch, ms: a hundred times what a slow phone needs for a batch of the shipped network. */
const RUN_SILENCE_MS = 60_000;

/** A batch of a network whose images were timed takes no longer than this, ms, but for one of a single image. */
const LONG_BATCH_MS = 2_000;

/** Why the pool ends a worker itself, whatever that is about to do. */
const FULL = "ended for want of memory";

/** What a pool is made of. */
export interface WasmBackendOptions {
  readonly workers: number;
  /** Images per run at first; halved when there is no room for them. */
  readonly batchSize: number;
  /** Absolute address of ONNX Runtime's WebAssembly file. */
  readonly wasmUrl: string;
  spawn(): WorkerLike;
  /** Shared with whatever else uses the processor. */
  readonly queue?: TaskQueue | undefined;
  /** Told when a worker is replaced or done without, and when batches get smaller. */
  onEvent(event: EngineEvent): void;
}

/** How a batch is stopped, and when it is its turn. */
type BatchWatch = Pick<EvaluateOptions, "signal" | "priority">;

/**
 * A network in several workers, each with its own session. The masks are cut into batches before anything runs and each batch
 * is a pure function of its masks, so neither the number of workers, their speed nor their deaths change a bit of the result.
 */
export class WasmBackend implements MaskEvaluator {
  readonly layerCount: number;
  readonly replicateCount: number;
  readonly classCount: number;
  #batchSize: number;
  readonly #onEvent: WasmBackendOptions["onEvent"];
  readonly #pool: WorkerPool<InferenceWorkerApi>;
  /** What opening the model told; null before the first worker is open. */
  #facts: OpeningFacts | null = null;
  /** The runtime's bytes, handed from one worker to the next as each gets open; null while one has them. Who opens meanwhile fetches them anew. */
  #runtime: ArrayBuffer | null = null;
  readonly #inputs = new InputIds();

  constructor(model: LoadedModel, { workers, batchSize, wasmUrl, spawn, onEvent, queue }: WasmBackendOptions) {
    this.layerCount = columnsOf(model.manifest).length;
    this.replicateCount = model.manifest.replicateCount ?? 0;
    this.classCount = model.manifest.classMap.length;
    this.#batchSize = batchSize;
    this.#onEvent = onEvent;
    this.#pool = new WorkerPool<InferenceWorkerApi>({
      name: "inference",
      size: workers,
      ...(queue === undefined ? {} : { queue }),
      spawn,
      open: ({ api }) => this.#open(api, model, wasmUrl),
      onReplaced: (reason) => {
        if (reason !== FULL) onEvent({ code: "worker-replaced" });
      },
      onFewer: () => onEvent({ code: "fewer-workers" }),
    });
  }

  /** Opens the workers; resolves when the first is ready, rejects with InferenceError when none gets ready. */
  ready(): Promise<void> {
    return this.#pool.ready();
  }

  async evaluate(input: MaskedInput, masks: Masks, { signal, priority, onBatch }: EvaluateOptions): Promise<void> {
    let next = 0;
    let ended = false;
    // Once one batch has failed, those that wait need not be run.
    const end = new AbortController();
    const watch = { signal: signal === undefined ? end.signal : AbortSignal.any([signal, end.signal]), priority };
    const lane = async (): Promise<void> => {
      while (next < masks.length && !ended) {
        const size = this.#batchSize;
        const batch = masks.slice(next, (next += size));
        const logits = await this.#answer(input, batch, size, watch);
        if (!ended) onBatch(batch, logits);
      }
    };
    try {
      signal?.throwIfAborted();
      // One batch more than workers: whenever one is free, the next batch of this input waits beside those of others.
      await Promise.all(Array.from({ length: this.#pool.size + 1 }, lane));
    } finally {
      ended = true;
      end.abort();
    }
  }

  /** What opening the model told; null before the first worker is open. */
  get facts(): OpeningFacts | null {
    return this.#facts;
  }

  dispose(): void {
    this.#pool.dispose();
  }

  async #open(api: WorkerHandle<InferenceWorkerApi>["api"], model: LoadedModel, wasmUrl: string): Promise<void> {
    const bytes = this.#runtime;
    this.#runtime = null;
    const options: LoadOptions = { batchSize: this.#batchSize, runtime: bytes ?? wasmUrl, known: this.#facts };
    const { runtime, facts } = await api.load(sentModel(model), bytes === null ? options : transfer(options, [bytes]));
    this.#runtime = runtime;
    this.#learn(facts);
  }

  /** Batches of a network that takes long are smaller, so that a cancel is heard and progress moves. */
  #learn(facts: OpeningFacts): void {
    if (this.#facts !== null) return;
    this.#facts = facts;
    const { imageMs } = facts;
    if (imageMs !== null) this.#batchSize = Math.max(1, Math.min(this.#batchSize, Math.floor(LONG_BATCH_MS / imageMs)));
  }

  /**
   * The logits of a batch. Where there is no room for it whole it is run in halves, as are all later ones, those that wait for a worker included;
   * its worker is ended before it is given anything else.
   * A runtime that threw may be broken for good: the batch is run again in a fresh one, as after a crash.
   */
  async #answer(input: MaskedInput, batch: Masks, size: number, watch: BatchWatch): Promise<Float32Array> {
    let thrown: unknown = null;
    const perform = async (handle: WorkerHandle<InferenceWorkerApi>): Promise<Float32Array | null> => {
      // Batches were halved while this one waited, or because of it.
      if (size > this.#batchSize) return null;
      try {
        return await this.#run(handle, input, batch, size);
      } catch (error) {
        if (hasCode(error, "session-failed")) handle.terminate((thrown = error).message);
        if (hasCode(error, "out-of-memory") && size > 1) {
          this.#halve(size);
          handle.terminate(FULL);
        }
        throw error;
      }
    };
    let logits: Float32Array | null;
    try {
      logits = await this.#pool.do({ perform, silenceMs: RUN_SILENCE_MS, ...watch });
    } catch (error) {
      if (thrown !== null && error instanceof WorkerError && error.code === "worker-died") throw thrown;
      throw error;
    }
    return logits ?? this.#inParts(input, batch, this.#batchSize, watch);
  }

  /** From now on batches are smaller than one of `size`, for which there was no room. */
  #halve(size: number): void {
    const half = Math.floor(size / 2);
    if (half >= this.#batchSize) return;
    this.#batchSize = half;
    this.#onEvent({ code: "worker-halved", batchSize: half });
  }

  async #inParts(input: MaskedInput, batch: Masks, size: number, watch: BatchWatch): Promise<Float32Array> {
    const parts: Float32Array[] = [];
    for (let from = 0; from < batch.length; from += size)
      parts.push(await this.#answer(input, batch.slice(from, from + size), size, watch));
    return joinedAs(Float32Array, parts);
  }

  async #run(
    handle: WorkerHandle<InferenceWorkerApi>,
    input: MaskedInput,
    batch: Masks,
    size: number,
  ): Promise<Float32Array> {
    // A copy of the masks crosses over: should the worker die, the batch is run again.
    return this.#inputs.answer(handle, input, (reference) => handle.api.run(reference, batch, size));
  }
}

function hasCode(error: unknown, code: InferenceErrorCode): error is InferenceError {
  return error instanceof InferenceError && error.code === code;
}
