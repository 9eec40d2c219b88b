import { transfer } from "comlink";
import type { LoadedModel } from "../model/model-files.ts";
import type { EvaluateOptions, MaskEvaluator } from "./evaluator.ts";
import type { InferenceWorkerApi, LoadOptions, MaskedInput } from "./protocol.ts";
import { WorkerCrew } from "./worker-crew.ts";
import type { WorkerLike, WorkerLink } from "./worker-link.ts";

/** Longest time for one batch, ms: a hundred times what a slow phone needs for a batch of the shipped network. */
const RUN_SILENCE_MS = 60_000;

/** What a pool is made of. */
export interface PoolOptions {
  readonly workers: number;
  readonly load: LoadOptions;
  spawn(): WorkerLike;
}

/**
 * A network in several workers, each with its own session. The masks are cut into batches before anything runs and each batch
 * is a pure function of its masks, so neither the number of workers, their speed nor their deaths change a bit of the result.
 */
export class WorkerPool implements MaskEvaluator {
  readonly layerCount: number;
  readonly classCount: number;
  readonly #batchSize: number;
  readonly #crew: WorkerCrew<InferenceWorkerApi>;
  /** Which image each worker has been given. */
  readonly #prepared = new WeakMap<WorkerLink<InferenceWorkerApi>, MaskedInput>();

  constructor(model: LoadedModel, { workers, load, spawn }: PoolOptions) {
    this.layerCount = model.manifest.layers.length + 1;
    this.classCount = model.manifest.classMap.length;
    this.#batchSize = load.batchSize;
    this.#crew = new WorkerCrew<InferenceWorkerApi>({ size: workers, spawn, open: ({ api }) => api.load(model, load) });
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
        const batch = masks.slice(next, (next += this.#batchSize));
        const logits = await this.#crew.do({ perform: (link) => this.#run(link, input, batch), silenceMs: RUN_SILENCE_MS, signal });
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

  async #run(link: WorkerLink<InferenceWorkerApi>, input: MaskedInput, batch: Uint32Array): Promise<Float32Array> {
    if (this.#prepared.get(link) !== input) {
      await link.api.prepare(input);
      this.#prepared.set(link, input);
    }
    // A copy crosses over: should the worker die, the batch is run again.
    const masks = batch.slice();
    return link.api.run(transfer(masks, [masks.buffer]));
  }
}
