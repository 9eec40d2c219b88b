import { asUtf8 } from "../src/platform/json-text.ts";
import { InputError } from "./failure.ts";

/** Parses a file's bytes, UTF-8 or UTF-16, as JSON; throws InputError `bad-json`. */
export function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(asUtf8(bytes))) as unknown;
  } catch (cause) {
    throw new InputError("bad-json", { path, reason: (cause as Error).message }, { cause });
  }
}
