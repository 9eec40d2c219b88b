import { ModelError } from "../models/errors.ts";
import { lackedOperator } from "../models/graph/runtime-message.ts";
import { saysNoRoom, saysNoWebAssembly, wordsOf } from "../platform/words.ts";
import { InferenceError, type InferenceErrorCode } from "./errors.ts";

/** What is thrown where a model would not open, told by the runtime's words; an error of the model's own stays what it is. */
export function openingFailure(cause: unknown, model: string): Error {
  if (cause instanceof InferenceError || cause instanceof ModelError) return cause;
  const message = wordsOf(cause);
  const operator = lackedOperator(message);
  const code = ((): InferenceErrorCode => {
    if (typeof WebAssembly === "undefined" || saysNoWebAssembly(message)) return "no-webassembly";
    if (saysNoRoom(message)) return "out-of-memory";
    return operator === null ? "session-failed" : "unknown-operator";
  })();
  return new InferenceError(code, { model, message, ...(operator !== null && { operator }) }, { cause });
}
