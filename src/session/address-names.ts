/** Names of concepts as an address holds them: base64url, since mail and chat change what else they may be written with. */
import {
  cleanNames,
  MAX_CONCEPT_NAME,
  MAX_NAMED,
  type ConceptName,
  type ConceptNames,
} from "../exploration/concept-names.ts";
import { fromBase64Url, toBase64Url } from "../platform/base64url.ts";
import { codeOf, maskOfCode, NOBODY, type Mask } from "../core/masks.ts";
import { KINDS } from "../core/interactions.ts";

/** A line each: the kind's first letter, the mask in base 36, or in hexadecimal digits after 0x beyond 31 patches, the name. */
const LINE = /^([ao])(0x[0-9a-f]+|[0-9a-z]{1,6}) (.+)$/u;

/** Names as the value of an address's `named`. */
export function writtenNames(names: ConceptNames): string {
  const lines = names.map(({ kind, mask, name }) => `${kind[0]}${digitsOf(mask)} ${name}`);
  return toBase64Url(new TextEncoder().encode(lines.join("\n")));
}

const digitsOf = (mask: Mask): string => (typeof mask === "number" ? mask.toString(36) : String(codeOf(mask)));

/** The mask of such digits; null where they are none's. */
const maskOfDigits = (digits: string): Mask | null =>
  maskOfCode(digits.startsWith("0x") ? digits : parseInt(digits, 36));

/** The names of such a value, which may be hostile; null where it is none. */
export function readNames(text: string): ConceptNames | null {
  const lines = linesOf(text);
  if (lines === null || lines.length > MAX_NAMED) return null;
  const names: ConceptName[] = [];
  for (const line of lines) {
    const [, letter, digits = "", name = ""] = LINE.exec(line) ?? [];
    const kind = KINDS.find((known) => known[0] === letter);
    const mask = maskOfDigits(digits);
    if (kind === undefined || mask === null || mask === NOBODY || name.length > MAX_CONCEPT_NAME) return null;
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
