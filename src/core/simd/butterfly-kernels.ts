/**
 * The sums over subsets and supersets as kernels: a butterfly takes two bits of the mask in one pass over the vector. What each
 * kernel does is said at `Kernels` in memory.ts.
 */
import {
  add,
  addInt,
  get,
  I32,
  int,
  loadPair,
  loop,
  PAIR,
  pick,
  set,
  storePair,
  V128,
  zeroPair,
  type Code,
  type Indices,
  type Kernel,
} from "./assembler.ts";

/** Two bits of a butterfly at once, of the four entries p, q, r, s at a mask without either, with the lower, the upper, both. */
type Butterfly = (p: Code, q: Code, r: Code, s: Code) => readonly [p: Code, q: Code, r: Code, s: Code];

/** Bits from the second pair on: `bit` is the distance of p and q. */
function pass(name: string, butterfly: Butterfly): Kernel {
  const [a, length, bit, start, i, p, q, r, s, end, two, three] = [...Array(12).keys()] as Indices<12>;
  const at = (distance?: number): Code => (distance === undefined ? get(i) : addInt(get(i), get(distance)));
  const results = butterfly(get(p), get(q), get(r), get(s));
  return {
    name,
    parameters: [I32, I32, I32],
    locals: [I32, I32, V128, V128, V128, V128, I32, I32, I32],
    returns: false,
    body: [
      ...set(end, addInt(get(a), get(length))),
      ...set(two, addInt(get(bit), get(bit))),
      ...set(three, addInt(get(two), get(bit))),
      ...loop(
        start,
        get(a),
        get(end),
        addInt(get(three), get(bit)),
        loop(
          i,
          get(start),
          addInt(get(start), get(bit)),
          int(PAIR),
          set(p, loadPair(at())),
          set(q, loadPair(at(bit))),
          set(r, loadPair(at(two))),
          set(s, loadPair(at(three))),
          storePair(at(), results[0]),
          storePair(at(bit), results[1]),
          storePair(at(two), results[2]),
          storePair(at(three), results[3]),
        ),
      ),
    ],
  };
}

/** The lowest one or two bits: `within` turns a pair of neighbours, `across` adds one pair to the other. */
function lowPasses(
  prefix: string,
  within: (pair: Code) => Code,
  across: (low: Code, high: Code) => readonly [low: Code, high: Code],
): Kernel[] {
  const [a, length, i, low, high] = [...Array(5).keys()] as Indices<5>;
  const from = [get(a), addInt(get(a), get(length))] as const;
  const results = across(get(low), get(high));
  return [
    {
      name: `${prefix}One`,
      parameters: [I32, I32],
      locals: [I32, V128],
      returns: false,
      body: loop(i, ...from, int(PAIR), set(low, loadPair(get(i))), storePair(get(i), within(get(low)))),
    },
    {
      name: `${prefix}Two`,
      parameters: [I32, I32],
      locals: [I32, V128, V128],
      returns: false,
      body: loop(
        i,
        ...from,
        int(2 * PAIR),
        set(low, loadPair(get(i))),
        set(high, loadPair(get(i), PAIR)),
        set(low, within(get(low))),
        set(high, within(get(high))),
        storePair(get(i), results[0]),
        storePair(get(i), results[1], PAIR),
      ),
    },
  ];
}

/** The passes of the sums over subsets and over supersets. */
export function butterflyKernels(): Kernel[] {
  return [
    ...lowPasses(
      "subset",
      (pair) => add(pair, pick(zeroPair, pair, 0, 2)),
      (low, high) => [low, add(low, high)],
    ),
    ...lowPasses(
      "superset",
      (pair) => add(pair, pick(zeroPair, pair, 3, 0)),
      (low, high) => [add(low, high), high],
    ),
    pass("subsetPass", (p, q, r, s) => [p, add(p, q), add(p, r), add(add(add(p, q), r), s)]),
    pass("supersetPass", (p, q, r, s) => [add(add(q, p), add(r, s)), add(q, s), add(r, s), s]),
  ];
}
