/** Bits that take less room the more certain they were: an arithmetic coder whose chances follow what was coded. The bytes are told in docs/format.md. */
import { LinkError } from "./errors.ts";

/** How often a bit of one kind was 0 and 1 so far, in steps; changed by coding. */
export interface Chance {
  zeros: number;
  ones: number;
}

/** Codes one bit after another. A writer writes the bit and gives it back; a reader gives the bit that was written, whatever it is handed. */
export interface BitCoder {
  /** A bit, 0 or 1, of a kind whose chance is known and learns from it; null: of which either is as likely. */
  bit(chance: Chance | null, bit: number): number;
}

/** What each of the two has in advance, and what a coded one gains. */
const FIRST = 2;
const STEP = 5;
/** Beyond this both are halved, so that chances follow what changes. */
const MOST = 1275;

/** A chance of which nothing is known yet. */
export const newChance = (): Chance => ({ zeros: FIRST, ones: FIRST });

const HIGHEST = 0xffff_ffff;
const TOP_BYTE = 2 ** 24;

/** The part of low … high that stands for a 1 ends here. */
function middleOf(low: number, high: number, chance: Chance | null): number {
  const share = chance === null ? (high - low) / 2 : ((high - low) * chance.ones) / (chance.zeros + chance.ones);
  return low + Math.floor(share);
}

function learn(chance: Chance | null, bit: number): void {
  if (chance === null) return;
  if (bit === 1) chance.ones += STEP;
  else chance.zeros += STEP;
  if (chance.zeros + chance.ones <= MOST) return;
  chance.zeros = Math.ceil(chance.zeros / 2);
  chance.ones = Math.ceil(chance.ones / 2);
}

const topOf = (value: number): number => Math.floor(value / TOP_BYTE);
const withoutTop = (value: number): number => (value % TOP_BYTE) * 256;

/** Writes bits; `end` closes them, once, and gives their bytes. */
export function createBitWriter(): BitCoder & { end(): Uint8Array } {
  const bytes: number[] = [];
  let [low, high] = [0, HIGHEST];
  return {
    bit: (chance, bit) => {
      const middle = middleOf(low, high, chance);
      if (bit === 1) high = middle;
      else low = middle + 1;
      learn(chance, bit);
      for (; topOf(low) === topOf(high); low = withoutTop(low), high = withoutTop(high) + 255) bytes.push(topOf(low));
      return bit;
    },
    // Whatever follows, such a number lies between low and high.
    end: () => Uint8Array.from([...bytes, topOf(low) + 1]),
  };
}

/** Reads bits of bytes that may be hostile; LinkError `damaged` past their end. `end` throws it where bytes are left. */
export function createBitReader(source: Uint8Array): BitCoder & { end(): void } {
  let [low, high, value] = [0, HIGHEST, 0];
  let at = 0;
  // Behind the byte that closes them all bytes are 0.
  const next = (): number => source[at++] ?? 0;
  for (let i = 0; i < 4; i++) value = 256 * value + next();
  return {
    bit: (chance) => {
      const middle = middleOf(low, high, chance);
      const bit = value <= middle ? 1 : 0;
      if (bit === 1) high = middle;
      else low = middle + 1;
      learn(chance, bit);
      for (; topOf(low) === topOf(high); low = withoutTop(low), high = withoutTop(high) + 255) {
        value = withoutTop(value) + next();
        if (at > source.length + 3) throw new LinkError("damaged", { problem: "ends early" });
      }
      return bit;
    },
    end: () => {
      if (at !== source.length + 3) throw new LinkError("damaged", { problem: "bytes after the picture" });
    },
  };
}
