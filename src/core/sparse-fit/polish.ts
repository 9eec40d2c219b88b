/** Few columns instead of many: a support bettered column by column, as the penalty on sizes that led to it could not. */
import { LEAST_GAIN, type Criterion } from "./criterion.ts";
import { exchangeFamily } from "./exchange-family.ts";
import type { FitProblem } from "./problem.ts";
import { shorten } from "./shorten.ts";
import { DEPENDENT, SupportFit } from "./support-fit.ts";

/** More changes than so many for each column that a fit may have are no bettering any more, but rounding that goes round in circles. */
const MOST_CHANGES = 20;

/** How supports are judged, and what may become of them. */
export interface Polishing {
  readonly criterion: Criterion;
  /** Columns that can say together what one of them says with others: of an AND or an OR both kinds of all subsets of its set; itself among them. */
  readonly familyOf: (column: number) => readonly number[];
  readonly mostColumns: number;
}

/**
 * Betters a support by whatever lowers the criterion most: a column more, one less, or one for another; where none of these does, by other columns
 * of a family for those of it that are there, no more than these. Of the supports that fit the same, the one with the least Σ |effect| is taken. The
 * answer cannot be bettered so any more; it need not be the best of all. Yields after every change. Costs O(support · count) a change.
 */
export function* polish(
  problem: FitProblem,
  start: readonly number[],
  { criterion, familyOf, mostColumns }: Polishing,
): Generator<void, SupportFit, void> {
  const fit = new SupportFit(problem, mostColumns);
  for (const column of start) if (fit.canAdd(column)) fit.add(column);
  let changes = MOST_CHANGES * (mostColumns + 1);
  for (;;) {
    while (changes-- > 0 && takeBestStep(fit, criterion, mostColumns)) yield;
    let changed = false;
    for (const column of fit.support.toSorted((a, b) => a - b)) {
      if (fit.place[column] < 0 || !exchangeFamily(fit, familyOf(column), criterion)) continue;
      changed = true;
      yield;
    }
    if (changes <= 0 || (!changed && !shorten(fit))) return fit;
    yield;
  }
}

/** Adds, removes or exchanges one column, whichever lowers the criterion most; says whether any does. */
function takeBestStep(fit: SupportFit, criterion: Criterion, mostColumns: number): boolean {
  const { size, residual } = fit;
  const [addition, removal, exchange] = [
    size < mostColumns ? bestAddition(fit) : NONE,
    bestRemoval(fit),
    bestExchange(fit),
  ];
  const values = [
    criterion(size, residual) - LEAST_GAIN,
    addition.add < 0 ? Infinity : criterion(size + 1, residual + addition.change),
    removal.remove < 0 ? Infinity : criterion(size - 1, residual + removal.change),
    exchange.add < 0 ? Infinity : criterion(size, residual + exchange.change),
  ];
  const best = values.indexOf(Math.min(...values));
  if (best === 0) return false;
  const { add, remove } = [addition, removal, exchange][best - 1];
  // First what goes, which what comes may be a sum with.
  if (remove >= 0) fit.remove(remove);
  if (add >= 0) fit.add(add);
  return true;
}

/** A column to add, a place in the support to clear, −1 for none, and how that changes Σ residual². */
interface Step {
  readonly add: number;
  readonly remove: number;
  readonly change: number;
}

const NONE: Step = { add: -1, remove: -1, change: 0 };

function bestAddition(fit: SupportFit): Step {
  const { products, left } = fit;
  let [most, add] = [0, -1];
  for (let j = 0; j < left.length; j++) {
    if (left[j] <= DEPENDENT || products[j] ** 2 <= most * left[j] || !fit.canAdd(j)) continue;
    most = products[j] ** 2 / left[j];
    add = j;
  }
  return { add, remove: -1, change: -most };
}

function bestRemoval({ coefficients, inverse }: SupportFit): Step {
  let [change, remove] = [Infinity, -1];
  coefficients.forEach((coefficient, k) => {
    const loss = coefficient ** 2 / inverse[k][k];
    if (loss < change) [change, remove] = [loss, k];
  });
  return { add: -1, remove, change };
}

function bestExchange(fit: SupportFit): Step {
  let best = NONE;
  for (let k = 0; k < fit.size; k++) {
    const exchange = fit.exchangeFor(k, best.change);
    if (exchange !== null) best = { add: exchange.column, remove: k, change: exchange.change };
  }
  return best;
}
