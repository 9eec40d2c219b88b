import { CodedError, carriedErrors, type ErrorContext } from "../platform/coded-error.ts";

/** What can be wrong with a model that somebody else supplies. */
export type ModelErrorCode =
  | "bad-manifest"
  | "bad-onnx"
  | "batch-too-large"
  | "hash-mismatch"
  | "image-size"
  | "network-too-large"
  | "no-class-scores"
  | "no-network"
  | "several-networks"
  | "too-many-classes"
  | "no-image-input"
  | "not-found"
  | "not-here"
  | "not-onnx"
  | "other-inputs"
  | "other-network"
  | "retired"
  | "too-many-parts"
  | "unknown-operator"
  | "unlisted"
  | "weights-missing";

/** Files of a network that it runs without: its probes of the labels, and the replicates of its first ones. */
export type ModelPart = "labels" | "replicates";

/** An expected failure of a model's files. */
export class ModelError extends CodedError<ModelErrorCode> {
  override readonly name = "ModelError";

  constructor(code: ModelErrorCode, message: string, context: ErrorContext = {}, cause?: unknown) {
    super(code, context, cause === undefined ? { message } : { message, cause });
  }
}
carriedErrors.set(
  "ModelError",
  ({ code, message, context, cause }) => new ModelError(code as ModelErrorCode, message, context, cause),
);
