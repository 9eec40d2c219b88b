import { wordsOf } from "./words.ts";
import type { Mortal } from "./mortal.ts";
import { WorkerError } from "./worker-error.ts";
import { nextTask } from "./next-task.ts";
import { WorkerLink, type WorkerLike } from "./worker-link.ts";

/** A task whose worker dies is tried this many times: a worker killed by chance is replaced, one killed by its task is not for ever. */
export const MAX_ATTEMPTS = 3;

/** Longest silence while a worker opens, ms: on a slow line its WebAssembly file alone takes a minute. */
const OPEN_SILENCE_MS = 180_000;

/** Workers of one sort. */
export interface CrewOptions<Api extends Mortal> {
  readonly size: number;
  spawn(): WorkerLike;
  /** Readies a new worker; what it throws is what the waiting task rejects with. */
  open(link: WorkerLink<Api>): Promise<void>;
  /** Told why a worker died in the middle of a task that another one will do again; one that died before it was ready had begun none. */
  onReplaced?(reason: string): void;
  /** Told that a worker would not open, so that those that did have to do without it. */
  onFewer?(): void;
}

/** One piece of work for any one worker; performed anew, from the start, should its worker die. */
export interface Task<Api extends Mortal, T> {
  perform(link: WorkerLink<Api>, alive: () => void): Promise<T>;
  /** Longest time without a sign of life, ms. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called when the signal aborts while the task is at a worker, which stays busy until the task ends. */
  onCancel?(link: WorkerLink<Api>): void;
}

/** A worker's place; the worker in it may change. */
interface Seat<Api extends Mortal> {
  link: WorkerLink<Api> | null;
  job: Job<Api> | null;
  /** Whether its worker has opened. */
  open: boolean;
  /** Left empty for good: no worker would open in it, while another one had. */
  retired: boolean;
}

/** A task on its way. */
interface Job<Api extends Mortal> {
  readonly task: Task<Api, unknown>;
  attempts: number;
  settled: boolean;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Workers that share a queue of tasks, first come, first served; a worker that dies is replaced and its task done again. */
export class WorkerCrew<Api extends Mortal> {
  readonly size: number;
  readonly #options: CrewOptions<Api>;
  readonly #seats: readonly Seat<Api>[];
  readonly #waiting: Job<Api>[] = [];
  #closed = false;

  constructor(options: CrewOptions<Api>) {
    if (!Number.isInteger(options.size) || options.size < 1)
      throw new RangeError(`size must be an integer of 1 or more, got ${options.size}`);
    this.#options = options;
    this.size = options.size;
    this.#seats = Array.from({ length: options.size }, () => ({ link: null, job: null, open: false, retired: false }));
  }

  /**
   * Opens one worker, then, in a task of their own, the others; resolves when the first one is ready, rejects with the first failure when
   * none gets ready. Opening takes more than a worker's own core: many at a time would leave none to the page.
   */
  async ready(): Promise<void> {
    const open = (): Promise<void> => this.do({ perform: async () => undefined, silenceMs: OPEN_SILENCE_MS });
    const first = open();
    const others = first.then(nextTask, nextTask).then(() => Promise.any(this.#seats.map(open)));
    await Promise.any([first, others]).catch((failures: AggregateError) => Promise.reject(failures.errors[0]));
  }

  /**
   * Has a worker perform the task. Rejects with the signal's reason as soon as it aborts, with what the worker threw, with
   * WorkerError `worker-died` after MAX_ATTEMPTS deaths, `no-workers` where none of those had begun, or with `closed`.
   */
  do<T>(task: Task<Api, T>): Promise<T> {
    const { signal } = task;
    if (this.#closed) return Promise.reject(new WorkerError("closed"));
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise<T>((resolve, reject) => {
      const settle =
        <A>(end: (value: A) => void) =>
        (value: A): void => {
          if (job.settled) return;
          job.settled = true;
          signal?.removeEventListener("abort", abort);
          end(value);
        };
      const abort = (): void => this.#cancel(job, signal!.reason);
      const job: Job<Api> = {
        task,
        attempts: 0,
        settled: false,
        resolve: settle(resolve as (result: unknown) => void),
        reject: settle(reject),
      };
      signal?.addEventListener("abort", abort);
      this.#waiting.push(job);
      this.#assign();
    });
  }

  /** Ends every worker; tasks that wait reject with WorkerError `closed`. */
  dispose(): void {
    this.#closed = true;
    const left = [...this.#waiting.splice(0), ...this.#seats.flatMap(({ job }) => job ?? [])];
    for (const job of left) job.reject(new WorkerError("closed"));
    for (const { link } of this.#seats) link?.terminate("closed");
  }

  #cancel(job: Job<Api>, reason: unknown): void {
    job.reject(reason);
    const at = this.#waiting.indexOf(job);
    if (at !== -1) this.#waiting.splice(at, 1);
    const seat = this.#seats.find((taken) => taken.job === job);
    if (seat?.link && !seat.link.dead) job.task.onCancel?.(seat.link);
  }

  #assign(): void {
    for (const seat of this.#seats) {
      if (seat.job !== null || seat.retired) continue;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      seat.job = job;
      void this.#serve(seat, job);
    }
  }

  /** Sees one job through one attempt; never rejects. */
  async #serve(seat: Seat<Api>, job: Job<Api>): Promise<void> {
    try {
      const link = await this.#linkOf(seat);
      if (!job.settled) job.resolve(await link.call((_, alive) => job.task.perform(link, alive), job.task.silenceMs));
    } catch (error) {
      if (seat.link?.dead === true) this.#retry(job, error, seat.link.begun, seat.open);
      else if (seat.link === null && this.#seats.some(({ open }) => open)) this.#retire(seat, job);
      else job.reject(error);
    }
    if (seat.link?.dead === true) this.#empty(seat);
    seat.job = null;
    if (!this.#closed) this.#assign();
  }

  #retry(job: Job<Api>, death: unknown, begun: boolean, open: boolean): void {
    job.attempts += 1;
    if (job.settled) return;
    if (job.attempts < MAX_ATTEMPTS) {
      this.#waiting.unshift(job);
      if (begun && open) this.#options.onReplaced?.((death as Error).message);
    } else
      job.reject(
        new WorkerError(
          begun ? "worker-died" : "no-workers",
          { attempts: job.attempts, message: (death as Error).message },
          { cause: death },
        ),
      );
  }

  /** Leaves a seat empty whose worker would not open; those that did open do its job. */
  #retire(seat: Seat<Api>, job: Job<Api>): void {
    seat.retired = true;
    if (!job.settled) this.#waiting.unshift(job);
    this.#options.onFewer?.();
  }

  #empty(seat: Seat<Api>): void {
    seat.link = null;
    seat.open = false;
  }

  #spawn(): WorkerLike {
    try {
      return this.#options.spawn();
    } catch (cause) {
      throw new WorkerError("no-workers", { message: wordsOf(cause) }, { cause });
    }
  }

  /** The seat's worker, a new one if it has none. */
  async #linkOf(seat: Seat<Api>): Promise<WorkerLink<Api>> {
    if (seat.link !== null && !seat.link.dead) return seat.link;
    this.#empty(seat);
    const link = new WorkerLink<Api>(this.#spawn());
    seat.link = link;
    try {
      await link.call(() => this.#options.open(link), OPEN_SILENCE_MS);
    } catch (error) {
      if (!link.dead) {
        // It lives but refuses: unless others have opened the task is told why, and the next one gets a fresh worker.
        seat.link = null;
        link.terminate("could not open");
      }
      throw error;
    }
    seat.open = true;
    return link;
  }
}
