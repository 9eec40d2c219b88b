/**
 * The inner loops of the path in WebAssembly, two doubles at a time: all pointers and lengths are in bytes, vectors start
 * at multiples of 16. What each does is said at `Kernels` in memory.ts.
 */
import {
  above,
  absolute,
  add,
  addDouble,
  addInt,
  anyTrue,
  assemble,
  either,
  F64,
  get,
  I32,
  int,
  lane,
  loadInt,
  loadPair,
  loadTwice,
  loop,
  multiply,
  multiplyInt,
  pick,
  returned,
  set,
  storeDouble,
  storePair,
  twice,
  V128,
  when,
  zeroPair,
  type Code,
  type Kernel,
} from "./assembler.ts";

const PAIR = 16;

function addOuter(): Kernel {
  const [a, stride, rows, length, factors, row, first, second, k, i, next, x] = [...Array(12).keys()] as Indices<12>;
  const update = (pointer: number, factor: number, offset: number): Code => {
    const at = addInt(get(pointer), get(i));
    return storePair(at, add(loadPair(at, offset), multiply(get(factor), get(x))), offset);
  };
  const both = (offset: number): Code => [
    ...set(x, loadPair(addInt(get(row), get(i)), offset)),
    ...update(a, first, offset),
    ...update(next, second, offset),
  ];
  return {
    name: "addOuter",
    parameters: [I32, I32, I32, I32, I32, I32],
    locals: [V128, V128, I32, I32, I32, V128],
    returns: false,
    body: loop(
      k,
      int(0),
      get(rows),
      int(PAIR),
      set(first, loadTwice(addInt(get(factors), get(k)))),
      set(second, loadTwice(addInt(get(factors), get(k)), 8)),
      set(next, addInt(get(a), get(stride))),
      when(
        anyTrue(either(above(absolute(get(first)), zeroPair), above(absolute(get(second)), zeroPair))),
        loop(i, int(0), get(length), int(2 * PAIR), both(0), both(PAIR)),
      ),
      set(a, addInt(get(next), get(stride))),
    ),
  };
}

function rowProducts(): Kernel {
  const [a, stride, rows, length, x, out, k, i, even, odd] = [...Array(10).keys()] as Indices<10>;
  const term = (offset: number): Code =>
    multiply(loadPair(addInt(get(a), get(i)), offset), loadPair(addInt(get(x), get(i)), offset));
  return {
    name: "rowProducts",
    parameters: [I32, I32, I32, I32, I32, I32],
    locals: [I32, I32, V128, V128],
    returns: false,
    body: loop(
      k,
      int(0),
      get(rows),
      int(8),
      set(even, zeroPair),
      set(odd, zeroPair),
      loop(
        i,
        int(0),
        get(length),
        int(2 * PAIR),
        set(even, add(get(even), term(0))),
        set(odd, add(get(odd), term(PAIR))),
      ),
      set(even, add(get(even), get(odd))),
      storeDouble(addInt(get(out), get(k)), addDouble(lane(get(even), 0), lane(get(even), 1))),
      set(a, addInt(get(a), get(stride))),
    ),
  };
}

function sumRows(): Kernel {
  const [a, stride, list, count, length, out, l, i, one, two, three, four] = [...Array(12).keys()] as Indices<12>;
  const at = (pointer: number): Code => loadPair(addInt(get(pointer), get(i)));
  const row = (offset: number): Code =>
    addInt(get(a), multiplyInt(loadInt(addInt(get(list), get(l)), offset), get(stride)));
  return {
    name: "sumRows",
    parameters: [I32, I32, I32, I32, I32, I32],
    locals: [I32, I32, I32, I32, I32, I32],
    returns: false,
    body: loop(
      l,
      int(0),
      get(count),
      int(16),
      set(one, row(0)),
      set(two, row(4)),
      set(three, row(8)),
      set(four, row(12)),
      loop(
        i,
        int(0),
        get(length),
        int(PAIR),
        storePair(addInt(get(out), get(i)), add(at(out), add(add(at(one), at(two)), add(at(three), at(four))))),
      ),
    ),
  };
}

function addScaled(): Kernel {
  const [to, factor, from, length, i, f] = [...Array(6).keys()] as Indices<6>;
  const at = (pointer: number): Code => addInt(get(pointer), get(i));
  return {
    name: "addScaled",
    parameters: [I32, F64, I32, I32],
    locals: [I32, V128],
    returns: false,
    body: [
      ...set(f, twice(get(factor))),
      ...loop(
        i,
        int(0),
        get(length),
        int(PAIR),
        storePair(at(to), add(loadPair(at(to)), multiply(get(f), loadPair(at(from))))),
      ),
    ],
  };
}

function addMirrored(): Kernel {
  const [to, a, length, i, j] = [...Array(5).keys()] as Indices<5>;
  const low = loadPair(addInt(get(a), get(i)));
  const high = loadPair(get(j));
  return {
    name: "addMirrored",
    parameters: [I32, I32, I32],
    locals: [I32, I32],
    returns: false,
    body: [
      ...set(j, addInt(addInt(get(a), get(length)), addInt(get(length), int(-PAIR)))),
      ...loop(
        i,
        int(0),
        get(length),
        int(PAIR),
        storePair(addInt(get(to), get(i)), add(low, pick(high, high, 1, 0))),
        set(j, addInt(get(j), int(-PAIR))),
      ),
    ],
  };
}

function firstBeyond(): Kernel {
  const [x, step, rate, bounds, from, length, i, s] = [...Array(8).keys()] as Indices<8>;
  const at = (pointer: number, offset: number): Code => loadPair(addInt(get(pointer), get(i)), offset);
  const beyond = (offset: number): Code =>
    above(absolute(add(at(x, offset), multiply(get(s), at(rate, offset)))), at(bounds, offset));
  return {
    name: "firstBeyond",
    parameters: [I32, F64, I32, I32, I32, I32],
    locals: [I32, V128],
    returns: true,
    body: [
      ...set(s, twice(get(step))),
      ...loop(
        i,
        get(from),
        get(length),
        int(2 * PAIR),
        when(anyTrue(either(beyond(0), beyond(PAIR))), returned(get(i))),
      ),
      ...get(length),
    ],
  };
}

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

/** A tuple type of the local indices. */
type Indices<N extends number, T extends number[] = []> = T["length"] extends N ? T : Indices<N, [...T, number]>;

/** The module of all kernels, as bytes. */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  return assemble([
    addOuter(),
    rowProducts(),
    sumRows(),
    addScaled(),
    addMirrored(),
    firstBeyond(),
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
  ]);
}
