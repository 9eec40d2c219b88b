import { ImageError, InferenceError } from "../inference/errors.ts";
import { ModelError } from "../model/errors.ts";
import type { Notice, Opening, RunFailure } from "./shape.ts";

/** Why a run stopped, from what it threw. */
export function runFailureOf(error: unknown): RunFailure {
  return error instanceof InferenceError && error.code !== "closed" ? error.code : "unknown";
}

/** The message for a run that stopped; it may be tried again. */
export function runNotice(error: unknown): Notice {
  const layer = error instanceof InferenceError ? error.context["layer"] : undefined;
  return { code: `run-${runFailureOf(error)}`, values: layer === undefined ? {} : { layer }, action: "run-again" };
}

/** The message for a model or image that could not be opened. */
export function openingNotice(error: unknown, opening: Opening): Notice {
  const values = { name: opening.name };
  if (error instanceof ImageError) return { code: error.code, values: { ...error.context, ...values }, action: "choose-file" };
  if (error instanceof ModelError) return { code: error.code === "not-found" ? "model-missing" : "model-damaged", values: { ...error.context, ...values }, action: "open-again" };
  // Hashing needs a secure context, which plain HTTP from another machine is not.
  if (globalThis.isSecureContext === false) return { code: "insecure-page", values, action: "open-again" };
  // Anything else from here is a fetch that failed: the shipped files come from the page's own server.
  return { code: opening.what === "model" ? "model-missing" : "sample-missing", values, action: "open-again" };
}
