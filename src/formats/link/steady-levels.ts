/** Levels by which every concept lives where it lived: lives are steadied over several layers, whose roundings add up. */
import type { Joined } from "../../core/lives.ts";
import { eachMask, KINDS, sparseOf, type Effects } from "../../core/interactions.ts";
import { DEFAULT_TAU_FRACTION, isSalient } from "../../core/salience.ts";
import type { Mask } from "../../core/masks.ts";
import { effectOf, levelError, sideKeeper, type Quantised } from "./levels.ts";

/** Moves of a concept's levels before they are given up: a layer's move may undo its neighbour's. */
const MOST_MOVES = 20;

/**
 * Levels of `layers` with some of them moved by one step, so that the mean of joined layers is on the same side of the threshold as that of the exact
 * effects. Where that cannot be they stay, so that lives are to be compared afterwards. Costs O(layers · effects).
 */
export function steadyLevels(
  layers: readonly Effects[],
  quantised: readonly Quantised[],
  {
    joined,
    count,
    fractions,
  }: { readonly joined: Joined; readonly count: number; readonly fractions: readonly number[] },
): readonly Quantised[] {
  const keepers = layers.map((layer) => sideKeeper(layer, count, fractions));
  const errors = quantised.map(({ error }) => error);
  const near = (l: number): number[] => [
    l,
    ...(joined[l - 1] === true ? [l - 1] : []),
    ...(joined[l] === true && l < layers.length - 1 ? [l + 1] : []),
  ];
  const sumNear = (shares: readonly number[], l: number): number => near(l).reduce((sum, one) => sum + shares[one]!, 0);
  const isAbove = (shares: readonly number[], l: number): boolean =>
    isSalient(sumNear(shares, l) / near(l).length, DEFAULT_TAU_FRACTION);
  const moved = KINDS.map((kind) => {
    const pairs = layers.map((): [Mask, number][] => []);
    eachMask(
      [...layers, ...quantised.map(({ levels }) => levels)].map((one) => one[kind]),
      (mask, both) => {
        const exact = [...both].slice(0, layers.length);
        const levels = [...both].slice(layers.length);
        const shares = exact.map((effect, l) => shareOf(effect, keepers[l]!.exact));
        for (let move = 0; move < MOST_MOVES; move++) {
          const coarse = levels.map((level, l) => {
            const { largest } = keepers[l]!;
            return shareOf(effectOf(level, count, largest), largest);
          });
          const wrong = shares.findIndex((_, l) => isAbove(shares, l) !== isAbove(coarse, l));
          if (wrong < 0) break;
          const isWanted = isAbove(shares, wrong);
          const direction = (isWanted ? 1 : -1) * Math.sign(sumNear(isWanted ? shares : coarse, wrong));
          const missing = (l: number): number => direction * (shares[l]! - coarse[l]!);
          const [best] = near(wrong)
            .filter((l) => missing(l) > 0 && keepers[l]!.keeps(exact[l]!, levels[l]! + direction))
            .sort((a, b) => missing(b) - missing(a));
          if (best === undefined) break;
          levels[best]! += direction;
        }
        levels.forEach((level, l) => {
          if (level !== 0) pairs[l]!.push([mask, level]);
          errors[l] = Math.max(errors[l]!, levelError(level, exact[l]!, keepers[l]!, count));
        });
      },
    );
    return pairs.map(sparseOf);
  });
  return quantised.map((layer, l) => ({
    ...layer,
    levels: { n: layer.levels.n, and: moved[0]![l]!, or: moved[1]![l]! },
    error: errors[l]!,
  }));
}

/** An effect as a share of its layer's largest, as `livesWithin` takes it. */
function shareOf(effect: number, largest: number): number {
  return largest === 0 ? 0 : effect / largest;
}
