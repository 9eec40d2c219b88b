/**
 * Functions on masks as sums of parities: f = Σ_S F(S) χ_S, χ_S(mask) = Π_{i∈S} (1 where i is shown, −1 where it is hidden), which are
 * orthonormal over all masks.
 */
import { MOST_IN_SET, setOf, subsetsOf, type PlayerSet } from "./player-sets.ts";
import type { Forest, Tree } from "./trees.ts";

/** F(S) where it is not 0. */
export type Fourier = Map<PlayerSet, number>;

/**
 * The exact coefficients of a forest of trees no deeper than MOST_IN_SET (ProxySPEX, Butler and others, 2025, Alg. 1): a leaf's value counts for
 * each subset of the players on its way, halved for each of them, with a sign for each that the way has hidden. Costs leaves · 2^depth.
 */
export function forestFourier({ constant, trees }: Forest): Fourier {
  const fourier: Fourier = new Map([[setOf([]), constant]]);
  const add = (tree: Tree, way: readonly number[], signs: readonly number[]): void => {
    if ("player" in tree) {
      add(tree.hidden, [...way, tree.player], [...signs, -1]);
      add(tree.shown, [...way, tree.player], [...signs, 1]);
      return;
    }
    if (way.length > MOST_IN_SET) throw new RangeError(`trees must be no deeper than ${MOST_IN_SET}`);
    const order = way.map((_, i) => i).sort((a, b) => way[a] - way[b]);
    const share = tree.value / 2 ** way.length;
    for (const subset of subsetsOf(order, way.length)) {
      const set = setOf(subset.map((i) => way[i]));
      const sign = subset.reduce((product, i) => product * signs[i], 1);
      fourier.set(set, (fourier.get(set) ?? 0) + sign * share);
    }
  };
  for (const tree of trees) add(tree, [], []);
  return fourier;
}
