import type { TaskPriority } from "./priority.ts";

/** One call to a worker, once it is over. */
export interface CallRecord {
  /** Counts up from 1. */
  readonly id: number;
  readonly worker: string;
  readonly method: string;
  readonly priority: TaskPriority;
  /** Between its task's queueing and its worker, ms. */
  readonly waitedMs: number;
  /** Between the call and its answer, ms. */
  readonly ranMs: number;
  /** Bytes of the buffers in its arguments and in its answer. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** "answered", or what it failed with. */
  readonly outcome: string;
}

/** What a call is part of. */
export interface CallTask {
  readonly priority: TaskPriority;
  readonly waitedMs: number;
}

/** Watches calls. */
export interface CallTracer {
  nowMs(): number;
  /** Wraps what a worker answers to, so that every call is recorded; `task` says what the worker is at. */
  traced<Api extends object>(api: Api, worker: string, task: () => CallTask | null): Api;
}

/** Who watches calls to workers, a development aid: null, as long as nobody asked for it, and then it costs one look at this. */
export const callTrace: { tracer: CallTracer | null } = { tracer: null };
