import type { Mortal } from "./mortal.ts";
import { wordsOf } from "./words.ts";
import { WorkerError } from "./worker-error.ts";
import { WorkerHandle, type WorkerLike } from "./worker-handle.ts";

/** Longest silence while a worker opens, ms: on a slow line its WebAssembly file alone takes a minute. */
export const OPEN_SILENCE_MS = 180_000;

/** What workers of one sort are called, and where they come from. */
export interface WorkerSort<Api extends Mortal> {
  /** What the workers are called in a trace of calls. */
  readonly name: string;
  spawn(): WorkerLike;
  /** Readies a new worker; what it throws is what the waiting task rejects with. */
  open(handle: WorkerHandle<Api>): Promise<void>;
}

/** A worker's place in a pool, and what it is at; the worker in it may change. */
export class WorkerSeat<Api extends Mortal, Entry> {
  handle: WorkerHandle<Api> | null = null;
  entry: Entry | null = null;
  /** Whether its worker has opened. */
  open = false;
  /** Left empty for good: no worker would open in it, while another one had. */
  retired = false;
  readonly #sort: WorkerSort<Api>;

  constructor(sort: WorkerSort<Api>) {
    this.#sort = sort;
  }

  /** Its worker, a new one if it has none; rejects with what opening it throws, or with WorkerError `no-workers` where none can be made. */
  async worker(): Promise<WorkerHandle<Api>> {
    if (this.handle !== null && !this.handle.dead) return this.handle;
    this.empty();
    const handle = new WorkerHandle<Api>(this.#spawn(), this.#sort.name);
    this.handle = handle;
    try {
      await handle.call(() => this.#sort.open(handle), OPEN_SILENCE_MS);
    } catch (error) {
      if (!handle.dead) {
        // It lives but refuses: unless others have opened the task is told why, and the next one gets a fresh worker.
        this.handle = null;
        handle.terminate("could not open");
      }
      throw error;
    }
    this.open = true;
    return handle;
  }

  /** Lets go of its worker, which has died. */
  empty(): void {
    this.handle = null;
    this.open = false;
  }

  #spawn(): WorkerLike {
    try {
      return this.#sort.spawn();
    } catch (cause) {
      throw new WorkerError("no-workers", { message: wordsOf(cause) }, { cause });
    }
  }
}
