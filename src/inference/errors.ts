/** Facts that go with an error's code, for whoever turns the code into a sentence. */
export type ErrorContext = Readonly<Record<string, string | number>>;

/**
 * What can go wrong while a network runs:
 * `session-failed`: the runtime could not open or run the model (`context.message` has its words);
 * `non-finite`: a layer's logits hold NaN or infinity (`context.layer` names it);
 * `out-of-memory`: WebAssembly had no room, in the end not even for one mask;
 * `no-webassembly`: the browser has no WebAssembly, or does not let the page use it (`context.message`);
 * `no-workers`: the browser starts no worker of the page, or cannot get its script (`context.message`);
 * `worker-died`: a worker crashed or hung more often than the pool replaces one;
 * `gpu-lost`: the GPU's device is gone, and with it everything that lay there; `gpu-memory`: it had no room for a batch (`context.message`).
 * The engine deals with both; neither ends a run;
 * `closed`: the pool was disposed of while the call waited.
 */
export type InferenceErrorCode =
  | "session-failed"
  | "non-finite"
  | "out-of-memory"
  | "worker-died"
  | "no-webassembly"
  | "no-workers"
  | "gpu-lost"
  | "gpu-memory"
  | "closed";

/** An expected failure of running a network or a solver; a cancelled run rejects with its signal's reason instead. */
export class InferenceError extends Error {
  override readonly name = "InferenceError";
  readonly code: InferenceErrorCode;
  readonly context: ErrorContext;

  constructor(code: InferenceErrorCode, context: ErrorContext = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(context)}`, options);
    this.code = code;
    this.context = context;
  }
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

/** The words of whatever failed: the runtime's or the driver's own where the error holds them. */
export function wordsOf(error: unknown): string {
  if (error instanceof InferenceError && error.context["message"] !== undefined)
    return String(error.context["message"]);
  return error instanceof Error ? error.message : String(error);
}

/**
 * What can be wrong with a file that should be an image:
 * `unreadable`: the browser gives none of its bytes, as of a folder or of a file that is gone; `empty`: no bytes; `svg`: a drawing without pixels; `not-an-image`: the bytes are of no known image format;
 * `network`: a network or its weights, of a format that is known by its content (`context.format`);
 * `unsupported-format`: an image, of a format not read here (`context.format`);
 * `too-large`: more pixels than are taken (`context.width`, `.height`, `.megapixelsMax`, `.sideMax`); `too-many-bytes`: a larger file than is taken (`context.megabytesMax`);
 * `damaged`: it begins like an image, but cannot be decoded (`context.format`);
 * `decoder-missing`: what decodes its format could not be fetched (`context.format`);
 * `no-room`: this browser has not the memory to decode it;
 * `left-out`: it did not come along with the picture that it belongs to.
 */
export type ImageErrorCode =
  | "left-out"
  | "unreadable"
  | "no-room"
  | "empty"
  | "svg"
  | "network"
  | "not-an-image"
  | "unsupported-format"
  | "too-large"
  | "too-many-bytes"
  | "decoder-missing"
  | "damaged";

/** An expected failure of reading an image. */
export class ImageError extends Error {
  override readonly name = "ImageError";
  readonly code: ImageErrorCode;
  readonly context: ErrorContext;

  constructor(code: ImageErrorCode, context: ErrorContext = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(context)}`, options);
    this.code = code;
    this.context = context;
  }
}
