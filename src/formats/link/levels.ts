/** Effects as whole numbers of steps, so that they take a byte or two in a link. */
import type { Effects, SparseEffects } from "../../core/interactions.ts";
import type { Masks } from "../../core/masks.ts";
import { isSalient, largestEffect } from "../../core/salience.ts";

/** A layer's effects in steps, and what was lost. */
export interface Quantised {
  /** The effects in steps: whole numbers of a share of the largest |effect|. */
  readonly levels: Effects;
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
 * @throws RangeError on bad effects. Costs O(effects).
 */
export function toLevels(effects: Effects, count: number, fractions: readonly number[]): Quantised | null {
  const exact = largestEffect(effects);
  const largest = rounded(exact);
  const thresholds = fractions.map((fraction) => ({ before: fraction * exact, after: fraction * largest }));
  const keepsSide = (size: number, level: number): boolean => {
    const becomes = effectOf(level, count, largest);
    return level >= 0 && thresholds.every(({ before, after }) => isSalient(size, before) === isSalient(becomes, after));
  };
  let error = 0;
  const levelsOf = ({ masks, effects: exactly }: SparseEffects): SparseEffects | null => {
    const levels = new Float64Array(masks.length);
    for (let i = 0; i < levels.length; i++) {
      const size = Math.abs(exactly[i]!);
      const nearest = Math.round((size / exact) * count);
      const level = keepsSide(size, nearest)
        ? nearest
        : [nearest + 1, nearest - 1].find((other) => keepsSide(size, other));
      if (level === undefined) return null;
      levels[i] = Math.sign(exactly[i]!) * level;
      error = Math.max(error, Math.abs(effectOf(level, count, largest) - size) / exact);
    }
    return withoutZeros(masks, levels);
  };
  const [and, or] = [levelsOf(effects.and), levelsOf(effects.or)];
  return and === null || or === null ? null : { levels: { n: effects.n, and, or }, largest, error };
}

/** The effects that levels stand for, nats; one too small for a number is 0. Costs O(effects). */
export function fromLevels({ n, and, or }: Effects, count: number, largest: number): Effects {
  const effectsOf = ({ masks, effects }: SparseEffects): SparseEffects =>
    withoutZeros(
      masks,
      effects.map((level) => effectOf(level, count, largest)),
    );
  return { n, and: effectsOf(and), or: effectsOf(or) };
}

function withoutZeros(masks: Masks, effects: Float64Array): SparseEffects {
  return { masks: masks.filter((_, i) => effects[i] !== 0), effects: effects.filter((effect) => effect !== 0) };
}

/** The level `count` gives `largest` to the bit, and level fraction · count the same product as a threshold of that fraction. */
function effectOf(level: number, count: number, largest: number): number {
  return (level / count) * largest;
}
