import { isWhole, MAX_TEXT } from "./seal.ts";

/** What stands at the beginning of wrapped and of quoted lines, and before characters that Markdown would take for its own. */
const BETWEEN_LINES = /[=>|\\\s\p{Cf}]/gu;
const FOREIGN = /[^\w-]/g;
/** An "=" as quoted-printable mail writes it, without its "=". */
const QUOTED_EQUALS = /^3D/i;
/** Emphasis in Markdown and in chats. */
const EMPHASIS = /^_{1,3}|_{1,3}$/g;

/** Type-setting puts one dash for two hyphens, or another dash for one. */
const DASHES: readonly (readonly [em: string, en: string])[] = [
  ["--", "-"],
  ["--", "--"],
  ["-", "-"],
];

const upToForeign = (text: string): string => text.slice(0, text.search(/[^\w-]|$/));

/**
 * A payload as it was before mail, chat or type-setting wrapped, quoted, decorated or continued it. The checksum proves it: a text that no
 * undoing makes whole comes back with nothing but foreign characters taken out. Tries some dozens of readings at most.
 */
export function mendedPayload(text: string): string {
  if (text.length > MAX_TEXT || isWhole(text)) return text;
  return [...readings(text)].find(isWhole) ?? text.replaceAll(FOREIGN, "");
}

function readings(text: string): Set<string> {
  const plain = DASHES.map(([em, en]) =>
    text
      .replaceAll("—", em)
      .replaceAll("–", en)
      .replaceAll(/[‐‑‒−]/g, "-"),
  );
  const joined = plain.flatMap((one) => [
    one.replaceAll(FOREIGN, ""),
    upToForeign(one),
    upToForeign(one.replaceAll(BETWEEN_LINES, "")),
  ]);
  const unquoted = joined.flatMap((one) => [one, one.replace(QUOTED_EQUALS, "")]);
  return new Set(unquoted.flatMap((one) => [one, one.replace(/[_-]$/, ""), one.replaceAll(EMPHASIS, "")]));
}
