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

const [QUOTE, BACKSLASH, COLON] = [...'"\\:'].map((character) => character.charCodeAt(0));
const OPENING = [..."[{"].map((character) => character.charCodeAt(0));
const CLOSING = [..."]}"].map((character) => character.charCodeAt(0));

/**
 * A name that an object of valid UTF-8 JSON gives twice at its top level, so that which of the two values counts is anybody's guess;
 * null where there is none. Cost linear.
 */
export function nameGivenTwice(bytes: Uint8Array): string | null {
  const names = new Set<string>();
  let [depth, lastString] = [0, ""];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (OPENING.includes(byte)) depth++;
    else if (CLOSING.includes(byte)) depth--;
    else if (byte === QUOTE) {
      const from = at++;
      for (; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
      if (depth === 1) lastString = JSON.parse(new TextDecoder().decode(bytes.subarray(from, at + 1))) as string;
    } else if (byte === COLON && depth === 1) {
      if (names.has(lastString)) return lastString;
      names.add(lastString);
    }
  }
  return null;
}
