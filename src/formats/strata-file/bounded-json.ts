import { checkBytes, MAX_PARSED_BYTES } from "./limits.ts";

/** Explorations nest eight deep. */
const MAX_DEPTH = 32;

/** Lists and objects take about twenty bytes each in an exploration: an effect with its mask is the smallest. */
const MIN_BYTES_PER_NEST = 8;

/** Short documents, and parts of long ones, may be denser. */
const FREE_NESTS = 2 ** 16;

/** The longest text in an exploration is its image, four megabytes where it is as large as can be. */
const MAX_TEXT_BYTES = 2 ** 23;

/** About what a list, an item of a list and a field of an object take in memory once they are parsed; an object of many fields keeps a table of their names. */
const [LIST_BYTES, ITEM_BYTES, FIELD_BYTES] = [40, 8, 128];

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/**
 * Looks through UTF-8 JSON that may be hostile, piece by piece as it comes, for what would fill the memory before anything could be checked. The
 * function returned throws RangeError for brackets that nest deeper, or stand denser, than an exploration's and for texts that are longer, and
 * FileError `too-large` where all of it would take too much memory once parsed. Cost linear.
 */
export function createJsonGuard(): (piece: Uint8Array) => void {
  let [seen, depth, nests, memory, textBytes] = [0, 0, 0, 0, 0];
  let [inText, escaped] = [false, false];
  return (piece) => {
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!;
      if (inText) {
        if (++textBytes > MAX_TEXT_BYTES) throw new RangeError(`a text longer than ${MAX_TEXT_BYTES} bytes`);
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) {
        inText = true;
        textBytes = 0;
      } else if (byte === COMMA) memory += ITEM_BYTES;
      else if (byte === COLON) memory += FIELD_BYTES;
      else if (byte === OPENING[0] || byte === OPENING[1]) {
        depth++;
        nests++;
        memory += LIST_BYTES;
        if (depth > MAX_DEPTH) throw new RangeError(`nests deeper than ${MAX_DEPTH}`);
        if (nests > FREE_NESTS + (seen + at) / MIN_BYTES_PER_NEST)
          throw new RangeError(`${nests} lists and objects in ${seen + at} bytes`);
      } else if (byte === CLOSING[0] || byte === CLOSING[1]) depth--;
    }
    seen += piece.length;
    checkBytes(memory, MAX_PARSED_BYTES);
  };
}

/** Parses UTF-8 JSON that a guard has let through; throws SyntaxError or TypeError. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
}
