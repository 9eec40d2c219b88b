import { describeFailure, InputError } from "../cli/failure.ts";
import { CodedError } from "../src/platform/coded-error.ts";
import enCli from "../src/strings/en/cli.ts";
import { addStrings, createStrings } from "../src/strings/index.ts";

/** What was asked for cannot be done; `message` says in one English sentence why, and what to do. */
export class StrataError extends Error {
  override readonly name = "StrataError";
  /** Stays the same between versions, such as "bad-target" or "hash-mismatch". */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What every line of the command line begins with. */
const PROGRAM = /^strata:\s*/;

/** An option as the command line has it. */
const OPTION = /--([a-z]+)(?:-([a-z])([a-z]+))?/g;

/** As the command line says it, with options called as they are here. */
function sentenceOf(error: unknown): string {
  const strings = createStrings("en");
  addStrings(strings, "en", { cli: enCli });
  return describeFailure(error, strings)
    .line.replace(PROGRAM, "")
    .replaceAll(
      OPTION,
      (_, first: string, letter = "", rest = "") => `${first}${(letter as string).toUpperCase()}${rest}`,
    );
}

/** Rethrows what is expected as a StrataError; a fault of Strata, and the reason of a signal, as they are. */
export function rethrown(error: unknown): never {
  if (error instanceof InputError) throw new StrataError(error.problem, sentenceOf(error), { cause: error });
  if (error instanceof CodedError) throw new StrataError(error.code, sentenceOf(error), { cause: error });
  throw error;
}
