/** What can be wrong with a model that somebody else supplies. */
export type ModelErrorCode =
  "bad-manifest" | "bad-onnx" | "hash-mismatch" | "not-found" | "not-here" | "unsupported-input";

/** An expected failure of a model's files: `code` says which kind, `context` holds the facts a sentence about it needs. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly code: ModelErrorCode;
  readonly context: Readonly<Record<string, string | number>>;

  constructor(
    code: ModelErrorCode,
    message: string,
    context: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.context = context;
  }
}
