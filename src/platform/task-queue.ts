import type { CurrentPriority } from "./priority.ts";

/** While tasks of the background wait, one in this many is theirs. */
export const BACKGROUND_SHARE = 8;

/** A piece of work that waits for its turn. */
export interface QueuedTask {
  readonly priority: CurrentPriority;
  /** Whether it could begin now: a worker of its kind is free. */
  canBegin(): boolean;
  /** Begins it; whoever queued it says with `ended` when it is over. */
  begin(): void;
  /** Takes no place among the tasks at work, as opening a worker does not. */
  readonly takesNoPlace?: boolean;
}

/**
 * Decides which task is next, over one pool of workers or several that share the processor. First come, first served among equals; the
 * foreground before the background, but of every BACKGROUND_SHARE tasks that begin while the background has one that could, one is of the
 * background.
 */
export class TaskQueue {
  readonly #limit: number;
  readonly #waiting: QueuedTask[] = [];
  readonly #working = new Set<QueuedTask>();
  /** Tasks of the foreground that began since one of the background did, while one of it waited. */
  #ahead = 0;
  /** Works that want to be alone; the first one may be at it. */
  readonly #alone: (() => void)[] = [];
  #isAlone = false;

  /** At most `limit` tasks are at work at once. */
  constructor(limit = Infinity) {
    this.#limit = limit;
  }

  /** Queues a task behind those that wait. */
  add(task: QueuedTask): void {
    this.#waiting.push(task);
    this.#serve();
  }

  /** Takes back tasks that wait. */
  remove(unwanted: (task: QueuedTask) => boolean): void {
    for (let at = this.#waiting.length - 1; at >= 0; at--)
      if (unwanted(this.#waiting[at]!)) this.#waiting.splice(at, 1);
    this.#serve();
  }

  /** A task that had begun is over, whatever came of it, and its worker free; one that is to be done `again` is the next to begin. */
  ended(task: QueuedTask, again = false): void {
    this.#working.delete(task);
    if (again) this.#waiting.unshift(task);
    this.#serve();
  }

  /** Begins what can begin. */
  #serve(): void {
    if (!this.#isAlone && this.#alone.length > 0 && this.#working.size === 0 && this.#isQuiet()) {
      this.#isAlone = true;
      this.#alone[0]!();
    }
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(task), 1);
      this.#working.add(task);
      task.begin();
    }
  }

  /** Does the work when its turn comes. Rejects with the signal's reason as soon as it aborts; what has begun keeps its place until it ends. */
  do<T>(
    work: () => Promise<T>,
    { priority, signal }: { readonly priority: CurrentPriority; readonly signal?: AbortSignal | undefined },
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise<T>((resolve, reject) => {
      const abort = (): void => {
        reject(signal!.reason);
        this.remove((queued) => queued === task);
      };
      const task: QueuedTask = {
        priority,
        canBegin: () => true,
        begin: () =>
          void new Promise<T>((begin) => begin(work())).then(resolve, reject).finally(() => {
            signal?.removeEventListener("abort", abort);
            this.ended(task);
          }),
      };
      signal?.addEventListener("abort", abort);
      this.add(task);
    });
  }

  /**
   * Does work that must not be disturbed and must not disturb, such as what is timed. It begins once the foreground has nothing to do and all
   * that had begun is over; until it ends only tasks of priority `alone`, its own, begin.
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.#alone.push(begin);
      this.#serve();
    });
    try {
      return await work();
    } finally {
      this.#alone.shift();
      this.#isAlone = false;
      this.#serve();
    }
  }

  /** Whether nobody waits for the foreground. */
  #isQuiet(): boolean {
    const isForeground = ({ priority }: QueuedTask): boolean => priority() === "foreground";
    return !this.#waiting.some(isForeground) && ![...this.#working].some(isForeground);
  }

  #next(): QueuedTask | undefined {
    if (this.#isAlone) return this.#first("alone");
    const foreground = this.#first("foreground");
    // What wants to be alone lets what is at work end, and begins nothing else.
    const background = this.#alone.length > 0 && this.#isQuiet() ? undefined : this.#first("background");
    if (foreground !== undefined && (background === undefined || this.#ahead < BACKGROUND_SHARE - 1)) {
      this.#ahead = this.#waiting.some(({ priority }) => priority() === "background") ? this.#ahead + 1 : 0;
      return foreground;
    }
    if (background !== undefined) this.#ahead = 0;
    return background;
  }

  /** The first task of a priority that could begin. */
  #first(wanted: ReturnType<CurrentPriority>): QueuedTask | undefined {
    const isFull = [...this.#working].filter(({ takesNoPlace }) => takesNoPlace !== true).length >= this.#limit;
    return this.#waiting.find(
      (task) => task.priority() === wanted && (!isFull || task.takesNoPlace === true) && task.canBegin(),
    );
  }
}
