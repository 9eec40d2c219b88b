import { certaintyOf, robustAt, type Certainty } from "../core/certainty.ts";
import type { Effects, SparseEffects } from "../core/interactions.ts";
import { mulberry32 } from "../core/random.ts";
import { largestEffect } from "../core/salience.ts";
import { joinedOf, pictureOf, rowsOf } from "./derived.ts";
import type { SolvedLayer } from "./exploration.ts";

/** How sure a picture would be if its replicates, and its explanations by other κ, differed from it by seeded noise; at the output only the latter do. */
export function madeUpCertainty(layers: readonly SolvedLayer[], seed: number, replicates = 8): Certainty {
  const random = mulberry32(seed);
  const effects = layers.map(({ interactions }) => interactions);
  const noisy = (of: Effects): Effects => {
    const size = 0.06 * largestEffect(of);
    const changed = ({ masks, effects: before }: SparseEffects): SparseEffects => ({
      masks,
      effects: before.map((effect) => effect + size * (2 * random() - 1)),
    });
    return { n: of.n, and: changed(of.and), or: changed(of.or) };
  };
  const fits = Array.from({ length: replicates }, () =>
    effects.map((of, l) => (l === effects.length - 1 ? of : noisy(of))),
  );
  const rows = rowsOf(pictureOf(layers)).map(({ kind, mask }) => ({ kind, mask }));
  const robust = robustAt(rows, effects, [effects.map(noisy), effects.map(noisy)]);
  const concepts = certaintyOf(rows, effects, fits, joinedOf(layers));
  return { replicates, concepts: concepts.map((concept, i) => ({ ...concept, robust: robust[i]! })) };
}
