/** From the exact decomposition of v at every mask to what is kept of it. */
import { allMasks, sparse } from "./all-masks.ts";
import type { AndOr } from "./and-or.ts";
import { rebuildError } from "./faithfulness.ts";
import type { Interactions } from "./interactions.ts";

/** The interactions of a decomposition of v, [2^n]. Costs O(n · 2^n). */
export function interactionsOf(
  v: Float64Array,
  { n, constant, and, or, kappa, objective, bound, gap, method }: AndOr,
): Interactions {
  const effects = sparse({ and, or });
  const { maxAbs: rebuildMaxAbs } = rebuildError(v, allMasks(n), { ...effects, constant });
  return { ...effects, constant, exactness: { kappa, objective, bound, gap, method, rebuildMaxAbs } };
}
