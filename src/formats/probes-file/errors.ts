import { CodedError, carry } from "../../platform/coded-error.ts";

/**
 * What can be wrong with a file of probes:
 * `empty`: there is nothing in it;
 * `not-probes`: it is something else;
 * `damaged`: it begins like one, but is cut, changed or contradicts itself (`context.field`, `.problem`);
 * `newer-version`: of a version that a later Strata writes (`context.version`, `.newest`);
 * `too-large`: more than is read or written (`context.megabytesMax`).
 */
export type ProbesFileErrorCode = "empty" | "not-probes" | "damaged" | "newer-version" | "too-large";

/** An expected failure of reading, writing or using a file of probes. */
export class ProbesFileError extends CodedError<ProbesFileErrorCode> {
  override readonly name = "ProbesFileError";
}
carry("ProbesFileError", ProbesFileError);

/** The error of a field that is not what it should be. */
export const damaged = (field: string, problem: string, cause?: unknown): ProbesFileError =>
  new ProbesFileError("damaged", { field, problem }, { cause });
