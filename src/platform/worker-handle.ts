import type { Mortal } from "./mortal.ts";
import { releaseProxy, wrap, type Endpoint, type Remote } from "comlink";
import { callTrace, type CallTask } from "./call-trace.ts";
import { carryErrors } from "./error-transport.ts";

carryErrors();

/** A worker as far as a handle needs one. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

/** Why a worker ended; never leaves the pool, which replaces the worker or gives up with a WorkerError. */
export class WorkerDeath extends Error {
  override readonly name = "WorkerDeath";
}

/**
 * One worker and the calls made to it, none of which is left hanging: a call ends with its answer, or with WorkerDeath when
 * the worker raises an error nobody caught, goes away, stays silent for too long or is terminated.
 */
export class WorkerHandle<Api extends Mortal> {
  /** What the worker is at, for the trace of calls; only written while one is kept. */
  task: CallTask | null = null;
  readonly #api: Remote<Api>;
  readonly #name: string;
  readonly #worker: WorkerLike;
  readonly #waiting = new Set<(death: WorkerDeath) => void>();
  readonly #lockWatch = new AbortController();
  #death: WorkerDeath | null = null;
  #begun = false;

  constructor(worker: WorkerLike, name: string) {
    this.#worker = worker;
    this.#name = name;
    this.#api = wrap<Api>(worker);
    for (const type of ["error", "messageerror"]) {
      worker.addEventListener(type, ((event: Event & { message?: string }) => {
        // The pool deals with it; the browser need not report it as well.
        event.preventDefault();
        this.terminate(event.message ?? type);
      }) as EventListener);
    }
    void this.#watchLock();
  }

  /** What the worker answers to. */
  get api(): Remote<Api> {
    return callTrace.tracer?.traced(this.#api, this.#name, () => this.task) ?? this.#api;
  }

  /** Whether the worker has ever answered: one whose script did not load never does. */
  get begun(): boolean {
    return this.#begun;
  }

  get dead(): boolean {
    return this.#death !== null;
  }

  /**
   * Calls the worker; rejects with WorkerDeath when it dies or is not heard of for `silenceMs`, which starts anew each
   * time `perform` calls `alive`.
   */
  call<T>(perform: (api: Remote<Api>, alive: () => void) => Promise<T>, silenceMs: number): Promise<T> {
    if (this.#death !== null) return Promise.reject(this.#death);
    return new Promise<T>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const settle = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
      };
      const fail = (death: WorkerDeath): void => {
        settle();
        reject(death);
      };
      const alive = (): void => {
        clearTimeout(timer);
        if (this.#waiting.has(fail))
          timer = setTimeout(() => this.terminate(`no answer for ${silenceMs} ms`), silenceMs);
      };
      this.#waiting.add(fail);
      alive();
      // Wrapped, so that the clock stops as well when `perform` throws instead of rejecting.
      new Promise<T>((begin) => begin(perform(this.api, alive))).finally(settle).then(resolve, reject);
    });
  }

  /** Ends the worker and every call that waits for it. */
  terminate(reason: string): void {
    if (this.#death !== null) return;
    this.#death = new WorkerDeath(reason);
    this.#lockWatch.abort();
    for (const fail of [...this.#waiting]) fail(this.#death);
    this.#api[releaseProxy]();
    this.#worker.terminate();
  }

  /**
   * A worker that closes itself or that the system kills raises no event, but its locks are released: the worker holds one,
   * and whoever gets it next knows that the worker is gone. Without locks (no secure context, or a frame of another site's page that may
   * keep nothing) the silence limit remains.
   */
  async #watchLock(): Promise<void> {
    const name = globalThis.navigator?.locks === undefined ? null : `strata-worker-${crypto.randomUUID()}`;
    try {
      const holds = await (this.#api as Remote<Mortal>).begin(name);
      this.#begun = true;
      if (name !== null && holds)
        await navigator.locks.request(name, { signal: this.#lockWatch.signal }, () =>
          this.terminate("the worker is gone"),
        );
    } catch {
      // Terminated while it waited: nothing is left to watch.
    }
  }
}
