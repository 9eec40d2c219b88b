import type { Criterion } from "./criterion.ts";
import type { FitProblem } from "./problem.ts";
import { SupportFit } from "./support-fit.ts";

/** A support that the path comes to. */
export interface PathPoint {
  /** In the order in which they came. */
  readonly columns: readonly number[];
  /** Their least-squares effects, without the penalty that led to them, and the Σ residual² of that fit. */
  readonly effects: Float64Array;
  readonly residual: number;
  /** Where the path comes to this support: the penalty as a share of the one that leaves no column. */
  readonly penalty: number;
}

/** The path ends at this penalty: what is left then is rounding. */
const SMALLEST_PENALTY = 1e-6;

/** The path is left once a support has more columns than the best one so far, by so many times and so many. */
const PATH_FACTOR = 1.5;
const PATH_MORE = 20;

/** The path's support that is worth most by a criterion, in the order in which its columns came. Yields the size of each support that the path comes to. */
export function* bestOnPath(
  problem: FitProblem,
  criterion: Criterion,
  mostColumns: number,
): Generator<number, readonly number[], void> {
  let best: readonly number[] = [];
  let least = criterion(0, problem.square);
  for (const { columns, residual } of lassoPath(problem, mostColumns)) {
    yield columns.length;
    const value = criterion(columns.length, residual);
    if (value < least) [least, best] = [value, columns];
    if (columns.length > PATH_FACTOR * best.length + PATH_MORE) break;
  }
  return best;
}

/**
 * The lasso's path, columns at length 1, from no column on (least angle regression: Efron and others, 2004; Osborne and others, 2000): yields the
 * support whenever a column came or went, refitted by least squares. Ends where a support has `mostColumns`, or where nothing is left to explain. A column that
 * is a sum of the support's never comes, as its product with the residual stays the same share of theirs. Costs O(support · count) a step.
 */
export function* lassoPath(problem: FitProblem, mostColumns: number): Generator<PathPoint, void, void> {
  const fit = new SupportFit(problem, mostColumns);
  const first = fit.products.reduce((most, product) => Math.max(most, Math.abs(product)), 0);
  if (!(first > 0) || mostColumns < 1) return;
  const signs: number[] = [];
  let rates: Float64Array = new Float64Array(problem.count);
  let event: Event = { penalty: first, column: fit.products.findIndex((product) => Math.abs(product) === first) };
  for (;;) {
    const { penalty, column } = event;
    const place = fit.place[column];
    if (place >= 0) {
      signs.splice(place, 1);
      fit.remove(place);
    } else {
      signs.push(Math.sign(fit.products[column] + penalty * rates[column]));
      fit.add(column);
    }
    yield { columns: fit.support.slice(), effects: fit.effects(), residual: fit.residual, penalty: penalty / first };
    if (fit.size >= mostColumns) return;
    // At a penalty λ a column's product with what the lasso leaves is its product with what least squares leave, and λ times its rate.
    rates = fit.sumParts(signs);
    const next = nextEvent(fit, signs, rates, event);
    if (next === null || next.penalty < SMALLEST_PENALTY * first) return;
    event = next;
  }
}

/** At this penalty this column comes, or goes where the support has it. */
interface Event {
  readonly penalty: number;
  readonly column: number;
}

/** The next column whose product reaches ± the penalty, or whose coefficient reaches 0; null where none does. */
function nextEvent(fit: SupportFit, signs: readonly number[], rates: Float64Array, now: Event): Event | null {
  const { support, products, coefficients, inverse } = fit;
  let [penalty, column] = [0, -1];
  for (let j = 0; j < rates.length; j++) {
    const meets = products[j] > 0 ? products[j] / (1 - rates[j]) : -products[j] / (1 + rates[j]);
    if (meets <= penalty || j === now.column || !fit.canAdd(j)) continue;
    // It is at most the penalty of now, but for rounding.
    penalty = Math.min(meets, now.penalty);
    column = j;
  }
  coefficients.forEach((coefficient, k) => {
    const shrunk = inverse[k].reduce((sum, product, l) => sum + product * signs[l], 0);
    const meets = coefficient / shrunk;
    if (meets <= penalty || meets >= now.penalty || support[k] === now.column) return;
    penalty = meets;
    column = support[k];
  });
  return column < 0 ? null : { penalty, column };
}
