/** Names of concepts as an address holds them: base64url, since mail and chat change what else they may be written with. */
import {
  cleanNames,
  MAX_CONCEPT_NAME,
  MAX_NAMED,
  type ConceptName,
  type ConceptNames,
} from "../exploration/concept-names.ts";
import { fromBase64Url, toBase64Url } from "../platform/base64url.ts";
import { MAX_ENUMERABLE } from "../core/masks.ts";
import { KINDS } from "../core/interactions.ts";

/** A line each: the kind's first letter, the mask in base 36, the name. */
const LINE = /^([ao])([0-9a-z]{1,4}) (.+)$/u;

/** Names as the value of an address's `named`. */
export function writtenNames(names: ConceptNames): string {
  const lines = names.map(({ kind, mask, name }) => `${kind[0]}${mask.toString(36)} ${name}`);
  return toBase64Url(new TextEncoder().encode(lines.join("\n")));
}

/** The names of such a value, which may be hostile; null where it is none. */
export function readNames(text: string): ConceptNames | null {
  const lines = linesOf(text);
  if (lines === null || lines.length > MAX_NAMED) return null;
  const names: ConceptName[] = [];
  for (const line of lines) {
    const [, letter, digits = "", name = ""] = LINE.exec(line) ?? [];
    const kind = KINDS.find((known) => known[0] === letter);
    const mask = parseInt(digits, 36);
    if (kind === undefined || !(mask >= 1 && mask < 2 ** MAX_ENUMERABLE) || name.length > MAX_CONCEPT_NAME) return null;
    names.push({ kind, mask, name });
  }
  return cleanNames(names);
}

function linesOf(text: string): readonly string[] | null {
  const bytes = fromBase64Url(text);
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes).split("\n");
  } catch {
    return null;
  }
}
