import { FileError } from "./file-error.ts";
import { checkBytes, MAX_PARSED_BYTES } from "./limits.ts";

/** Explorations nest eight deep. */
const MAX_DEPTH = 32;

/** Lists and objects take about twenty bytes each in an exploration: an effect with its mask is the smallest. */
const MIN_BYTES_PER_NEST = 8;

/** Short documents, and parts of long ones, may be denser. */
const FREE_NESTS = 2 ** 16;

/** The longest text in an exploration is its image, four megabytes where it is as large as can be. */
const MAX_TEXT_BYTES = 2 ** 23;

/** An object of an exploration has two dozen fields at most, of short names. */
const [EXPLORATION_FIELDS, MAX_FIELD_NAME_BYTES] = [1024, 1024];

/** About what a list, an item of a list and a field of an object take in memory once they are parsed; an object of many fields keeps a table of their names. */
const [LIST_BYTES, ITEM_BYTES, FIELD_BYTES] = [40, 8, 128];

/** Lists of numbers take up to 2.3 times their text once they are parsed: effects with their masks do. */
const EFFECTS_LIST_RATIO = 2.5;

/** Zeros are shorter, so that short documents may be denser. */
const FREE_LIST_BYTES = 2 ** 24;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [LIST, OBJECT] = [0x5b, 0x7b];
const [LIST_END, OBJECT_END] = [0x5d, 0x7d];

/**
 * Looks through UTF-8 JSON that may be hostile, piece by piece as it comes, for what would fill the memory before anything could be checked, and for
 * what can be read in two ways. The function returned throws RangeError for brackets that nest deeper, or stand denser, than an exploration's, for
 * texts that are longer and objects of more than `maxFields` fields; FileError `given-twice` where an object gives a field twice, and `too-large` where all
 * of it would take too much memory once parsed, or its lists more than `maxListRatio` times their text; SyntaxError for a name that is none. Cost linear.
 */
export function createJsonGuard({ maxListRatio = EFFECTS_LIST_RATIO, maxFields = EXPLORATION_FIELDS } = {}): (
  piece: Uint8Array,
) => void {
  let [seen, nests, lists, fields, textBytes] = [0, 0, 0, 0, 0];
  let [inText, escaped] = [false, false];
  /** What is open, the innermost last: of an object the names of its fields so far, null of a list. */
  const open: (Set<string> | null)[] = [];
  /** Whether the next text, or the one that is being read, is the name of a field; and its bytes so far. */
  let isName = false;
  const name = new Uint8Array(MAX_FIELD_NAME_BYTES);

  const endName = (): void => {
    const names = open.at(-1)!;
    const field = nameOf(name.subarray(0, textBytes - 1));
    if (names.has(field)) throw new FileError("given-twice", { field });
    if (names.size === maxFields) throw new RangeError(`an object of more than ${maxFields} fields`);
    names.add(field);
    isName = false;
  };

  return (piece) => {
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!;
      if (inText) {
        if (++textBytes > MAX_TEXT_BYTES) throw new RangeError(`a text longer than ${MAX_TEXT_BYTES} bytes`);
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        if (isName && inText) {
          if (textBytes > MAX_FIELD_NAME_BYTES)
            throw new RangeError(`a name longer than ${MAX_FIELD_NAME_BYTES} bytes`);
          name[textBytes - 1] = byte;
        } else if (isName) endName();
      } else if (byte === QUOTE) {
        inText = true;
        textBytes = 0;
      } else if (byte === COMMA) {
        lists += ITEM_BYTES;
        isName = (open.at(-1) ?? null) !== null;
      } else if (byte === COLON) {
        fields += FIELD_BYTES;
        isName = false;
      } else if (byte === LIST || byte === OBJECT) {
        open.push(byte === OBJECT ? new Set() : null);
        isName = byte === OBJECT;
        nests++;
        lists += LIST_BYTES;
        if (open.length > MAX_DEPTH) throw new RangeError(`nests deeper than ${MAX_DEPTH}`);
        if (nests > FREE_NESTS + (seen + at) / MIN_BYTES_PER_NEST)
          throw new RangeError(`${nests} lists and objects in ${seen + at} bytes`);
      } else if (byte === LIST_END || byte === OBJECT_END) {
        open.pop();
        isName = false;
      }
    }
    seen += piece.length;
    checkBytes(lists + fields, MAX_PARSED_BYTES);
    checkBytes(lists, FREE_LIST_BYTES + maxListRatio * seen);
  };
}

/** A field's name out of the bytes between its quotes. */
function nameOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return bytes.includes(BACKSLASH) ? (JSON.parse(`"${text}"`) as string) : text;
}

/** Parses UTF-8 JSON that a guard has let through; throws SyntaxError or TypeError. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
}
