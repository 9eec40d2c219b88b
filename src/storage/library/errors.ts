import { CodedError, carry } from "../../platform/coded-error.ts";

/**
 * What can go wrong while the browser keeps something:
 * `full`: no room is left; nothing of the change was written, nothing that was there is lost;
 * `unavailable`: no database can be had (`context.reason`: `missing`: the browser has none; `embedded`: a frame keeps nothing; `refused`: it forbids its use, as some
 * private windows do; `blocked`: another tab holds on to an older version; `closed`: this end was closed);
 * `gone`: the record does not exist, or no longer (`context.id`);
 * `newer-version`: a newer page made the database; this one must be reloaded;
 * `failed`: anything else (`context.name` and `context.message` have the browser's words).
 */
export type StorageErrorCode = "full" | "unavailable" | "gone" | "newer-version" | "failed";

/** An expected failure of keeping or finding something in the browser. */
export class StorageError extends CodedError<StorageErrorCode> {
  override readonly name = "StorageError";
}
carry("StorageError", StorageError);

/** The browser's name of an error, e.g. `QuotaExceededError`; empty for what is no error. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** What a database threw as a StorageError; one of ours stays as it is. */
export function storageErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = errorName(error);
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (name === "QuotaExceededError") return new StorageError("full", { message }, options);
  if (name === "VersionError") return new StorageError("newer-version", { message }, options);
  if (name === "SecurityError") return new StorageError("unavailable", { reason: "refused", message }, options);
  return new StorageError("failed", { name, message }, options);
}
