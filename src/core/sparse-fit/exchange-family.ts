import { LEAST_GAIN, type Criterion } from "./criterion.ts";
import { DEPENDENT, type SupportFit } from "./support-fit.ts";

/** So many choices of a family's columns are tried; where there would be more, only choices of fewer columns are. */
const MOST_CHOICES = 400;

/**
 * Puts the best choice of a family's columns in the place of those that the support has of it, two at least: as many or fewer, such as x ∨ y for x, y and
 * x ∧ y. All choices are tried, as far as they are not too many. Says whether the criterion fell.
 */
export function exchangeFamily(fit: SupportFit, family: readonly number[], criterion: Criterion): boolean {
  const own = family.filter((column) => fit.place[column] >= 0);
  if (own.length < 2) return false;
  const chosen = bestChoice(fit, family, own, criterion);
  if (chosen === null) return false;
  for (const column of own) fit.remove(fit.place[column]);
  for (const column of chosen) fit.add(column);
  return true;
}

/** The columns of a family, at most as many as its `own` in the support, that in their place make the criterion least; null where none make it less. */
function bestChoice(
  fit: SupportFit,
  family: readonly number[],
  own: readonly number[],
  criterion: Criterion,
): readonly number[] | null {
  const members = family.filter((column) => fit.lengths[column] > 0);
  const largest = largestChoice(members.length, own.length);
  const others = fit.size - own.length;
  let least = criterion(fit.size, fit.residual) - LEAST_GAIN;
  let best: readonly number[] | null = null;
  const visit = (chosen: readonly number[], { left, products, residual }: Rest): void => {
    const value = criterion(others + chosen.length, residual);
    if (value < least) {
      least = value;
      best = chosen.map((i) => members[i]);
    }
    if (chosen.length === largest) return;
    for (let i = (chosen.at(-1) ?? -1) + 1; i < members.length; i++) {
      const pivot = left[i][i];
      if (pivot <= DEPENDENT) continue;
      // Of the last one only the residual matters.
      const isLast = chosen.length === largest - 1;
      visit([...chosen, i], {
        left: isLast ? left : left.map((row) => row.map((value, j) => value - (row[i] * left[i][j]) / pivot)),
        products: isLast ? products : products.map((value, j) => value - (left[i][j] * products[i]) / pivot),
        residual: residual - products[i] ** 2 / pivot,
      });
    }
  };
  visit([], restWithout(fit, members, own));
  return best;
}

/** What some columns leave: of the products of others with each other and with v, and Σ residual². */
interface Rest {
  readonly left: readonly Float64Array[];
  readonly products: Float64Array;
  readonly residual: number;
}

/** What the support leaves of the members once its `own` are gone, and v; the fit stays as it is. */
function restWithout(fit: SupportFit, members: readonly number[], own: readonly number[]): Rest {
  const { support, place, parts, inverse, coefficients } = fit;
  const left = members.map((i) =>
    Float64Array.from(members, (j) =>
      support.reduce((rest, column, k) => rest - parts[k][i] * fit.product(column, j), fit.product(i, j)),
    ),
  );
  const products = Float64Array.from(members, (j) => fit.products[j]);
  let { residual } = fit;
  // As SupportFit.remove, for these columns alone.
  const places = own.map((column) => place[column]);
  const partsOf = places.map((k) => Float64Array.from(members, (j) => parts[k][j]));
  const inverseOf = places.map((k) => Float64Array.from(places, (l) => inverse[k][l]));
  const coefficientsOf = places.map((k) => coefficients[k]);
  for (let gone = 0; gone < own.length; gone++) {
    const [part, pivot] = [partsOf[gone], inverseOf[gone][gone]];
    const step = coefficientsOf[gone] / pivot;
    residual += step * coefficientsOf[gone];
    for (let i = 0; i < members.length; i++) {
      products[i] += step * part[i];
      for (let j = 0; j < members.length; j++) left[i][j] += (part[i] * part[j]) / pivot;
    }
    for (let other = gone + 1; other < own.length; other++) {
      const share = inverseOf[other][gone] / pivot;
      coefficientsOf[other] -= share * coefficientsOf[gone];
      for (let j = 0; j < members.length; j++) partsOf[other][j] -= share * part[j];
      for (let l = gone; l < own.length; l++) inverseOf[other][l] -= share * inverseOf[gone][l];
    }
  }
  return { left, products, residual };
}

function largestChoice(count: number, most: number): number {
  let choices = 1;
  for (let size = 1; size <= most; size++) {
    choices *= (count - size + 1) / size;
    if (choices > MOST_CHOICES) return size - 1;
  }
  return most;
}
