import { asUtf8 } from "../src/platform/json-text.ts";
import { createJsonGuard } from "../src/formats/strata-file/bounded-json.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { InputError, namingFile } from "./failure.ts";

/** Parses a file's bytes, UTF-8 or UTF-16, as JSON; throws InputError `bad-json`. */
export function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(asUtf8(bytes))) as unknown;
  } catch (cause) {
    throw new InputError("bad-json", { path, reason: (cause as Error).message }, { cause });
  }
}

/** Refuses JSON that can be read in two ways, or is of no shape that ours have, as files of explorations are refused; throws what `refused` makes of the reason. */
export function checkNames(
  bytes: Uint8Array,
  path: string,
  refused: (reason: string) => InputError,
  maxFields?: number,
): void {
  try {
    createJsonGuard({ maxFields })(asUtf8(bytes));
  } catch (cause) {
    if (cause instanceof FileError && cause.code === "given-twice")
      throw refused(`${JSON.stringify(cause.context["field"])} is there twice`);
    namingFile(path)(cause instanceof RangeError ? refused(cause.message) : cause);
  }
}
