/**
 * v as the sum of few out of many columns, and no shrinking: the lasso's path proposes supports, least squares fit each, a criterion chooses, and
 * exchanges better what it chose. Deterministic.
 */
import { LEAST_GAIN } from "./sparse-fit/criterion.ts";
import { bestOnPath } from "./sparse-fit/lasso-path.ts";
import { polish, type Polishing } from "./sparse-fit/polish.ts";
import type { FitProblem } from "./sparse-fit/problem.ts";
import { SupportFit } from "./sparse-fit/support-fit.ts";

/** A fit by few columns. */
export interface SparseFit {
  /** Ascending. */
  readonly columns: readonly number[];
  /** Of each its least-squares effect. */
  readonly effects: Float64Array;
  /** Σ residual². */
  readonly residual: number;
}

/**
 * The best fit that exchanges lead to from the path's best support, from the half of it that came first, from no column, and from the supports in `starts`,
 * as far as those fit in `mostColumns`; yields after every change. Costs O(support · count) a change, of which there are some hundreds.
 */
export function* sparseFit(
  problem: FitProblem,
  polishing: Polishing,
  starts: readonly (readonly number[])[] = [],
): Generator<void, SparseFit, void> {
  const { criterion, mostColumns } = polishing;
  const path = bestOnPath(problem, criterion, mostColumns);
  let step = path.next();
  for (; !step.done; step = path.next()) yield;
  const best = step.value;
  let polished: SupportFit | null = null;
  for (const start of [best, best.slice(0, best.length >> 1), [], ...starts]) {
    const other = yield* polish(problem, start.slice(0, mostColumns), polishing);
    if (
      polished === null ||
      criterion(other.size, other.residual) < criterion(polished.size, polished.residual) - LEAST_GAIN
    )
      polished = other;
  }
  return refit(problem, polished!.support);
}

/** The least-squares fit by these columns; of columns that are sums of others the later ones are left out. */
export function refit(problem: FitProblem, columns: readonly number[]): SparseFit {
  const fit = new SupportFit(problem, columns.length);
  for (const column of columns.toSorted((a, b) => a - b)) if (fit.canAdd(column)) fit.add(column);
  return { columns: fit.support, effects: fit.effects(), residual: fit.residual };
}
