import { transfer } from "comlink";
import { joinedAs } from "../platform/joined.ts";
import { columnsOf } from "../models/manifest.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { EngineEvent } from "./engine-report.ts";
import { InferenceError, type InferenceErrorCode } from "./errors.ts";
import type { EvaluateOptions, MaskEvaluator } from "./evaluator.ts";
import type { InferenceWorkerApi, LoadOptions, MaskedInput } from "./protocol.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { WorkerCrew } from "../platform/worker-crew.ts";
import type { WorkerLike, WorkerLink } from "../platform/worker-link.ts";

/** Longest time for one batch, ms: a hundred times what a slow phone needs for a batch of the shipped network. */
const RUN_SILENCE_MS = 60_000;

/** Why the pool ends a worker itself, whatever that is about to do. */
const FULL = "ended for want of memory";

/** What a pool is made of. */
export interface PoolOptions {
  readonly workers: number;
  /** Images per run at first; halved when there is no room for them. */
  readonly batchSize: number;
  /** Absolute address of ONNX Runtime's WebAssembly file. */
  readonly wasmUrl: string;
  spawn(): WorkerLike;
  /** Told when a worker is replaced or done without, and when batches get smaller. */
  onEvent(event: EngineEvent): void;
}

/**
 * A network in several workers, each with its own session. The masks are cut into batches before anything runs and each batch
 * is a pure function of its masks, so neither the number of workers, their speed nor their deaths change a bit of the result.
 */
export class WorkerPool implements MaskEvaluator {
  readonly layerCount: number;
  readonly classCount: number;
  #batchSize: number;
  readonly #onEvent: PoolOptions["onEvent"];
  readonly #crew: WorkerCrew<InferenceWorkerApi>;
  /** The runtime's bytes, handed from one worker to the next as each gets open; null while one has them. Who opens meanwhile fetches them anew. */
  #runtime: ArrayBuffer | null = null;
  /** Which image each worker has been given. */
  readonly #prepared = new WeakMap<WorkerLink<InferenceWorkerApi>, MaskedInput>();

  constructor(model: LoadedModel, { workers, batchSize, wasmUrl, spawn, onEvent }: PoolOptions) {
    this.layerCount = columnsOf(model.manifest).length;
    this.classCount = model.manifest.classMap.length;
    this.#batchSize = batchSize;
    this.#onEvent = onEvent;
    this.#crew = new WorkerCrew<InferenceWorkerApi>({
      size: workers,
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
    return this.#crew.ready();
  }

  async evaluate(input: MaskedInput, masks: Uint32Array, { signal, onBatch }: EvaluateOptions): Promise<void> {
    let next = 0;
    let ended = false;
    const lane = async (): Promise<void> => {
      while (next < masks.length && !ended) {
        const size = this.#batchSize;
        const batch = masks.slice(next, (next += size));
        const logits = await this.#answer(input, batch, size, signal);
        if (!ended) onBatch(batch, logits);
      }
    };
    try {
      signal?.throwIfAborted();
      await Promise.all(Array.from({ length: this.#crew.size }, lane));
    } finally {
      ended = true;
    }
  }

  dispose(): void {
    this.#crew.dispose();
  }

  async #open(api: WorkerLink<InferenceWorkerApi>["api"], model: LoadedModel, wasmUrl: string): Promise<void> {
    const bytes = this.#runtime;
    this.#runtime = null;
    const options: LoadOptions = { batchSize: this.#batchSize, runtime: bytes ?? wasmUrl };
    this.#runtime = await api.load(model, bytes === null ? options : transfer(options, [bytes]));
  }

  /**
   * The logits of a batch. Where there is no room for it whole it is run in halves, as are all later ones, those that wait for a worker included.
   * A runtime that threw may be broken for good: the batch is run again in a fresh one, as after a crash.
   */
  async #answer(
    input: MaskedInput,
    batch: Uint32Array,
    size: number,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    let used: WorkerLink<InferenceWorkerApi> | null = null;
    let thrown: unknown = null;
    const perform = async (link: WorkerLink<InferenceWorkerApi>): Promise<Float32Array | null> => {
      used = link;
      // The worker may have opened after batches were halved.
      if (size > this.#batchSize) return null;
      try {
        return await this.#run(link, input, batch, size);
      } catch (error) {
        if (hasCode(error, "session-failed")) link.terminate((thrown = error).message);
        throw error;
      }
    };
    let logits: Float32Array | null;
    try {
      logits = await this.#crew.do({ perform, silenceMs: RUN_SILENCE_MS, signal });
    } catch (error) {
      if (thrown !== null && error instanceof WorkerError && error.code === "worker-died") throw thrown;
      if (!hasCode(error, "out-of-memory") || size === 1) throw error;
      (used as WorkerLink<InferenceWorkerApi> | null)?.terminate(FULL);
      const half = Math.floor(size / 2);
      if (half < this.#batchSize) {
        this.#batchSize = half;
        this.#onEvent({ code: "worker-halved", batchSize: half });
      }
      return this.#inParts(input, batch, half, signal);
    }
    return logits ?? this.#inParts(input, batch, this.#batchSize, signal);
  }

  async #inParts(
    input: MaskedInput,
    batch: Uint32Array,
    size: number,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    const parts: Float32Array[] = [];
    for (let from = 0; from < batch.length; from += size)
      parts.push(await this.#answer(input, batch.slice(from, from + size), size, signal));
    return joinedAs(Float32Array, parts);
  }

  async #run(
    link: WorkerLink<InferenceWorkerApi>,
    input: MaskedInput,
    batch: Uint32Array,
    size: number,
  ): Promise<Float32Array> {
    if (this.#prepared.get(link) !== input) {
      await link.api.prepare(input);
      this.#prepared.set(link, input);
    }
    // A copy crosses over: should the worker die, the batch is run again.
    const masks = batch.slice();
    return link.api.run(transfer(masks, [masks.buffer]), size);
  }
}

function hasCode(error: unknown, code: InferenceErrorCode): error is InferenceError {
  return error instanceof InferenceError && error.code === code;
}
