import { transferHandlers, type TransferHandler } from "comlink";
import { carriedErrors, type CarriedError, type ErrorContext } from "./coded-error.ts";

/** An error as plain data. */
interface PackedError extends Omit<CarriedError, "cause"> {
  readonly name: string;
  readonly stack: string | undefined;
  readonly cause: Packed | undefined;
}

type Packed = { readonly error: PackedError } | { readonly value: unknown };

function pack(thrown: unknown): Packed {
  if (!(thrown instanceof Error) && !(thrown instanceof DOMException)) return { value: thrown };
  const { name, message, stack } = thrown;
  const { code, context, cause } = thrown as { code?: unknown; context?: ErrorContext; cause?: unknown };
  return {
    error: { name, message, stack, code, context: context ?? {}, cause: cause === undefined ? undefined : pack(cause) },
  };
}

function unpack(packed: Packed): unknown {
  if (!("error" in packed)) return packed.value;
  const { error } = packed;
  const revived = revive(error, error.cause === undefined ? undefined : { cause: unpack(error.cause) });
  // Where it was thrown tells more than where it was revived.
  if (error.stack !== undefined)
    Object.defineProperty(revived, "stack", { value: error.stack, configurable: true, writable: true });
  return revived;
}

function revive({ name, message, code, context }: PackedError, options: ErrorOptions | undefined): Error {
  const coded = carriedErrors.get(name);
  if (coded !== undefined) return coded({ message, code, context, ...options });
  switch (name) {
    case "AbortError":
      return new DOMException(message, name);
    case "RangeError":
      return new RangeError(message, options);
    case "TypeError":
      return new TypeError(message, options);
    default:
      return Object.assign(new Error(message, options), { name });
  }
}

/**
 * Makes Comlink carry errors across with their class, code, context and cause, which it loses by itself.
 * To be called on both sides before the first call; calling it again changes nothing.
 */
export function carryErrors(): void {
  // Comlink keeps its mark of a thrown value to itself, so its own handler must go on telling which values those are.
  const { canHandle } = transferHandlers.get("throw") as TransferHandler<{ value: unknown }, Packed>;
  transferHandlers.set("throw", {
    canHandle,
    serialize: ({ value }: { value: unknown }) => [pack(value), []],
    deserialize: (packed: Packed): never => {
      throw unpack(packed);
    },
  });
}
