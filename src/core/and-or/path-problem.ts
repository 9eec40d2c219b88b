import type { ScaledProblem } from "./scaled-problem.ts";
import { shiftValues, tieBreakCosts, VALUE_SHIFT } from "./tie-break.ts";

/** Below this κ / range the shift of v against degeneracy is no longer small beside κ. */
export const SMALLEST_PATH_KAPPA = 100 * VALUE_SHIFT;

/** A problem as the path solves it: against degeneracy and ambiguity, shifted by little and with the tie-break's costs. */
export interface PathProblem {
  readonly n: number;
  readonly size: number;
  /** Shifted values, [2^n]. */
  readonly v: Float64Array;
  /** A little below the κ of the problem, so that the shift of v cannot push the true residual past it. */
  readonly kappa: number;
  /** c_j over all columns, [2·2^n]. */
  readonly costs: Float64Array;
}

/** The problem of a path, with the costs of the page's own tie-break or others; κ must be at least SMALLEST_PATH_KAPPA. Cost O(2^n). */
export function pathProblem({ n, size, v, kappa }: ScaledProblem, costs = tieBreakCosts(n)): PathProblem {
  return { n, size, v: shiftValues(v), kappa: kappa - VALUE_SHIFT, costs };
}
