import { CodedError, carry } from "./coded-error.ts";

/**
 * What can go wrong with workers, whatever they do:
 * `no-workers`: the browser starts no worker of the page, or cannot get its script (`context.message`);
 * `worker-died`: a worker crashed or hung more often than one is replaced (`context.attempts`, `context.message`);
 * `closed`: the workers were disposed of while the call waited.
 */
export type WorkerErrorCode = "no-workers" | "worker-died" | "closed";

/** An expected failure of workers; a cancelled call rejects with its signal's reason instead. */
export class WorkerError extends CodedError<WorkerErrorCode> {
  override readonly name = "WorkerError";
}
carry("WorkerError", WorkerError);
