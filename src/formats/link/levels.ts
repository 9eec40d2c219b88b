/** Effects as whole numbers of steps, so that they take a byte or two in a link. */
import { toDigits } from "./coded-numbers.ts";
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

/**
 * Effects to the nearest of `count` steps of their layer's largest, except where that would change which of them are above one of
 * `fractions` of the largest: there to the next. Effects below half a step become 0.
 *
 * @returns null where no step lies between two fractions that an effect lies between.
 * @throws RangeError on bad effects. Costs O(effects).
 */
export function toLevels(effects: Effects, count: number, fractions: readonly number[]): Quantised | null {
  const keeper = sideKeeper(effects, count, fractions);
  const { exact, largest, keeps } = keeper;
  let error = 0;
  const levelsOf = ({ masks, effects: exactly }: SparseEffects): SparseEffects | null => {
    const levels = new Float64Array(masks.length);
    for (let i = 0; i < levels.length; i++) {
      const effect = exactly[i]!;
      const nearest = Math.round((Math.abs(effect) / exact) * count);
      const size = [nearest, nearest + 1, nearest - 1].find((other) => keeps(effect, Math.sign(effect) * other));
      if (size === undefined) return null;
      levels[i] = Math.sign(effect) * size;
      error = Math.max(error, levelError(levels[i]!, effect, keeper, count));
    }
    return withoutZeros(masks, levels);
  };
  const [and, or] = [levelsOf(effects.and), levelsOf(effects.or)];
  return and === null || or === null ? null : { levels: { n: effects.n, and, or }, largest, error };
}

/** What a layer's levels must keep to. */
export interface SideKeeper {
  /** The largest |effect|, and as the link has it, nats. */
  readonly exact: number;
  readonly largest: number;
  /** Whether an effect's level says the same of its sign and of every threshold. */
  keeps(effect: number, level: number): boolean;
}

/** Of a layer's effects, for thresholds at `fractions` of the largest. Costs O(effects). */
export function sideKeeper(effects: Effects, count: number, fractions: readonly number[]): SideKeeper {
  const exact = largestEffect(effects);
  const largest = toDigits(exact);
  const thresholds = fractions.map((fraction) => ({ before: fraction * exact, after: fraction * largest }));
  return {
    exact,
    largest,
    keeps: (effect, level) => {
      const becomes = effectOf(level, count, largest);
      return (
        effect * level >= 0 &&
        Math.abs(level) <= count &&
        thresholds.every(({ before, after }) => isSalient(effect, before) === isSalient(becomes, after))
      );
    },
  };
}

/** How far a level is from its effect, as a share of the largest |effect|. */
export function levelError(
  level: number,
  effect: number,
  { exact, largest }: Pick<SideKeeper, "exact" | "largest">,
  count: number,
): number {
  return exact === 0 ? 0 : Math.abs(effectOf(level, count, largest) - effect) / exact;
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
export function effectOf(level: number, count: number, largest: number): number {
  return (level / count) * largest;
}
