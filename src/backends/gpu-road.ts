import { wordsOf } from "../platform/words.ts";
import { transfer } from "comlink";
import { joinedAs } from "../platform/joined.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { EngineEvent, GpuFailure } from "./engine-report.ts";
import { InferenceError } from "./errors.ts";
import type { EvaluateOptions } from "./evaluator.ts";
import type { GpuFacts, GpuWorkerApi, MaskedInput } from "./protocol.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { WorkerDeath, WorkerLink, type WorkerLike } from "../platform/worker-link.ts";

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
  readonly left: Uint32Array;

  constructor(reason: GpuFailure, left: Uint32Array, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.reason = reason;
    this.left = left;
  }
}

/** What a GPU's road is made of. */
export interface GpuRoadOptions {
  readonly wasmUrl: string;
  spawn(): WorkerLike;
  onEvent(event: EngineEvent): void;
}

/** How a run of masks on the GPU is watched, stopped and cut. */
export interface GpuEvaluateOptions extends EvaluateOptions {
  /** Masks a batch; the road's own size where it is not said. */
  readonly batchSize?: number | undefined;
}

/** One network on the GPU, in one worker: the runtime allows one session at a time, and dies with its device, so that the worker is replaced. */
export class GpuRoad {
  /** Masks a batch, until a batch of that size finds no room. */
  batchSize = 1;
  readonly #model: LoadedModel;
  readonly #options: GpuRoadOptions;
  #open: Promise<{ readonly link: WorkerLink<GpuWorkerApi>; readonly facts: GpuFacts }> | null = null;
  #link: WorkerLink<GpuWorkerApi> | null = null;
  #prepared: { readonly input: MaskedInput; readonly done: Promise<void> } | null = null;
  #closed = false;

  constructor(model: LoadedModel, options: GpuRoadOptions) {
    this.#model = model;
    this.#options = options;
  }

  /** Opens the model in a worker, if none is open; rejects with InferenceError or with the worker's death. */
  async open(): Promise<GpuFacts> {
    return (await this.#opened()).facts;
  }

  /** Runs one batch; calls may overlap. Rejects with InferenceError or with the worker's death, after which `replace` is due. */
  async run(input: MaskedInput, masks: Uint32Array, batchSize: number): Promise<Float32Array> {
    const { link } = await this.#opened();
    await this.#prepare(link, input);
    const copy = masks.slice();
    return link.call((api) => api.run(transfer(copy, [copy.buffer]), batchSize), RUN_SILENCE_MS);
  }

  /**
   * Runs every mask of the list, through lost devices and batches without room. Rejects with the signal's reason, or with GpuGaveUp, which
   * names the masks that `onBatch` has not been told of.
   */
  async evaluate(
    input: MaskedInput,
    masks: Uint32Array,
    { signal, onBatch, batchSize }: GpuEvaluateOptions,
  ): Promise<void> {
    let size = batchSize ?? this.batchSize;
    let left = masks;
    let losses = 0;
    while (left.length > 0) {
      const { failure, failed, next } = await this.#stretch(input, left, size, signal, (batch, logits) => {
        losses = 0;
        onBatch(batch, logits);
      });
      left = joinedAs(Uint32Array, [...failed, left.subarray(next)]);
      if (failure === null) continue;
      if (failure instanceof WorkerError) throw failure;
      const code =
        failure instanceof WorkerDeath ? "gpu-lost" : failure instanceof InferenceError ? failure.code : null;
      if (code === "gpu-lost" && ++losses < MAX_LOSSES_IN_A_ROW) {
        this.#options.onEvent({ code: "replaced" });
      } else if (code === "gpu-memory" && size > 1) {
        size = Math.floor(size / 2);
        this.batchSize = Math.min(this.batchSize, size);
        this.#options.onEvent({ code: "halved", batchSize: size });
      } else {
        throw new GpuGaveUp(code === "gpu-lost" ? "lost" : code === "gpu-memory" ? "memory" : "failed", left, failure);
      }
      this.replace();
    }
  }

  /** Ends the worker; the next call starts a fresh one. */
  replace(): void {
    this.#link?.terminate("replaced");
    this.#link = null;
    this.#open = null;
    this.#prepared = null;
  }

  /** Ends the worker for good; calls that still wait reject with WorkerError `closed`. */
  dispose(): void {
    this.#closed = true;
    this.replace();
  }

  /** Runs batch after batch until one fails: what failed, and where the first batch that was not issued begins. */
  async #stretch(
    input: MaskedInput,
    masks: Uint32Array,
    size: number,
    signal: AbortSignal | undefined,
    onBatch: EvaluateOptions["onBatch"],
  ): Promise<{ readonly failure: unknown; readonly failed: readonly Uint32Array[]; readonly next: number }> {
    let next = 0;
    let failure: unknown = null;
    const failed: Uint32Array[] = [];
    const aborted = rejectionOf(signal);
    const lane = async (): Promise<void> => {
      while (next < masks.length && failure === null) {
        const batch = masks.slice(next, (next += size));
        let logits: Float32Array;
        try {
          logits = await Promise.race([this.run(input, batch, size), aborted.rejected]);
        } catch (error) {
          signal?.throwIfAborted();
          failure ??= this.#closed ? new WorkerError("closed") : error;
          failed.push(batch);
          return;
        }
        onBatch(batch, logits);
      }
    };
    try {
      signal?.throwIfAborted();
      await Promise.all(Array.from({ length: LANES }, lane));
    } finally {
      aborted.forget();
    }
    return { failure, failed, next: Math.min(next, masks.length) };
  }

  #opened(): Promise<{ readonly link: WorkerLink<GpuWorkerApi>; readonly facts: GpuFacts }> {
    if (this.#closed) return Promise.reject(new WorkerError("closed"));
    this.#open ??= this.#load();
    return this.#open;
  }

  async #load(): Promise<{ readonly link: WorkerLink<GpuWorkerApi>; readonly facts: GpuFacts }> {
    const link = new WorkerLink<GpuWorkerApi>(this.#options.spawn());
    this.#link = link;
    return {
      link,
      facts: await link.call((api) => api.load(this.#model, { wasmUrl: this.#options.wasmUrl }), OPEN_SILENCE_MS),
    };
  }

  #prepare(link: WorkerLink<GpuWorkerApi>, input: MaskedInput): Promise<void> {
    if (this.#prepared?.input !== input)
      this.#prepared = { input, done: link.call((api) => api.prepare(input), RUN_SILENCE_MS) };
    return this.#prepared.done;
  }
}

/** A promise that rejects with the signal's reason, and how to let go of the signal. */
function rejectionOf(signal: AbortSignal | undefined): { readonly rejected: Promise<never>; forget(): void } {
  let abort = (): void => undefined;
  const rejected = new Promise<never>((_, reject) => (abort = () => reject(signal?.reason)));
  rejected.catch(() => undefined);
  signal?.addEventListener("abort", abort);
  return { rejected, forget: () => signal?.removeEventListener("abort", abort) };
}
