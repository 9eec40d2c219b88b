/** Effects as whole numbers of steps, so that they take a byte or two in a link. */
import { isSalient, largestEffect, type Effects } from "../../core/salience.ts";
import { KINDS } from "../../core/tracks.ts";

/** One layer's effects in steps, a share of its largest |effect|: `[2^n]` each, by mask. */
export interface Levels {
  readonly and: Int32Array;
  readonly or: Int32Array;
}

/** A layer's effects in steps, and what was lost. */
export interface Quantised {
  readonly levels: Levels;
  /** What `count` steps stand for: the largest |effect|, rounded, nats. */
  readonly largest: number;
  /** Largest difference of an effect from what its level stands for, as a share of the largest |effect|: at most about 1 / count. */
  readonly error: number;
}

/** Decimal digits that a link keeps of a number: as much as single precision, a thousandth of what scores are compared to. */
const DIGITS = 8;

/** A number as links keep it, to DIGITS decimal digits; what is rounded already stays as it is. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/**
 * Effects to the nearest of `count` steps of their layer's largest, except where that would change which of them are above one of
 * `fractions` of the largest: there to the next. Effects below half a step become 0.
 *
 * @returns null where no step lies between two fractions that an effect lies between.
 * @throws RangeError on effects of a wrong length or not finite. Costs O(2^n).
 */
export function toLevels(effects: Effects, count: number, fractions: readonly number[]): Quantised | null {
  const exact = largestEffect(effects);
  const largest = rounded(exact);
  const levels = { and: new Int32Array(effects.and.length), or: new Int32Array(effects.or.length) };
  const thresholds = fractions.map((fraction) => ({ before: fraction * exact, after: fraction * largest }));
  const keepsSide = (size: number, level: number): boolean => {
    const becomes = effectOf(level, count, largest);
    return level >= 0 && thresholds.every(({ before, after }) => isSalient(size, before) === isSalient(becomes, after));
  };
  let error = 0;
  for (const kind of KINDS) {
    for (let mask = 1; mask < levels[kind].length; mask++) {
      const effect = effects[kind][mask]!;
      if (effect === 0) continue;
      const size = Math.abs(effect);
      const nearest = Math.round((size / exact) * count);
      const level = keepsSide(size, nearest)
        ? nearest
        : [nearest + 1, nearest - 1].find((other) => keepsSide(size, other));
      if (level === undefined) return null;
      levels[kind][mask] = Math.sign(effect) * level;
      error = Math.max(error, Math.abs(effectOf(level, count, largest) - size) / exact);
    }
  }
  return { levels, largest, error };
}

/** The effects that levels stand for, nats. Costs O(2^n). */
export function fromLevels({ and, or }: Levels, count: number, largest: number): Effects {
  const effects = { and: new Float64Array(and.length), or: new Float64Array(or.length) };
  // Not by Float64Array.from, which takes a hundred times as long.
  for (let mask = 1; mask < and.length; mask++) {
    if (and[mask] !== 0) effects.and[mask] = effectOf(and[mask]!, count, largest);
    if (or[mask] !== 0) effects.or[mask] = effectOf(or[mask]!, count, largest);
  }
  return effects;
}

/** The level `count` gives `largest` to the bit, and level fraction · count the same product as a threshold of that fraction. */
function effectOf(level: number, count: number, largest: number): number {
  return (level / count) * largest;
}
