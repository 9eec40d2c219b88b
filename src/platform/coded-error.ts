/** Facts that go with an error's code, for whoever turns the code into a sentence. */
export type ErrorContext = Readonly<Record<string, string | number>>;

/** An expected failure: `code` says which, `context` holds the facts that a sentence about it needs. */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;
  readonly context: ErrorContext;

  constructor(code: Code, context: ErrorContext = {}, options?: ErrorOptions & { readonly message?: string }) {
    super(options?.message ?? `${code} ${JSON.stringify(context)}`, options);
    this.code = code;
    this.context = context;
  }
}

/** Makes an error again that came from another thread, by the name of its class; a class that is to keep itself between threads adds itself. */
export const carriedErrors = new Map<string, (packed: CarriedError) => Error>();

/** An error as it travels between threads. */
export interface CarriedError {
  readonly message: string;
  readonly code: unknown;
  readonly context: ErrorContext;
  readonly cause?: unknown;
}

/** Has a class of coded errors keep itself between threads. */
export function carry<Code extends string>(
  name: string,
  type: new (code: Code, context: ErrorContext, options?: ErrorOptions) => CodedError<Code>,
): void {
  carriedErrors.set(name, ({ code, context, cause }) => new type(code as Code, context, { cause }));
}
