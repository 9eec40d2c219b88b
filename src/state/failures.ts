import { printable } from "../exploration/printable.ts";
import { ImageError, InferenceError, type ErrorContext } from "../inference/errors.ts";
import { ModelError, type ModelErrorCode } from "../model/errors.ts";
import { FileError } from "../exploration/strata-file/file-error.ts";
import { StorageError } from "../storage/library/errors.ts";
import { LinkError } from "../storage/link/errors.ts";
import type { Notice, NoticeCode, Opening, RunFailure } from "./shape.ts";

/** Messages about a model other than that it is damaged. */
const MODEL_NOTICES: { readonly [Code in ModelErrorCode]?: NoticeCode } = { "not-found": "model-missing", "not-here": "model-not-here" };

/** What a notice puts into its sentence: names and words from foreign files are only text there. */
function valuesOf(values: ErrorContext): ErrorContext {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? printable(value) : value]));
}

/** Why a run stopped, from what it threw. */
export function runFailureOf(error: unknown): RunFailure {
  const code = error instanceof InferenceError ? error.code : null;
  return code === "session-failed" || code === "out-of-memory" || code === "non-finite" || code === "worker-died" ? code : "unknown";
}

/** The message for a run that stopped; it may be tried again. */
export function runNotice(error: unknown): Notice {
  const layer = error instanceof InferenceError ? error.context["layer"] : undefined;
  return { code: `run-${runFailureOf(error)}`, values: layer === undefined ? {} : valuesOf({ layer }), action: "run-again" };
}

/** The message for a link that cannot be opened. */
export function linkNotice(error: unknown): Notice {
  return { code: `link-${error instanceof LinkError ? error.code : "damaged"}`, values: {}, action: "choose-file" };
}

/** The message for a file of explorations that cannot be opened. */
export function fileNotice(error: unknown, name: string): Notice {
  return { code: `file-${error instanceof FileError ? error.code : "damaged"}`, values: valuesOf({ name }), action: "choose-file" };
}

/** What was not kept: the finished picture on the page, a run that goes on, with it the image itself, or a change that a person asked for. */
export type Unkept = "picture" | "run" | "image" | "change";

/** The message for what the browser did not keep; null where nobody asked it to keep anything, and it never does. */
export function storageNotice(error: unknown, unkept: Unkept): Notice | null {
  const code = error instanceof StorageError ? error.code : "failed";
  if (code === "unavailable") return null;
  if (code === "full") return { code: unkept === "change" ? "storage-full" : `storage-full-${unkept}`, values: {}, action: "open-library" };
  if (code === "failed" && (unkept === "run" || unkept === "image")) return { code: "storage-failed-run", values: {}, action: "dismiss" };
  return { code: `storage-${code}`, values: {}, action: "dismiss" };
}

/** The same for what a person asked to be kept or found. */
export function wantedStorageNotice(error: unknown): Notice {
  return storageNotice(error, "change") ?? { code: "storage-none", values: {}, action: "dismiss" };
}

/** The message for a model or image that could not be opened. */
export function openingNotice(error: unknown, opening: Opening): Notice {
  const values = valuesOf({ name: opening.name });
  if (error instanceof ImageError) return { code: error.code, values: { ...valuesOf(error.context), ...values }, action: "choose-file" };
  // A decoder that died did so over an image.
  if (error instanceof InferenceError) return { code: "no-room", values, action: "choose-file" };
  if (error instanceof ModelError) return { code: MODEL_NOTICES[error.code] ?? "model-damaged", values: { ...valuesOf(error.context), ...values }, action: "open-again" };
  // Hashing needs a secure context, which plain HTTP from another machine is not.
  if (globalThis.isSecureContext === false) return { code: "insecure-page", values, action: "open-again" };
  // Anything else from here is a fetch that failed: the shipped files come from the page's own server.
  return { code: opening.what === "model" ? "model-missing" : "sample-missing", values, action: "open-again" };
}
