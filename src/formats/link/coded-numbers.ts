/** Numbers as bits of a coder. Each function codes one: a writer gives it back, a reader gives what was written. The bits are told in docs/format.md. */
import { newChance, type BitCoder, type Chance } from "./bit-coder.ts";
import { LinkError } from "./errors.ts";

/** The chances of whole numbers of one kind: by how many binary digits they have, and what the second of those is. */
export interface WholeFamily {
  readonly longer: Chance[];
  readonly second: Chance[];
}

/** Chances of which nothing is known yet. */
export const newFamily = (): WholeFamily => ({ longer: [], second: [] });

/** Families by a key, made when they are first asked for. */
export function families<Key>(): (key: Key) => WholeFamily {
  const made = new Map<Key, WholeFamily>();
  return (key) => made.get(key) ?? made.set(key, newFamily()).get(key)!;
}

/** Chances by a key, made when they are first asked for. */
export function chances<Key>(): (key: Key) => Chance {
  const made = new Map<Key, Chance>();
  return (key) => made.get(key) ?? made.set(key, newChance()).get(key)!;
}

/** Binary digits of the largest whole number plus 1. */
const MOST_DIGITS = 31;

/** A whole number of so many binary digits, of which nothing is known beforehand. */
export function codeEven(coder: BitCoder, digits: number, value: number): number {
  let read = 0;
  for (let digit = digits - 1; digit >= 0; digit--)
    read = 2 * read + coder.bit(null, Math.floor(value / 2 ** digit) % 2);
  return read;
}

/** Bytes, of which nothing is known beforehand. */
export function codeBytes(coder: BitCoder, length: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => codeEven(coder, 8, bytes[i] ?? 0));
}

/** A whole number from 0 to `most`; LinkError `damaged` where a larger one is read. */
export function codeWhole(coder: BitCoder, { longer, second }: WholeFamily, most: number, value: number): number {
  const digits = 31 - Math.clz32(value + 1);
  let count = 0;
  while (coder.bit((longer[count] ??= newChance()), count < digits ? 1 : 0) === 1)
    if (++count === MOST_DIGITS) throw tooLarge(most);
  let read = 1;
  if (count > 0) {
    const first = coder.bit((second[count] ??= newChance()), Math.floor((value + 1) / 2 ** (count - 1)) % 2);
    read = (2 + first) * 2 ** (count - 1) + codeEven(coder, count - 1, value + 1);
  }
  if (read - 1 > most) throw tooLarge(most);
  return read - 1;
}

function tooLarge(most: number): LinkError {
  return new LinkError("damaged", { problem: `expected a number up to ${most}` });
}

/** A whole number of either sign: 0, −1, 1, −2, … as 0, 1, 2, 3, … */
export function codeSigned(coder: BitCoder, family: WholeFamily, most: number, value: number): number {
  const code = codeWhole(coder, family, 2 * most + 1, value < 0 ? -2 * value - 1 : 2 * value);
  return code % 2 === 1 ? -(code + 1) / 2 : code / 2;
}

/** Steps of 1 in which a share is told. */
export const SHARE_STEPS = 10_000;
const SHARE_DIGITS = 14;

/** A share from 0 to 1, to the nearest step. */
export function codeShare(coder: BitCoder, share: number): number {
  return codeEven(coder, SHARE_DIGITS, Math.round(share * SHARE_STEPS)) / SHARE_STEPS;
}

/** Binary digits of a measured number: off by four millionths of it at most, a twenty-fifth of what scores are compared to. */
export const DIGITS = 18;

/** What is known of numbers of one kind. */
export interface NumberFamily {
  readonly isZero: Chance;
  readonly isNegative: Chance;
  readonly change: WholeFamily;
  /** The exponent of the one before. */
  exponent: number;
}

/** The same of numbers. */
export const newNumberFamily = (): NumberFamily => ({
  isZero: newChance(),
  isNegative: newChance(),
  change: newFamily(),
  exponent: 0,
});

/** The exponents of doubles. */
const MOST_EXPONENT = 1100;

/** Of a number that is not 0: its size is between 2^e and 2^(e + 1). */
function exponentOf(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  // The logarithm of a number right below a power of two rounds up.
  return 2 ** exponent > Math.abs(value)
    ? exponent - 1
    : 2 ** (exponent + 1) <= Math.abs(value)
      ? exponent + 1
      : exponent;
}

/** The last place of a number of so many binary digits; 0 for 0. */
export function lastPlace(value: number, digits = DIGITS): number {
  return value === 0 ? 0 : 2 ** (exponentOf(value) - digits + 1);
}

/** A number to so many binary digits, to the nearest; what is rounded already stays as it is. */
export function toDigits(value: number, digits = DIGITS): number {
  const place = lastPlace(value, digits);
  return place === 0 ? 0 : Math.round(value / place) * place;
}

/** Numbers that lie fewer last places of the first apart are told together. */
export const NEAR = 2 ** 12;

/** A number as so many last places of another one away from it, or, where that is far, to DIGITS of its own. */
export function toDigitsNear(value: number, other: number): number {
  const place = lastPlace(other);
  const off = place === 0 ? NEAR : Math.round((value - other) / place);
  return Math.abs(off) < NEAR ? other + off * place : toDigits(value);
}

/** A number of `digits` binary digits, as `toDigits` gives it. */
export function codeNumber(coder: BitCoder, family: NumberFamily, value: number, digits = DIGITS): number {
  if (coder.bit(family.isZero, value === 0 ? 1 : 0) === 1) return 0;
  const isNegative = coder.bit(family.isNegative, value < 0 ? 1 : 0) === 1;
  const exponent = value === 0 ? 0 : exponentOf(value);
  const change = codeSigned(coder, family.change, 2 * MOST_EXPONENT, exponent - family.exponent);
  family.exponent += change;
  if (Math.abs(family.exponent) > MOST_EXPONENT) throw tooLarge(MOST_EXPONENT);
  const place = 2 ** (family.exponent - digits + 1);
  const below = codeEven(coder, digits - 1, Math.abs(value) / place - 2 ** (digits - 1));
  const size = (2 ** (digits - 1) + below) * place;
  return isNegative ? -size : size;
}
