import { ImageError } from "../src/images/errors.ts";
import type { i18n } from "i18next";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { InferenceError } from "../src/backends/errors.ts";
import { ModelError } from "../src/models/errors.ts";
import type { Seeming } from "../src/models/graph/find-outputs.ts";
import type enCli from "../src/strings/en/cli.ts";

/** The exit code of a command that was asked for something impossible. */
export const EXIT_BAD_INPUT = 2;

/** The exit code of a command that broke while it ran. */
export const EXIT_BROKEN = 1;

/** The exit code of a command stopped from the keyboard, as shells have it. */
export const EXIT_INTERRUPTED = 130;

/** The exit code of a command that did its work but for some of it, which it names. */
export const EXIT_PARTLY = 3;

/** The exit code of a command whose reader went away, as shells have it for SIGPIPE. */
export const EXIT_CLOSED = 141;

/** What may be wrong with what a person typed: a key of the catalogue's `cli:error`. */
export type InputProblem = keyof (typeof enCli)["error"];

/** Something is wrong with what a person typed or with a file they named. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly problem: InputProblem;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(problem: InputProblem, values: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${problem} ${JSON.stringify(values)}`, options);
    this.problem = problem;
    this.values = values;
  }
}

/** Something went wrong in another process, which told it. */
export class ToldFailure extends Error {
  override readonly name = "ToldFailure";
  readonly line: string;
  readonly exitCode: number;

  constructor({ line, exitCode }: Pick<ToldFailure, "line" | "exitCode">) {
    super(line);
    this.line = line;
    this.exitCode = exitCode;
  }
}

/** Many answers were asked for, and the run was told to stop: how many are there by then, and where. */
class Interrupted extends Error {
  override readonly name = "AbortError";
  readonly values: { readonly done: number; readonly total: number; readonly path: string };

  constructor(values: Interrupted["values"]) {
    super(JSON.stringify(values));
    this.values = values;
  }
}

/** A run over a folder was told to stop; its results so far are whole, and are used again. */
export class InterruptedFolder extends Interrupted {}

/** A study was told to stop; every answer so far is a file, also those of jobs that did not end. */
export class InterruptedStudy extends Interrupted {}

/** Which problems have another exit code than what is wrong from the start. */
const EXIT_CODES: { readonly [Problem in InputProblem]?: number } = {
  "output-closed": EXIT_CLOSED,
  "some-failed": EXIT_PARTLY,
  "shard-failed": EXIT_PARTLY,
  "no-summary": EXIT_PARTLY,
  "study-missing": EXIT_PARTLY,
  "study-failed": EXIT_PARTLY,
  "study-full": EXIT_PARTLY,
  "study-too-large": EXIT_PARTLY,
};

/** Rethrows whatever is thrown about a file; a FileError tells its path from then on. */
export function namingFile(path: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof FileError ? new FileError(error.code, { path, ...error.context }, { cause: error }) : error;
  };
}

/** One line that says what went wrong, and the exit code that goes with it. */
export function describeFailure(error: unknown, strings: i18n): { readonly line: string; readonly exitCode: number } {
  if (error instanceof ToldFailure) return { line: error.line, exitCode: error.exitCode };
  const { t } = strings;
  const line = ((): string => {
    if (error instanceof InputError) return t(`cli:error.${error.problem}`, error.values);
    if (error instanceof ImageError) return t(`cli:image.${error.code}`, error.context);
    if (error instanceof ModelError && error.code === "no-class-scores")
      return t(`cli:seems.${error.context["seems"] as Seeming}`, error.context);
    if (error instanceof ModelError) return t(`cli:model.${error.code}`, { ...error.context, message: error.message });
    if (error instanceof InferenceError) return t(`cli:inference.${error.code}`, error.context);
    if (error instanceof FileError)
      return t(`cli:file.${error.context["problem"] === undefined ? error.code : "bad-field"}`, error.context);
    return t("cli:unexpected", { message: error instanceof Error ? error.message : String(error) });
  })();
  // A model that cannot be run, or answers with no number, was the wrong thing to name.
  const isInput = [InputError, ImageError, ModelError, InferenceError, FileError].some((kind) => error instanceof kind);
  const interrupted = error instanceof Error && error.name === "AbortError";
  const stopped =
    error instanceof InterruptedStudy
      ? t("cli:interruptedStudy", error.values)
      : error instanceof InterruptedFolder && error.values.done > 0
        ? t("cli:interruptedFolder", error.values)
        : t("cli:interrupted");
  const inputExit = error instanceof InputError ? EXIT_CODES[error.problem] : undefined;
  return {
    // Messages from below may have several lines.
    line: (interrupted ? stopped : line).replace(/\s*\n\s*/g, " "),
    exitCode: interrupted ? EXIT_INTERRUPTED : (inputExit ?? (isInput ? EXIT_BAD_INPUT : EXIT_BROKEN)),
  };
}
