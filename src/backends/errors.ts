import { CodedError, carry } from "../platform/coded-error.ts";

/**
 * What can go wrong while a network runs:
 * `session-failed`: the runtime could not open or run the model (`context.message` has its words);
 * `unknown-operator`: the model uses an operator that the runtime does not have (`context.operator` names it);
 * `non-finite`: a layer's logits hold NaN or infinity (`context.layer` names it);
 * `out-of-memory`: WebAssembly had no room, in the end not even for one mask;
 * `no-webassembly`: the browser has no WebAssembly, or does not let the page use it (`context.message`);
 * `gpu-lost`: the GPU's device is gone, and with it everything that lay there; `gpu-memory`: it had no room for a batch (`context.message`).
 * The engine deals with both; neither ends a run.
 */
export type InferenceErrorCode =
  "session-failed" | "unknown-operator" | "non-finite" | "out-of-memory" | "no-webassembly" | "gpu-lost" | "gpu-memory";

/** An expected failure of running a network or a solver; a cancelled run rejects with its signal's reason instead. */
export class InferenceError extends CodedError<InferenceErrorCode> {
  override readonly name = "InferenceError";
}
carry("InferenceError", InferenceError);
