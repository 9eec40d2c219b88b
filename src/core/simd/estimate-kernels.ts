/** What estimates from samples of masks do most of. What each kernel does is said at `Kernels` in memory.ts. */
import {
  above,
  add,
  addDouble,
  addFloats,
  addInt,
  addShorts,
  addWords,
  anyTrue,
  bitsOfBytes,
  both,
  divide,
  double,
  either,
  F64,
  fourTimes,
  get,
  I32,
  int,
  keep,
  lane,
  loadFloatInto,
  loadFloats,
  loadInt,
  loadPair,
  loadShorts,
  loadTwice,
  loadWords,
  loop,
  multiply,
  multiplyInt,
  PAIR,
  returned,
  set,
  shiftWords,
  shortsToWords,
  storeDouble,
  storePair,
  subtractShorts,
  sumBytes,
  sumShorts,
  twice,
  unequal,
  V128,
  when,
  word,
  wordsToLongs,
  zeroPair,
  type Code,
  type Indices,
  type Kernel,
} from "./assembler.ts";

function firstMoved(): Kernel {
  const [x, y, part, step, own, least, from, length, i, s, o, l, p, q] = [...Array(14).keys()] as Indices<14>;
  const at = (pointer: number, offset: number): Code => loadPair(addInt(get(pointer), get(i)), offset);
  const isMoved = (offset: number): Code =>
    above(
      multiply(keep(q, add(at(x, offset), multiply(get(s), keep(p, at(part, offset))))), get(q)),
      multiply(get(l), add(at(y, offset), divide(multiply(get(p), get(p)), get(o)))),
    );
  return {
    name: "firstMoved",
    parameters: [I32, I32, I32, F64, F64, F64, I32, I32],
    locals: [I32, V128, V128, V128, V128, V128],
    returns: true,
    body: [
      ...set(s, twice(get(step))),
      ...set(o, twice(get(own))),
      ...set(l, twice(get(least))),
      ...loop(
        i,
        get(from),
        get(length),
        int(2 * PAIR),
        when(anyTrue(either(isMoved(0), isMoved(PAIR))), returned(get(i))),
      ),
      ...get(length),
    ],
  };
}

function sumShown(): Kernel {
  const [shown, list, count, values, sums, counts, i, row, value, bytes, words, a, b, c, d, seen] = [
    ...Array(16).keys(),
  ] as Indices<16>;
  const addShown = (sum: number, half: 0 | 1): Code =>
    set(sum, add(get(sum), both(get(value), wordsToLongs(get(words), half))));
  return {
    name: "sumShown",
    parameters: [I32, I32, I32, I32, I32, I32],
    locals: [I32, I32, V128, V128, V128, V128, V128, V128, V128, V128],
    returns: false,
    body: [
      ...[a, b, c, d, seen].flatMap((sum) => set(sum, zeroPair)),
      ...loop(
        i,
        int(0),
        get(count),
        int(4),
        set(row, multiplyInt(loadInt(addInt(get(list), get(i))), int(8))),
        set(value, loadTwice(addInt(get(values), get(row)))),
        set(bytes, loadShorts(addInt(get(shown), get(row)))),
        set(seen, subtractShorts(get(seen), get(bytes))),
        set(words, shortsToWords(get(bytes), 0)),
        addShown(a, 0),
        addShown(b, 1),
        set(words, shortsToWords(get(bytes), 1)),
        addShown(c, 0),
        addShown(d, 1),
      ),
      ...[a, b, c, d].flatMap((sum, k) => storePair(get(sums), get(sum), k * PAIR)),
      ...storePair(get(counts), shortsToWords(get(seen), 0)),
      ...storePair(get(counts), shortsToWords(get(seen), 1), PAIR),
    ],
  };
}

function bitsInBoth(): Kernel {
  const [a, stride, rows, one, out, k, i, bits] = [...Array(8).keys()] as Indices<8>;
  const at = (pointer: number): Code => loadPair(addInt(get(pointer), get(i)));
  const total = [0, 1, 2, 3].map((index) => word(get(bits), index as 0 | 1 | 2 | 3)).reduce(addInt);
  return {
    name: "bitsInBoth",
    parameters: [I32, I32, I32, I32, I32],
    locals: [I32, I32, V128],
    returns: false,
    body: loop(
      k,
      int(0),
      get(rows),
      int(8),
      set(bits, zeroPair),
      loop(
        i,
        int(0),
        get(stride),
        int(PAIR),
        set(bits, addShorts(get(bits), sumBytes(bitsOfBytes(both(at(a), at(one)))))),
      ),
      set(bits, sumShorts(get(bits))),
      storeDouble(addInt(get(out), get(k)), double(total)),
      set(a, addInt(get(a), get(stride))),
    ),
  };
}

function floatRowProducts(): Kernel {
  const [a, stride, rows, length, x, out, k, i, low, high, p] = [...Array(11).keys()] as Indices<11>;
  const term = (offset: number): Code =>
    multiply(loadFloats(addInt(get(a), get(i)), offset), loadPair(get(p), 2 * offset));
  const sum = [lane(get(low), 0), lane(get(low), 1), lane(get(high), 0), lane(get(high), 1)].reduce(addDouble);
  return {
    name: "floatRowProducts",
    parameters: [I32, I32, I32, I32, I32, I32],
    locals: [I32, I32, V128, V128, I32],
    returns: false,
    body: loop(
      k,
      int(0),
      get(rows),
      int(8),
      set(low, zeroPair),
      set(high, zeroPair),
      set(p, get(x)),
      loop(
        i,
        int(0),
        get(length),
        int(PAIR),
        set(low, add(get(low), term(0))),
        set(high, add(get(high), term(PAIR / 2))),
        set(p, addInt(get(p), int(2 * PAIR))),
      ),
      storeDouble(addInt(get(out), get(k)), sum),
      set(a, addInt(get(a), get(stride))),
    ),
  };
}

function addTable(): Kernel {
  const [line, length, patterns, own, table, i, from, at, mine] = [...Array(9).keys()] as Indices<9>;
  const entries = ([0, 1, 2, 3] as const).reduce<Code>(
    (four, index) => loadFloatInto(word(get(at), index), four, index),
    zeroPair,
  );
  const to = addInt(get(line), get(i));
  return {
    name: "addTable",
    parameters: [I32, I32, I32, I32, I32],
    locals: [I32, I32, V128, V128],
    returns: false,
    body: [
      ...set(mine, fourTimes(get(own))),
      ...set(from, get(patterns)),
      ...loop(
        i,
        int(0),
        get(length),
        int(PAIR),
        set(at, addWords(shiftWords(unequal(loadWords(get(from)), get(mine)), int(2)), fourTimes(get(table)))),
        storePair(to, addFloats(loadPair(to), entries)),
        set(from, addInt(get(from), int(PAIR / 2))),
      ),
    ],
  };
}

/** The kernels of estimates. */
export function estimateKernels(): Kernel[] {
  return [firstMoved(), sumShown(), bitsInBoth(), floatRowProducts(), addTable()];
}
