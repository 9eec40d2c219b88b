import { CodedError } from "./coded-error.ts";

/** The words of whatever failed: the runtime's or the driver's own where the error holds them. */
export function wordsOf(error: unknown): string {
  if (error instanceof CodedError && error.context["message"] !== undefined) return String(error.context["message"]);
  return error instanceof Error ? error.message : String(error);
}

/** What runtimes, drivers and browsers say when there is no room; no runtime passes on which kind of error it met. */
const NO_ROOM =
  /out of memory|out_of_memory|out-of-memory|bad_alloc|exceeds the max(imum)? buffer size|failed to allocate|could not allocate|allocation failed|memory\.grow|\bOOM\b/i;

/** Whether something failed for want of memory, by its words. */
export const saysNoRoom = (words: string): boolean => NO_ROOM.test(words);

/** What browsers say where WebAssembly is missing, and where a policy forbids it. */
const NO_WEBASSEMBLY =
  /WebAssembly is not defined|variable: WebAssembly|WebAssembly[^]*(Content Security Policy|blocked by CSP|unsafe-eval|disallowed)|(refused|blocked|disallowed|violates)[^]*WebAssembly/i;

/** Whether something failed because there is no WebAssembly to be had, by its words. */
export const saysNoWebAssembly = (words: string): boolean => NO_WEBASSEMBLY.test(words);
