/** Explorations nest eight deep. */
const MAX_DEPTH = 32;

/** Lists and objects take about twenty bytes each in an exploration: an effect with its mask is the smallest. */
const MIN_BYTES_PER_NEST = 8;

/** Short documents may be denser. */
const FREE_NESTS = 1000;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/**
 * Parses UTF-8 JSON that may be hostile: brackets that nest deeper, or are more, than an exploration's would fill the memory
 * before anything could be checked. Throws SyntaxError or TypeError, and RangeError for the brackets. Cost linear.
 */
export function parseBoundedJson(bytes: Uint8Array): unknown {
  checkNesting(bytes);
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
}

function checkNesting(bytes: Uint8Array): void {
  const most = FREE_NESTS + bytes.length / MIN_BYTES_PER_NEST;
  let [depth, nests, inString] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPENING[0] || byte === OPENING[1]) {
      depth++;
      nests++;
      if (depth > MAX_DEPTH) throw new RangeError(`nests deeper than ${MAX_DEPTH}`);
      if (nests > most) throw new RangeError(`more lists and objects than ${Math.floor(most)}`);
    } else if (byte === CLOSING[0] || byte === CLOSING[1]) depth--;
  }
}
