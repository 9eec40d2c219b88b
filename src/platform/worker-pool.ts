import type { Mortal } from "./mortal.ts";
import { WorkerError } from "./worker-error.ts";
import { nextTask } from "./next-task.ts";
import { callTrace } from "./call-trace.ts";
import type { CurrentPriority } from "./priority.ts";
import { TaskQueue, type QueuedTask } from "./task-queue.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import { OPEN_SILENCE_MS, WorkerSeat, type WorkerSort } from "./worker-seat.ts";

/** A task whose worker dies is tried this many times: a worker killed by chance is replaced, one killed by its task is not for ever. */
export const MAX_ATTEMPTS = 3;

/** Workers of one sort. */
export interface WorkerPoolOptions<Api extends Mortal> extends WorkerSort<Api> {
  readonly size: number;
  /** Told why a worker died in the middle of a task that another one will do again; one that died before it was ready had begun none. */
  onReplaced?(reason: string): void;
  /** Told that a worker would not open, so that those that did have to do without it. */
  onFewer?(): void;
  /** Where tasks wait: shared with other pools that use the processor, or one of its own. */
  readonly queue?: TaskQueue;
}

/** One piece of work for any one worker; performed anew, from the start, should its worker die. */
export interface Task<Api extends Mortal, T> {
  perform(handle: WorkerHandle<Api>, alive: () => void): Promise<T>;
  /** Longest time without a sign of life, ms. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The foreground where it is not said. */
  readonly priority?: CurrentPriority | undefined;
  /** Called when the signal aborts while the task is at a worker, which stays busy until the task ends. */
  onCancel?(handle: WorkerHandle<Api>): void;
}

/** A task on its way. */
interface Entry<Api extends Mortal> extends QueuedTask {
  readonly task: Task<Api, unknown>;
  /** On the clock of the trace of calls, if one is kept. */
  readonly queuedMs: number | null;
  attempts: number;
  settled: boolean;
  /** Whether a worker could not do it. */
  failed: boolean;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

const FOREGROUND: CurrentPriority = () => "foreground";

/** Workers that share a queue of tasks; a worker that dies is replaced and its task done again. */
export class WorkerPool<Api extends Mortal> {
  readonly size: number;
  readonly #options: WorkerPoolOptions<Api>;
  readonly #seats: readonly WorkerSeat<Api, Entry<Api>>[];
  readonly #queue: TaskQueue;
  /** Tasks that wait or are at a worker. */
  readonly #entries = new Set<Entry<Api>>();
  #closed = false;

  constructor(options: WorkerPoolOptions<Api>) {
    if (!Number.isInteger(options.size) || options.size < 1)
      throw new RangeError(`size must be an integer of 1 or more, got ${options.size}`);
    this.#options = options;
    this.size = options.size;
    this.#queue = options.queue ?? new TaskQueue();
    this.#seats = Array.from({ length: options.size }, () => new WorkerSeat(options));
  }

  /**
   * Opens one worker, then, in a task of their own, the others; resolves when the first one is ready, rejects with the first failure when
   * none gets ready. Opening takes more than a worker's own core: many at a time would leave none to the page.
   */
  async ready(): Promise<void> {
    const open = (): Promise<void> => this.#add({ perform: async () => undefined, silenceMs: OPEN_SILENCE_MS }, true);
    const first = open();
    const others = first.then(nextTask, nextTask).then(() => Promise.any(this.#seats.map(open)));
    await Promise.any([first, others]).catch((failures: AggregateError) => Promise.reject(failures.errors[0]));
  }

  /**
   * Has a worker perform the task. Rejects with the signal's reason as soon as it aborts, with what the worker threw, with
   * WorkerError `worker-died` after MAX_ATTEMPTS deaths, `no-workers` where none of those had begun, or with `closed`.
   */
  do<T>(task: Task<Api, T>): Promise<T> {
    return this.#add(task, false);
  }

  /** Ends every worker; tasks that wait reject with WorkerError `closed`. */
  dispose(): void {
    this.#closed = true;
    for (const { reject } of [...this.#entries]) reject(new WorkerError("closed"));
    this.#queue.remove((task) => this.#entries.has(task as Entry<Api>));
    this.#entries.clear();
    for (const { handle } of this.#seats) handle?.terminate("closed");
  }

  #add<T>(task: Task<Api, T>, takesNoPlace: boolean): Promise<T> {
    const { signal, priority = FOREGROUND } = task;
    if (this.#closed) return Promise.reject(new WorkerError("closed"));
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise<T>((resolve, reject) => {
      const settle =
        <A>(end: (value: A) => void) =>
        (value: A): void => {
          if (entry.settled) return;
          entry.settled = true;
          signal?.removeEventListener("abort", abort);
          end(value);
        };
      const abort = (): void => this.#cancel(entry, signal!.reason);
      const entry: Entry<Api> = {
        task,
        priority,
        takesNoPlace,
        queuedMs: callTrace.tracer?.nowMs() ?? null,
        canBegin: () => this.#freeSeat() !== undefined,
        begin: () => {
          const seat = this.#freeSeat()!;
          seat.entry = entry;
          void this.#serve(seat, entry);
        },
        attempts: 0,
        settled: false,
        failed: false,
        resolve: settle(resolve as (result: unknown) => void),
        reject: settle(reject),
      };
      signal?.addEventListener("abort", abort);
      this.#entries.add(entry);
      this.#queue.add(entry);
    });
  }

  #cancel(entry: Entry<Api>, reason: unknown): void {
    entry.reject(reason);
    const seat = this.#seats.find((taken) => taken.entry === entry);
    if (seat?.handle && !seat.handle.dead) entry.task.onCancel?.(seat.handle);
    if (seat !== undefined) return;
    this.#entries.delete(entry);
    this.#queue.remove((task) => task === entry);
  }

  #freeSeat(): WorkerSeat<Api, Entry<Api>> | undefined {
    return this.#seats.find(({ entry, retired }) => entry === null && !retired);
  }

  /** Sees one task through one attempt; never rejects. */
  async #serve(seat: WorkerSeat<Api, Entry<Api>>, entry: Entry<Api>): Promise<void> {
    let again = false;
    try {
      const handle = await seat.worker();
      if (callTrace.tracer !== null)
        handle.task = {
          priority: entry.priority(),
          waitedMs: entry.queuedMs === null ? 0 : callTrace.tracer.nowMs() - entry.queuedMs,
        };
      if (!entry.settled)
        entry.resolve(await handle.call((_, alive) => entry.task.perform(handle, alive), entry.task.silenceMs));
    } catch (error) {
      if (seat.handle?.dead === true) again = this.#triesAgain(entry, error, seat.handle.begun, seat.open);
      else if (seat.handle === null && this.#seats.some(({ open }) => open)) {
        this.#retire(seat);
        again = !entry.settled;
      } else {
        entry.failed = true;
        entry.reject(error);
      }
    }
    // Who is told of a failure may take back other tasks before they begin.
    if (!again && entry.failed) await nextTask();
    if (seat.handle?.dead === true) seat.empty();
    seat.entry = null;
    again &&= !this.#closed;
    if (!again) this.#entries.delete(entry);
    this.#queue.ended(entry, again);
  }

  /** Whether a task whose worker died is to be done again; if not, it is told why. */
  #triesAgain(entry: Entry<Api>, death: unknown, begun: boolean, open: boolean): boolean {
    entry.attempts += 1;
    if (entry.settled) return false;
    const { message } = death as Error;
    if (entry.attempts < MAX_ATTEMPTS) {
      if (begun && open) this.#options.onReplaced?.(message);
      return true;
    }
    entry.failed = true;
    const code = begun ? "worker-died" : "no-workers";
    entry.reject(new WorkerError(code, { attempts: entry.attempts, message }, { cause: death }));
    return false;
  }

  /** Leaves a seat empty whose worker would not open; those that did open do its tasks. */
  #retire(seat: WorkerSeat<Api, Entry<Api>>): void {
    seat.retired = true;
    this.#options.onFewer?.();
  }
}
