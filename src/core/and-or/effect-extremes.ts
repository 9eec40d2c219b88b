/**
 * How far one effect can go in an answer that costs hardly more than the cheapest. A path that is tilted in the effect's favour (path.ts)
 * goes through the answers that have the most of it for what they cost, from vertex to vertex; between two of them effect and cost change
 * linearly, so that the answer at which the allowance is spent lies on the edge, exactly.
 */
import { makeFeasible, type Feasible } from "./certificate.ts";
import { followPath } from "./path-method.ts";
import type { Path } from "./path.ts";
import type { ScaledProblem } from "./scaled-problem.ts";
import { solve, type Working } from "./solve.ts";
import { nearlyUnitCosts } from "./tie-break.ts";

/** How much an answer may cost above its allowance by rounding and by what the paths' costs differ from 1, as a share. */
const SLACK = 1e-5;
/** The share of the work that solving is, about; each of the two paths has half of what is left. */
const SOLVING_SHARE = 0.8;

/** The answers at which an effect is least and most, and the cheapest one in which it is 0 on the way between, if one is within the allowance. */
export interface Extremes {
  readonly optimum: number;
  readonly least: Feasible;
  readonly most: Feasible;
  readonly without: Feasible | null;
}

/**
 * The extremes of the effect of `column` (in the solver's signs, 0 to 2·2^n − 1 but for ∅ and the ORs of one player) among the answers whose
 * objective is at most `allowed` times the optimum. Null where the problem has no path to its answer (κ near 0, or too dense), or a
 * path breaks off. Yields after every step. Cost about that of solving.
 */
export function* effectExtremes(
  problem: ScaledProblem,
  column: number,
  allowed: number,
): Generator<Working, Extremes | null, void> {
  const costs = nearlyUnitCosts(problem.n);
  const solving = solve(problem, costs);
  let solved = solving.next();
  for (; !solved.done; solved = solving.next())
    yield { ...solved.value, fraction: SOLVING_SHARE * solved.value.fraction };
  const { path, iterations, feasible } = solved.value;
  if (path === null) return null;
  const done = { fraction: SOLVING_SHARE, iterations };
  const down = yield* tilt(path, costs, column, -1, allowed, done);
  if (down === null) return null;
  const halfway = { fraction: (1 + SOLVING_SHARE) / 2, iterations: down.iterations };
  const up = yield* tilt(path, costs, column, 1, allowed, halfway);
  if (up === null) return null;
  const optimum = feasible.objective;
  const answers = [down.end, up.end, down.without ?? up.without].map(
    (effects) => effects && answerOf(problem, effects),
  );
  const [least, most, without] = answers;
  if (answers.some((answer) => answer !== null && answer.objective > allowed * optimum * (1 + SLACK))) return null;
  return { optimum, least: least!, most: most!, without: without! };
}

/** How far one of the two paths went: its last answer within the allowance, and the first without the effect, over all columns. */
interface Tilt {
  readonly end: Float64Array;
  readonly without: Float64Array | null;
  readonly iterations: number;
}

/** Follows one tilted path until the allowance is spent; null where it breaks off before. */
function* tilt(
  solved: Path,
  costs: Float64Array,
  column: number,
  direction: 1 | -1,
  allowed: number,
  before: Omit<Working, "work">,
): Generator<Working, Tilt | null, void> {
  const path = solved.tilted(column, direction);
  let from = path.effects();
  const optimum = costOf(from, costs);
  let cost = optimum;
  let without = from[column] === 0 ? from : null;
  /** From the last vertex on. */
  let direct: Float64Array | null = null;
  const isSpent = (): boolean => {
    const next = path.effects();
    const nextCost = costOf(next, costs);
    if (nextCost > allowed * optimum) return true;
    [from, cost] = [next, nextCost];
    if (next[column] === 0) without ??= next;
    return false;
  };
  const steps = followPath(path, isSpent, (stop) => (direct = path.directionAt(stop)));
  for (;;) {
    const step = steps.next();
    if (!step.done) {
      const share = optimum === 0 ? 1 : (cost / optimum - 1) / (allowed - 1);
      const fraction = before.fraction + ((1 - SOLVING_SHARE) / 2) * share;
      yield { work: step.value.work, fraction, iterations: before.iterations + step.value.steps };
      continue;
    }
    const result = { without, iterations: before.iterations + step.value.steps };
    // No answer has more of it, whatever it costs: where one player's effect is held by κ alone.
    if (step.value.status === "reached") return { ...result, end: from };
    const along: Float64Array = direct!;
    const rate = rateOf(from, along, costs);
    // An edge without an end is left by its ray, too: there the path has no basis to exchange for.
    if (!(rate > 0)) return null;
    const length = (allowed * optimum - cost) / rate;
    return { ...result, end: from.map((effect, j) => effect + length * along[j]) };
  }
}

/** Σ c_j |z_j|. */
function costOf(effects: Float64Array, costs: Float64Array): number {
  let cost = 0;
  for (let j = 1; j < effects.length; j++) if (effects[j] !== 0) cost += costs[j] * Math.abs(effects[j]);
  return cost;
}

/** How fast the cost grows along a ray from an answer. */
function rateOf(effects: Float64Array, ray: Float64Array, costs: Float64Array): number {
  let rate = 0;
  for (let j = 1; j < effects.length; j++)
    if (ray[j] !== 0) rate += costs[j] * (effects[j] === 0 ? Math.abs(ray[j]) : Math.sign(effects[j]) * ray[j]);
  return rate;
}

function answerOf(problem: ScaledProblem, effects: Float64Array): Feasible {
  return makeFeasible(problem, { x: effects.slice(0, problem.size), y: effects.slice(problem.size) });
}
