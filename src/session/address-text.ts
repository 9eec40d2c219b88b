/** An address as the page wrote it, out of one that mail, chat, a word processor or a page's source has changed on the way. */

/** Times that one undoing may uncover another: a link quoted in a mail that is quoted in a page. */
const MAX_ROUNDS = 4;

/** More text than any payload in percent-encoding: not worth undoing anything. */
const MAX_LENGTH = 2 ** 18;

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  equals: "=",
  num: "#",
  shy: "",
  ZeroWidthSpace: "",
};

/** What no address of the page holds, wherever it stands: line breaks, spaces, and characters that are not seen. */
const UNSEEN = /[\s\p{Cc}\p{Cf}]/gu;

/** What an address begins and ends with; all else around it belongs to the text or code that it stood in. */
const INNER = /[\p{L}\p{N}_\p{Pd}]/u;

/** A whole address, or a mark of a path, where only its end belongs. */
const BEFORE_NAME = /^.*#(?=\w+=)/s;

/**
 * Names and values of a fragment, with or without its "#", in its order; of what has no name that the page knows the whole text is under "".
 * Values may still hold what stood between and behind them.
 */
export function addressPairs(
  fragment: string,
  known: readonly string[],
): readonly (readonly [name: string, value: string])[] {
  return plain(fragment)
    .split("&")
    .filter((part) => seen(part) !== "")
    .map((part) => pairOf(part, known));
}

/** The "#" of an address as chats and pages encode it, before what only a fragment holds. */
const ENCODED_HASH = /%23(?=(?:\w|%5F)+(?:=|%3D))/i;

/** An address whose "#" was encoded, so that all behind it went to the server, with its fragment in its place; null for any other. */
export function withFragment(href: string): string | null {
  return href.includes("#") || !ENCODED_HASH.test(href) ? null : href.replace(ENCODED_HASH, "#");
}

/** The hyphens and dashes that type-setting puts for "-". */
const DASHES = /[\u2010-\u2014\u2212]/g;

/** A value other than a payload, without what is not seen and with plain hyphens. */
export function plainValue(text: string): string {
  return seen(text).replaceAll(DASHES, "-");
}

/** A text without line breaks, spaces and characters that are not seen. */
export function seen(text: string): string {
  return text.replaceAll(UNSEEN, "");
}

function plain(fragment: string): string {
  let text = fragment.replace(/^#/, "");
  if (text.length > MAX_LENGTH) return text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const undone = withoutEscapes(withoutTags(withoutEntities(withoutPercents(text))));
    if (undone === text) break;
    text = undone;
  }
  return trimmed(text.replaceAll(/[！-～]/g, halfWidth).replace(BEFORE_NAME, ""));
}

function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && !INNER.test(text[from]!)) from++;
  while (to > from && !INNER.test(text[to - 1]!)) to--;
  return text.slice(from, to);
}

/** Percent-encoding undone, each run of bytes by itself; what is none stays. */
function withoutPercents(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function withoutEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,14}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? parseInt(hex!, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** As JSON writes the signs that HTML takes for its own: `\\u003d` for "=". */
function withoutEscapes(text: string): string {
  return text.replaceAll(/\\u00([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)));
}

/** Where a page lets long words break. */
function withoutTags(text: string): string {
  return text.replaceAll(/<\/?(?:wbr|span|font)\s*\/?>/gi, "");
}

/** Letters and signs as East Asian keyboards write them, in the width that addresses have. */
function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

/**
 * A line that mail broke off left an "=" anywhere, and no value has one; an "=" that mail encoded is "=3D". What begins a longer name is none by
 * itself: no payload begins with the rest of one, since each begins with a capital.
 */
function pairOf(part: string, known: readonly string[]): readonly [string, string] {
  const equals = part.indexOf("=");
  const [name, value] = equals === -1 ? [seen(part), ""] : [seen(part.slice(0, equals)), part.slice(equals + 1)];
  const unbroken = seen(part).replaceAll("=", "");
  const found =
    equals === -1
      ? undefined
      : known.find(
          (candidate) =>
            candidate.length > Math.max(1, name.length) && candidate.startsWith(name) && unbroken.startsWith(candidate),
        );
  if (found !== undefined) return [found, unencoded(unbroken.slice(found.length))];
  return known.includes(name) ? [name, unencoded(value)] : ["", seen(part)];
}

function unencoded(value: string): string {
  return value.replaceAll("=", "").replace(/^(?:[\s\p{Cc}\p{Cf}]*3D)+/u, "");
}
