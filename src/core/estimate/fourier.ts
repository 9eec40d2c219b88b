/**
 * Functions on masks as sums of parities: f = Σ_S F(S) χ_S, χ_S(mask) = Π_{i∈S} (1 where i is shown, −1 where it is hidden), which are
 * orthonormal over all masks.
 */
import { MOST_IN_SET, NO_SET, withLast, type PlayerSet } from "./player-sets.ts";
import type { Forest, Tree } from "./trees.ts";

/** F(S) where it is not 0. */
export type Fourier = Map<PlayerSet, number>;

/**
 * The exact coefficients of a forest of trees no deeper than MOST_IN_SET (ProxySPEX, Butler and others, 2025, Alg. 1): a leaf's value counts for
 * each subset of the players on its way, halved for each of them, with a sign for each that the way has hidden. Costs leaves · 2^depth.
 */
export function forestFourier({ constant, trees }: Forest): Fourier {
  const fourier: Fourier = new Map([[NO_SET, constant]]);
  const sets = new Float64Array(2 ** MOST_IN_SET);
  const values = new Float64Array(2 ** MOST_IN_SET);
  const add = (tree: Tree, way: readonly number[], hidden: readonly boolean[]): void => {
    if ("player" in tree) {
      add(tree.hidden, [...way, tree.player], [...hidden, true]);
      add(tree.shown, [...way, tree.player], [...hidden, false]);
      return;
    }
    if (way.length > MOST_IN_SET) throw new RangeError(`trees must be no deeper than ${MOST_IN_SET}`);
    const order = way.map((_, i) => i).sort((a, b) => way[a] - way[b]);
    // Subset by subset, each the last one's players, or one more.
    sets[0] = NO_SET;
    values[0] = tree.value / 2 ** way.length;
    order.forEach((i, k) => {
      const count = 2 ** k;
      for (let subset = 0; subset < count; subset++) {
        sets[count + subset] = withLast(sets[subset], way[i]);
        values[count + subset] = hidden[i] ? -values[subset] : values[subset];
      }
    });
    for (let subset = 0; subset < 2 ** way.length; subset++)
      fourier.set(sets[subset], (fourier.get(sets[subset]) ?? 0) + values[subset]);
  };
  for (const tree of trees) add(tree, [], []);
  return fourier;
}
