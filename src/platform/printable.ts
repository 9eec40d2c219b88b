/**
 * What makes a terminal do something, or makes a text read otherwise than it is written: controls, bidirectional marks, overrides and
 * isolates, invisible characters, line separators, halves of pairs. The two joiners stay, which some scripts and many emoji are
 * written with.
 */
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A foreign text, such as a file's name, as it may be put into a sentence or on a terminal: one line, and only text. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}

/** A foreign text without all that: what is left of it can be seen. */
export function onlyPrintable(text: string): string {
  return text.replace(UNPRINTABLE, "");
}

/** JSON that means the same and does nothing to a terminal; its lines, if it is laid out in lines, stay. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character === "\n"
      ? character
      : Array.from(
          { length: character.length },
          (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
        ).join(""),
  );
}
