import { type Masks, masksOf } from "../core/masks.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import { TaskQueue } from "../platform/task-queue.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { WorkerDeath, WorkerHandle, type WorkerLike } from "../platform/worker-handle.ts";
import { wordsOf } from "../platform/words.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { EngineEvent, GpuFailure } from "./engine-report.ts";
import { InferenceError } from "./errors.ts";
import type { EvaluateOptions } from "./evaluator.ts";
import { InputIds } from "./held-inputs.ts";
import { sentModel } from "./sent-model.ts";
import type { GpuFacts, GpuWorkerApi, MaskedInput, RunAnswer } from "./protocol.ts";

/** Batches on their way at once: one is computed while the next is composed and the last one read back. */
const LANES = 2;

/** The same stretch may lose this many devices; then there is something wrong that another device does not cure. */
export const MAX_LOSSES_IN_A_ROW = 2;

/** Longest silence while the worker opens, ms: on a slow line its WebAssembly file alone takes minutes. */
const OPEN_SILENCE_MS = 300_000;

/** Longest time for a batch, ms: the first one also compiles every shader. */
const RUN_SILENCE_MS = 120_000;

/** The GPU cannot go on: why, and which masks are left to somebody else. */
export class GpuGaveUp extends Error {
  override readonly name = "GpuGaveUp";
  readonly reason: GpuFailure;
  readonly left: Masks;

  constructor(reason: GpuFailure, left: Masks, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.reason = reason;
    this.left = left;
  }
}

/** What a network on the GPU is made of. */
export interface WebGpuBackendOptions {
  readonly wasmUrl: string;
  spawn(): WorkerLike;
  onEvent(event: EngineEvent): void;
}

/** How a run of masks on the GPU is watched, stopped and cut. */
export interface GpuEvaluateOptions extends EvaluateOptions {
  /** Masks a batch; the backend's own size where it is not said. */
  readonly batchSize?: number | undefined;
}

/** The worker in use: its model is open once `facts` is there. */
interface OpenWorker {
  readonly handle: WorkerHandle<GpuWorkerApi>;
  readonly facts: Promise<GpuFacts>;
  /** Ended on purpose: what it was at is no loss of a device. */
  isReplaced: boolean;
}

/** What ended a stretch, and at which worker. */
interface Failure {
  readonly error: unknown;
  readonly worker: OpenWorker | null;
}

const FOREGROUND: CurrentPriority = () => "foreground";

/** One network on the GPU, in one worker: the runtime allows one session at a time, and dies with its device, so that the worker is replaced. */
export class WebGpuBackend {
  /** Masks a batch, until a batch of that size finds no room. */
  batchSize = 1;
  readonly #model: LoadedModel;
  readonly #options: WebGpuBackendOptions;
  readonly #queue = new TaskQueue(LANES);
  readonly #inputs = new InputIds();
  #worker: OpenWorker | null = null;
  #closed = false;

  constructor(model: LoadedModel, options: WebGpuBackendOptions) {
    this.#model = model;
    this.#options = options;
  }

  /** Opens the model in a worker, if none is open; rejects with InferenceError or with the worker's death. */
  async open(): Promise<GpuFacts> {
    return this.#current().facts;
  }

  /** Runs one batch; calls may overlap. Rejects with InferenceError or with the worker's death, after which `replace` is due. */
  async run(input: MaskedInput, masks: Masks, batchSize: number): Promise<Float32Array> {
    return this.#runAt(this.#current(), input, masks, batchSize);
  }

  /**
   * Runs every mask of the list, through lost devices and batches without room; evaluations may overlap. Rejects with the signal's reason, or
   * with GpuGaveUp, which names the masks that `onBatch` has not been told of.
   */
  async evaluate(input: MaskedInput, masks: Masks, options: GpuEvaluateOptions): Promise<void> {
    let ownSize = options.batchSize;
    let left = masks;
    let losses = 0;
    while (left.length > 0) {
      // Another evaluation may have found smaller batches to be needed.
      const size = ownSize ?? this.batchSize;
      const { failure, failed, next } = await this.#stretch(input, left, size, {
        ...options,
        onBatch: (batch, logits) => {
          losses = 0;
          options.onBatch(batch, logits);
        },
      });
      left = masksOf([...failed, left.slice(next)].flatMap((part) => [...part]));
      if (failure === null) continue;
      const { error, worker } = failure;
      if (error instanceof WorkerError) throw error;
      // Somebody else had to replace the worker: what was under way in it is done again.
      if (error instanceof WorkerDeath && worker?.isReplaced === true) continue;
      const code = error instanceof WorkerDeath ? "gpu-lost" : error instanceof InferenceError ? error.code : null;
      if (code === "gpu-lost" && ++losses < MAX_LOSSES_IN_A_ROW) {
        if (this.#replace(worker)) this.#options.onEvent({ code: "replaced" });
      } else if (code === "gpu-memory" && size > 1) {
        const half = Math.floor(size / 2);
        if (ownSize !== undefined) ownSize = half;
        if (half < this.batchSize) {
          this.batchSize = half;
          this.#options.onEvent({ code: "halved", batchSize: half });
        }
        this.#replace(worker);
      } else {
        throw new GpuGaveUp(code === "gpu-lost" ? "lost" : code === "gpu-memory" ? "memory" : "failed", left, error);
      }
    }
  }

  /** Ends the worker; the next call starts a fresh one, and so does what is under way. */
  replace(): void {
    this.#replace(this.#worker);
  }

  /** Ends the worker for good; calls that still wait reject with WorkerError `closed`. */
  dispose(): void {
    this.#closed = true;
    this.replace();
  }

  /** Ends a worker, unless another one has taken its place already; whether it did. */
  #replace(worker: OpenWorker | null): boolean {
    if (worker === null || worker !== this.#worker) return false;
    this.#worker = null;
    worker.isReplaced = true;
    worker.handle.terminate("replaced");
    return true;
  }

  /** Runs batch after batch until one fails: what failed, and where the first batch that was not issued begins. */
  async #stretch(
    input: MaskedInput,
    masks: Masks,
    size: number,
    { signal, priority = FOREGROUND, onBatch }: EvaluateOptions,
  ): Promise<{ readonly failure: Failure | null; readonly failed: readonly Masks[]; readonly next: number }> {
    let next = 0;
    let failure: Failure | null = null;
    const failed: Masks[] = [];
    const attempt = async (batch: Masks): Promise<Float32Array | null> => {
      // Another batch failed while this one waited for its turn.
      if (failure !== null) return null;
      let worker: OpenWorker | null = null;
      try {
        worker = this.#current();
        return await this.#runAt(worker, input, batch, size);
      } catch (error) {
        failure ??= { error: this.#closed ? new WorkerError("closed") : error, worker };
        return null;
      }
    };
    const lane = async (): Promise<void> => {
      while (next < masks.length && failure === null) {
        const batch = masks.slice(next, (next += size));
        const logits = await this.#queue.do(() => attempt(batch), { priority, signal });
        signal?.throwIfAborted();
        if (logits === null) failed.push(batch);
        else onBatch(batch, logits);
      }
    };
    // One batch more than lanes: whenever one is free, the next batch of this input waits beside those of others.
    await Promise.all(Array.from({ length: LANES + 1 }, lane));
    return { failure, failed, next: Math.min(next, masks.length) };
  }

  async #runAt(
    { handle, facts }: OpenWorker,
    input: MaskedInput,
    masks: Masks,
    batchSize: number,
  ): Promise<Float32Array> {
    await facts;
    return this.#inputs.answer(handle, input, (reference) =>
      handle.call<RunAnswer>((api) => api.run(reference, masks, batchSize), RUN_SILENCE_MS),
    );
  }

  /** The worker in use, a new one if there is none. Throws WorkerError `closed`. */
  #current(): OpenWorker {
    if (this.#closed) throw new WorkerError("closed");
    if (this.#worker !== null) return this.#worker;
    const handle = new WorkerHandle<GpuWorkerApi>(this.#options.spawn(), "gpu");
    const facts = handle.call(
      (api) => api.load(sentModel(this.#model), { wasmUrl: this.#options.wasmUrl }),
      OPEN_SILENCE_MS,
    );
    // Whoever asks is told.
    facts.catch(() => undefined);
    return (this.#worker = { handle, facts, isReplaced: false });
  }
}
