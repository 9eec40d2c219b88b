/** Effects for tests of what is computed from them. */
import { compareMasks, NOBODY, type Mask } from "./masks.ts";
import fc from "fast-check";
import { dense, sparse, type DenseEffects } from "./all-masks.ts";
import { sparseOf, type Effects, type Kind } from "./interactions.ts";
import { mulberry32 } from "./random.ts";

/** Effects from the few that are not 0, in any order. */
export function effectsOf(n: number, entries: readonly (readonly [kind: Kind, mask: Mask, effect: number])[]): Effects {
  const ofKind = (wanted: Kind) =>
    sparseOf(
      entries
        .filter(([kind, mask]) => kind === wanted && mask !== NOBODY)
        .map(([, mask, effect]) => [mask, effect] as const)
        .sort(([a], [b]) => compareMasks(a, b)),
    );
  return { n, and: ofKind("and"), or: ofKind("or") };
}

/** Layers of one concept, AND of player 0, beside one of effect 1 (OR of all players) that fixes the largest effect. */
export function layersOf(effects: readonly number[]): Effects[] {
  return effects.map((effect) =>
    effectsOf(2, [
      ["and", 1, effect],
      ["or", 3, 1],
    ]),
  );
}

/** Random effects: most 0 or small, some large, order-1 OR folded, a value at ∅ that nobody may count. */
export function randomEffects(n: number, seed: number): Effects {
  const random = mulberry32(seed);
  const draw = () => (random() < 0.4 ? 0 : (random() < 0.5 ? -1 : 1) * random() ** 6);
  const and = Float64Array.from({ length: 2 ** n }, draw);
  const or = Float64Array.from({ length: 2 ** n }, (_, mask) => ((mask & (mask - 1)) === 0 ? 0 : draw()));
  and[0] = 1e6;
  return sparse({ and, or });
}

/** Random layers of one n from 1 to `maxPlayers`. */
export function arbitraryLayers(
  maxPlayers: number,
  maxLayers: number,
): fc.Arbitrary<{ readonly n: number; readonly layers: Effects[] }> {
  return fc
    .record({
      n: fc.integer({ min: 1, max: maxPlayers }),
      count: fc.integer({ min: 1, max: maxLayers }),
      seed: fc.nat(),
    })
    .map(({ n, count, seed }) => ({
      n,
      layers: Array.from({ length: count }, (_, l) => randomEffects(n, seed + 7919 * l)),
    }));
}

/** Effects as arrays `[2^n]` by mask. */
export function arraysOf({ n, and, or }: Effects): DenseEffects {
  return { and: dense(and, n), or: dense(or, n) };
}

/** Effects after a change to them as arrays `[2^n]` by mask; what else they carry stays. */
export function changedEffects<T extends Effects>(effects: T, change: (arrays: DenseEffects) => void): T {
  const arrays = arraysOf(effects);
  change(arrays);
  return { ...effects, ...sparse(arrays) };
}
