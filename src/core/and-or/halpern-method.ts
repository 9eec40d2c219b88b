/**
 * Method B: iterates of the splitting, each now and then made into a feasible answer and a proven bound, until the two are
 * close enough.
 */
import { supersetMoebius } from "../transforms.ts";
import { dualBound, makeFeasible, type Feasible } from "./certificate.ts";
import { evenSplit, type ScaledProblem } from "./scaled-problem.ts";
import type { Splitting } from "./splitting.ts";

/** Iterations between two certificates, each worth a few iterations. */
const CERTIFY_EVERY = 25;
const MAX_ITERATIONS = 20_000;

/** The best split and bound so far. */
export interface HalpernEnd {
  readonly feasible: Feasible;
  readonly bound: number;
  readonly iterations: number;
}

/** The work since the last report in operations, iterations so far, and the gap at the last certificate. */
export interface HalpernReport {
  readonly work: number;
  readonly iterations: number;
  readonly gap: number;
}

/**
 * Iterates until the gap is at most `targetGap`, from the lower `bound` known, or until `budget` operations are spent.
 * Yields after every iteration. Cost per iteration O(n 2^n).
 */
export function* halpern(
  problem: ScaledProblem,
  splitting: Splitting,
  targetGap: number,
  bound: number,
  budget: number,
): Generator<HalpernReport, HalpernEnd, void> {
  let feasible = makeFeasible(problem, evenSplit(problem.v));
  const work = splitting.workPerIteration;
  const last = Math.min(MAX_ITERATIONS, splitting.iterations + budget / work);
  const gap = () => (feasible.objective - bound) / feasible.objective;
  while (splitting.iterations < last && gap() > targetGap) {
    splitting.advance();
    const { iterations } = splitting;
    if (iterations % CERTIFY_EVERY === 0) {
      const candidate = makeFeasible(problem, splitting.split());
      if (candidate.objective < feasible.objective) feasible = candidate;
      for (const l of splitting.duals()) {
        yield { work: work / 2, iterations, gap: gap() };
        bound = Math.max(bound, dualBound(problem, supersetMoebius(l)));
      }
    }
    yield { work, iterations, gap: gap() };
  }
  return { feasible, bound, iterations: splitting.iterations };
}
