/**
 * How the two methods share a problem. A path from the flat problem answers what has few effects. Where it would be long,
 * method B approximates the answer, and a path from the approximation, a tenth as long, makes it exact; the optimum is
 * one and the same by the tie-break, whichever path led to it. Where that does not apply or takes too much, method B goes on.
 */
import { dualBound, makeFeasible, type Feasible } from "./certificate.ts";
import { basisSize, pathFromApproximation, type Approximation } from "./crossover.ts";
import { halpern } from "./halpern-method.ts";
import { followPath, pathFromFlat, type PathReport } from "./path-method.ts";
import { pathProblem, SMALLEST_PATH_KAPPA, type PathProblem } from "./path-problem.ts";
import type { Path } from "./path.ts";
import type { ScaledProblem } from "./scaled-problem.ts";
import { Splitting } from "./splitting.ts";

/** Gap at which a method is done: 1e-3 with a margin, so that the objective is within 1e-3 of the optimum too. */
const TARGET_GAP = 9e-4;
/** The same at κ = 0, where method B alone answers and what was planted in a function must come back to three digits. */
const TARGET_GAP_EXACT = 1e-4;
/** The path from the flat problem is looked at after so many steps, and left if it promises to take as many as this. */
const FEWEST_STEPS = 100;
const MOST_STEPS = 2000;
/**
 * Method B's iterations before a crossover: at least n³ times this, as it converges more slowly on more players (145 for
 * 12, 340 for 16), and more for a larger basis, whose every step is dearer. Found by trial on real layers.
 */
const FEWEST_ITERATIONS = 1 / 12;
const ITERATIONS_PER_ROW = 0.6;
/** The fraction of a crossover's time that they take, about. */
const APPROXIMATION_SHARE = 0.4;
/** Operations (about a nanosecond each) that a crossover may take per n·2^n, and at most: 20 s. Method B may take 40 s after it. */
const CROSSOVER_BUDGET_PER_ENTRY = 60_000;
const LARGEST_CROSSOVER_BUDGET = 2e10;
const HALPERN_BUDGET = 4e10;

/** Work since the last report in operations, an estimate of the fraction done (never falling), and the iterations so far. */
export interface Working {
  readonly work: number;
  readonly fraction: number;
  readonly iterations: number;
}

/** A feasible answer, a lower bound on the optimum, and how they were found. */
export interface Solved {
  readonly feasible: Feasible;
  readonly bound: number;
  readonly iterations: number;
  readonly method: "A" | "B";
  /** Where method A found the answer, the path that ended there. */
  readonly path: Path | null;
}

/** (objective − bound) / objective; NaN where the objective is, which is never within a target. */
export function gapOf(objective: number, bound: number): number {
  return objective === 0 ? 0 : Math.max(0, (objective - bound) / objective);
}

/** Solves a problem with 0 ≤ κ < ½; method A by the `costs` of `pathProblem`. Yields after every step or iteration of either method. */
export function* solve(problem: ScaledProblem, costs: Float64Array): Generator<Working, Solved, void> {
  const before = { fraction: 0, iterations: 0, bound: 0 };
  if (problem.kappa < SMALLEST_PATH_KAPPA) return yield* approximate(problem, null, before);
  const exact = pathProblem(problem, costs);
  const flat = yield* follow(problem, pathFromFlat(exact), fractionOfFlat(problem.kappa), promisesLong, before);
  return isSolved(flat) ? flat : yield* approximate(problem, exact, flat);
}

/** How far a problem has come: a bound in any case, an answer where method A reached one. */
interface Progress {
  readonly fraction: number;
  readonly iterations: number;
  readonly bound: number;
}

function isSolved(outcome: Progress | (Progress & Solved)): outcome is Progress & Solved {
  return "feasible" in outcome && gapOf(outcome.feasible.objective, outcome.bound) <= TARGET_GAP;
}

/** Follows a path; `fractionOf` its λ is the fraction done. */
function* follow(
  problem: ScaledProblem,
  path: Path,
  fractionOf: (lambda: number) => number,
  leave: (report: PathReport, fraction: number) => boolean,
  before: Progress,
): Generator<Working, Progress | (Progress & Solved), void> {
  let { fraction } = before;
  const steps = followPath(path, (report) => leave(report, fractionOf(report.lambda)));
  for (;;) {
    const step = steps.next();
    if (step.done) {
      const { status, split, duals, steps: count } = step.value;
      const bound = Math.max(before.bound, ...duals.map((t) => dualBound(problem, t)));
      const outcome = { fraction, iterations: before.iterations + count, bound };
      return status === "reached" ? { ...outcome, feasible: makeFeasible(problem, split), method: "A", path } : outcome;
    }
    fraction = Math.max(fraction, fractionOf(step.value.lambda));
    yield { work: step.value.work, fraction, iterations: before.iterations + step.value.steps };
  }
}

/** The path from the flat problem stands for one with falling κ; the basis grows like 1/κ, and its steps go with 1/κ². */
function fractionOfFlat(kappa: number): (lambda: number) => number {
  return (lambda) => Math.min(1, (1 - lambda * (1 - 2 * kappa)) ** 2);
}

function promisesLong({ steps }: PathReport, fraction: number): boolean {
  return steps >= FEWEST_STEPS && steps / fraction > MOST_STEPS;
}

/** Method B, with a crossover to method A (where `exact` is given) on the way. */
function* approximate(
  problem: ScaledProblem,
  exact: PathProblem | null,
  before: Progress,
): Generator<Working, Solved, void> {
  const splitting = new Splitting(problem);
  yield { ...before, work: splitting.workPerIteration };
  let reached = before;
  if (exact) {
    const crossed = yield* crossOver(problem, exact, splitting, before);
    if (isSolved(crossed)) return crossed;
    reached = crossed;
  }
  const targetGap = problem.kappa > 0 ? TARGET_GAP : TARGET_GAP_EXACT;
  const method = halpern(problem, splitting, targetGap, reached.bound, HALPERN_BUDGET);
  const other = reached.iterations - splitting.iterations;
  let { fraction } = reached;
  for (;;) {
    const step = method.next();
    if (step.done) return { ...step.value, iterations: other + step.value.iterations, method: "B", path: null };
    const { work, iterations, gap } = step.value;
    // The gap falls about geometrically, from at most 1.
    fraction = Math.max(fraction, Math.min(1, Math.log(gap) / Math.log(targetGap)));
    yield { work, fraction, iterations: other + iterations };
  }
}

function crossoverBudget({ n, size }: ScaledProblem): number {
  return Math.min(LARGEST_CROSSOVER_BUDGET, CROSSOVER_BUDGET_PER_ENTRY * n * size);
}

/** Method B as far as an approximation with so few effects that it is worth making exact, then the path from there. */
function* crossOver(
  problem: ScaledProblem,
  exact: PathProblem,
  splitting: Splitting,
  before: Progress,
): Generator<Working, Progress | (Progress & Solved), void> {
  const budget = crossoverBudget(problem);
  const share = (part: number): number => before.fraction + (1 - before.fraction) * part;
  let { iterations } = before;
  let start: Approximation;
  let wanted = Math.ceil(FEWEST_ITERATIONS * problem.n ** 3);
  for (;;) {
    for (; splitting.iterations < wanted; iterations++) {
      splitting.advance();
      yield {
        work: splitting.workPerIteration,
        fraction: share((APPROXIMATION_SHARE * splitting.iterations) / wanted),
        iterations,
      };
    }
    start = splitting.approximation();
    const rows = basisSize(start);
    if (rows ** 3 > budget) return { bound: before.bound, fraction: share(APPROXIMATION_SHARE), iterations };
    wanted = Math.ceil(ITERATIONS_PER_ROW * rows);
    if (wanted <= splitting.iterations) break;
  }
  const building = pathFromApproximation(exact, start);
  let part = building.next();
  for (; !part.done; part = building.next(), iterations++)
    yield { work: part.value, fraction: share(APPROXIMATION_SHARE), iterations };
  const reached = { bound: before.bound, fraction: share(APPROXIMATION_SHARE), iterations };
  if (part.value === null) return reached;
  const fractionOf = (lambda: number): number => share(APPROXIMATION_SHARE + (1 - APPROXIMATION_SHARE) * (1 - lambda));
  return yield* follow(problem, part.value, fractionOf, ({ spent }) => spent > budget, reached);
}
