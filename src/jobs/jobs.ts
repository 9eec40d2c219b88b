import type { Priority } from "../platform/priority.ts";
import { untilAborted } from "../platform/until-aborted.ts";
import type { Computation } from "./computation.ts";

/** One computation of one input, under way or over. */
export interface Job<Output> {
  /** Counts up from 1; no two jobs share it. */
  readonly id: number;
  /** The computation's id. */
  readonly computation: string;
  readonly key: string;
  /** The answer. Rejects with the reason as soon as the job is cancelled, else with what the computation threw. */
  readonly done: Promise<Output>;
  readonly priority: Priority;
  /** Stops it; after its end this does nothing. The reason is an AbortError where none is given. */
  cancel(reason?: unknown): void;
  /** From its next piece of work on. */
  setPriority(priority: Priority): void;
}

/** How a job is begun and watched. */
export interface StartOptions<Progress> {
  /** "foreground" where it is not said. */
  readonly priority?: Priority | undefined;
  /** Not called after the job's end or its cancel. */
  onProgress?: ((news: Progress) => void) | undefined;
  /** Another way to cancel it. */
  readonly signal?: AbortSignal | undefined;
}

/** Starts computations and knows which are under way. Any number run at once; the workers' queues share out the processor among them. */
export interface Jobs {
  start<Input, Output, Progress>(
    computation: Computation<Input, Output, Progress>,
    input: Input,
    options?: StartOptions<Progress>,
  ): Job<Output>;
  /** In the order of their starts. A job is gone from here when `done` settles. */
  readonly running: readonly Job<unknown>[];
}

/** No job is under way. */
export function createJobs(): Jobs {
  const running: Job<unknown>[] = [];
  let started = 0;
  return {
    running,
    start<Input, Output, Progress>(
      computation: Computation<Input, Output, Progress>,
      input: Input,
      { priority: asked = "foreground", onProgress, signal: outer }: StartOptions<Progress> = {},
    ): Job<Output> {
      const own = new AbortController();
      const signal = outer === undefined ? own.signal : AbortSignal.any([outer, own.signal]);
      let priority = asked;
      let over = false;
      const run = async (): Promise<Output> => {
        try {
          signal.throwIfAborted();
          return await untilAborted(
            computation.run(input, {
              signal,
              priority: () => priority,
              progress: (news) => {
                if (!over && !signal.aborted) onProgress?.(news);
              },
            }),
            signal,
          );
        } finally {
          over = true;
          running.splice(running.indexOf(job), 1);
        }
      };
      const job: Job<Output> = {
        id: ++started,
        computation: computation.id,
        key: computation.key(input),
        // Begun a moment later, so that whoever starts a job knows it before it tells anything.
        done: Promise.resolve().then(run),
        get priority() {
          return priority;
        },
        cancel: (reason) => own.abort(reason),
        setPriority: (next) => {
          priority = next;
        },
      };
      running.push(job);
      return job;
    },
  };
}
