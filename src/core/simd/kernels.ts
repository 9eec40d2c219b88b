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
  PAIR,
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
  type Indices,
  type Kernel,
} from "./assembler.ts";
import { butterflyKernels } from "./butterfly-kernels.ts";
import { estimateKernels } from "./estimate-kernels.ts";

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

/** The module of all kernels, as bytes. */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  return assemble([
    addOuter(),
    rowProducts(),
    sumRows(),
    addScaled(),
    addMirrored(),
    firstBeyond(),
    ...butterflyKernels(),
    ...estimateKernels(),
  ]);
}
