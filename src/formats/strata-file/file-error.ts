import { CodedError, carry } from "../../platform/coded-error.ts";

/**
 * What can be wrong with a file of explorations:
 * `empty`: there is nothing in it;
 * `not-strata`: it is something else;
 * `damaged`: it begins like one, but is cut, changed or contradicts itself (`context.field`, `.problem` where they are known);
 * `given-twice`: an object in it has a field twice, so that which of the two counts is anybody's guess (`context.field`);
 * `newer-version`: of a version that a later Strata writes (`context.format`, `.version`, `.newest`);
 * `too-coarse`: its effects are rounded by more than MAX_EFFECT_ERROR (`context.percent`, `.percentMax`);
 * `too-large`: more than is read or written (`context.megabytesMax`).
 */
export type FileErrorCode =
  "empty" | "not-strata" | "damaged" | "given-twice" | "newer-version" | "too-large" | "too-coarse";

/** An expected failure of reading or writing a file of explorations. */
export class FileError extends CodedError<FileErrorCode> {
  override readonly name = "FileError";
}
carry("FileError", FileError);

/** The FileError of a document whose field, named by its path, does not fit. */
export function badField(field: string, problem: string): FileError {
  return new FileError("damaged", { field, problem });
}
