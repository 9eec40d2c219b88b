/**
 * As much of a WebAssembly assembler as the kernels need. Code is an array of bytes; a function that makes code takes
 * the code of its operands first, so that an expression reads like a call.
 */

/** Code, or a part of it. */
export type Code = readonly number[];

/** The type of a parameter or local. */
export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof F64 | typeof V128;

/** A function of the module: it takes `parameters` and returns an i32 where `returns` says so. Locals count on from the parameters. */
export interface Kernel {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly returns: boolean;
  readonly body: Code;
}

/** The local indices 0 to N − 1, as a tuple to take apart. */
export type Indices<N extends number, T extends number[] = []> = T["length"] extends N ? T : Indices<N, [...T, number]>;

/** Bytes of a pair of doubles. */
export const PAIR = 16;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (; value < -0x40 || value >= 0x40; value >>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value & 0x7f];
}

const simd = (opcode: number, ...operands: readonly Code[]): number[] => [
  ...operands.flat(),
  0xfd,
  ...unsigned(opcode),
];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** The value, which a local keeps. */
export const keep = (local: number, value: Code): Code => [...value, 0x22, ...unsigned(local)];
export const int = (value: number): Code => [0x41, ...signed(value)];
export const addInt = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const multiplyInt = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
export const exclusiveOr = (a: Code, b: Code): Code => [...a, ...b, 0x73];
export const below = (a: Code, b: Code): Code => [...a, ...b, 0x49];
export const not = (a: Code): Code => [...a, 0x45];
export const loadInt = (pointer: Code, offset = 0): Code => [...pointer, 0x28, 2, ...unsigned(offset)];
export const storeDouble = (pointer: Code, value: Code, offset = 0): Code => [
  ...pointer,
  ...value,
  0x39,
  3,
  ...unsigned(offset),
];
export const double = (integer: Code): Code => [...integer, 0xb8];
export const addDouble = (a: Code, b: Code): Code => [...a, ...b, 0xa0];
export const zeroPair: Code = [0xfd, 12, ...new Array<number>(16).fill(0)];
export const loadPair = (pointer: Code, offset = 0): Code => [...simd(0, pointer), 3, ...unsigned(offset)];
export const storePair = (pointer: Code, value: Code, offset = 0): Code => [
  ...simd(11, pointer, value),
  3,
  ...unsigned(offset),
];
/** A pair of the double at `pointer` twice. */
export const loadTwice = (pointer: Code, offset = 0): Code => [...simd(10, pointer), 3, ...unsigned(offset)];
export const twice = (double: Code): Code => simd(20, double);
export const lane = (pair: Code, index: 0 | 1): Code => [...simd(33, pair), index];
export const add = (a: Code, b: Code): Code => simd(240, a, b);
export const multiply = (a: Code, b: Code): Code => simd(242, a, b);
export const divide = (a: Code, b: Code): Code => simd(243, a, b);
export const absolute = (a: Code): Code => simd(236, a);
export const above = (a: Code, b: Code): Code => simd(74, a, b);
export const either = (a: Code, b: Code): Code => simd(80, a, b);
export const anyTrue = (a: Code): Code => simd(83, a);
/** A pair of two doubles out of a and b: 0 and 1 are those of a, 2 and 3 those of b. */
export const pick = (a: Code, b: Code, first: number, second: number): Code => [
  ...simd(13, a, b),
  ...[first, second].flatMap((index) => Array.from({ length: 8 }, (_, byte) => 8 * index + byte)),
];

/** A pair of the two floats at `pointer`. */
export const loadFloats = (pointer: Code, offset = 0): Code => [
  ...simd(95, [...simd(93, pointer), 2, ...unsigned(offset)]),
];

/* Of integers: 16 bytes, 8 shorts or 4 words; bytes and shorts that are widened keep their sign, or have none where they are summed. */
export const both = (a: Code, b: Code): Code => simd(78, a, b);
export const unequal = (a: Code, b: Code): Code => simd(81, a, b);
/** The 8 bytes at `pointer` as shorts. */
export const loadShorts = (pointer: Code, offset = 0): Code => [...simd(1, pointer), 0, ...unsigned(offset)];
/** The 4 unsigned shorts at `pointer` as words. */
export const loadWords = (pointer: Code, offset = 0): Code => [...simd(4, pointer), 1, ...unsigned(offset)];
export const shortsToWords = (a: Code, half: 0 | 1): Code => simd(167 + half, a);
export const wordsToLongs = (a: Code, half: 0 | 1): Code => simd(199 + half, a);
export const addShorts = (a: Code, b: Code): Code => simd(142, a, b);
export const subtractShorts = (a: Code, b: Code): Code => simd(145, a, b);
export const addWords = (a: Code, b: Code): Code => simd(174, a, b);
export const shiftWords = (a: Code, by: Code): Code => simd(171, a, by);
/** How many bits of each byte are set. */
export const bitsOfBytes = (a: Code): Code => simd(98, a);
export const sumBytes = (a: Code): Code => simd(125, a);
export const sumShorts = (a: Code): Code => simd(127, a);
export const word = (a: Code, index: 0 | 1 | 2 | 3): Code => [...simd(27, a), index];
export const fourTimes = (integer: Code): Code => simd(17, integer);
/** The four with the float at `pointer` in the place of the index-th. */
export const loadFloatInto = (pointer: Code, four: Code, index: 0 | 1 | 2 | 3): Code => [
  ...simd(86, pointer, four),
  2,
  0,
  index,
];
export const addFloats = (a: Code, b: Code): Code => simd(228, a, b);

export const returned = (value: Code): Code => [...value, 0x0f];
export const when = (condition: Code, ...body: readonly Code[]): Code => [
  ...condition,
  0x04,
  0x40,
  ...body.flat(),
  0x0b,
];
/** For local = from; local < to (unsigned); local += step, where the body runs no more than fits. */
export const loop = (local: number, from: Code, to: Code, step: Code, ...body: readonly Code[]): Code => [
  ...set(local, from),
  0x02,
  0x40,
  0x03,
  0x40,
  ...not(below(get(local), to)),
  0x0d,
  1,
  ...body.flat(),
  ...set(local, addInt(get(local), step)),
  0x0c,
  0,
  0x0b,
  0x0b,
];

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code): number[] => [id, ...unsigned(content.length), ...content];
const text = (value: string): number[] => vector([...value].map((character) => [character.charCodeAt(0)]));

/** A module that imports its memory as `environment.memory` and exports the kernels. */
export function assemble(kernels: readonly Kernel[]): Uint8Array<ArrayBuffer> {
  const types = kernels.map(({ parameters, returns }) => [
    0x60,
    ...vector(parameters.map((type) => [type])),
    ...vector(returns ? [[I32]] : []),
  ]);
  const bodies = kernels.map(({ locals, body }) => {
    const code = [...vector(locals.map((type) => [1, type])), ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, vector(types)),
    ...section(2, vector([[...text("environment"), ...text("memory"), 2, 0, 0]])),
    ...section(3, vector(kernels.map((_, index) => unsigned(index)))),
    ...section(7, vector(kernels.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, vector(bodies)),
  ]);
}
