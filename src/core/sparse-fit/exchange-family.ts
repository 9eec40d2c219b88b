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
  const size = members.length;
  const largest = largestChoice(size, own.length);
  const others = fit.size - own.length;
  let least = criterion(fit.size, fit.residual) - LEAST_GAIN;
  let best: readonly number[] | null = null;
  const chosen: number[] = [];
  // What is left once the first so many of a choice are taken; the last one's residual is all that matters of it.
  const rests = [restWithout(fit, members, own)];
  while (rests.length < largest)
    rests.push({ left: new Float64Array(size * size), products: new Float64Array(size), residual: 0 });
  const take = (residual: number, last: readonly number[]): void => {
    const value = criterion(others + chosen.length + last.length, residual);
    if (value >= least) return;
    least = value;
    best = [...chosen, ...last].map((i) => members[i]);
  };
  const visit = (): void => {
    const rest = rests[chosen.length];
    const { left, products, residual } = rest;
    const isLast = chosen.length === largest - 1;
    let [smallest, last] = [Infinity, -1];
    for (let i = (chosen.at(-1) ?? -1) + 1; i < size; i++) {
      const pivot = left[i * size + i];
      if (pivot <= DEPENDENT) continue;
      const after = residual - products[i] ** 2 / pivot;
      if (isLast) {
        if (after < smallest) [smallest, last] = [after, i];
        continue;
      }
      sweep(rest, i, after, rests[chosen.length + 1]);
      chosen.push(i);
      take(after, []);
      visit();
      chosen.pop();
    }
    if (last >= 0) take(smallest, [last]);
  };
  take(rests[0].residual, []);
  visit();
  return best;
}

/** What some columns leave: of the products of others with each other, `[members · members]`, and with v, and Σ residual². */
interface Rest {
  readonly left: Float64Array;
  readonly products: Float64Array;
  residual: number;
}

/** Writes what the i-th member leaves beside those of a rest, of the members behind it alone. */
function sweep({ left, products }: Rest, i: number, residual: number, to: Rest): void {
  const size = products.length;
  const pivot = left[i * size + i];
  for (let j = i + 1; j < size; j++) {
    const share = left[i * size + j] / pivot;
    to.products[j] = products[j] - share * products[i];
    for (let k = j; k < size; k++) to.left[j * size + k] = left[j * size + k] - share * left[i * size + k];
  }
  to.residual = residual;
}

/** What the support leaves of the members once its `own` are gone, and v; the fit stays as it is. Of `left` what is on the diagonal and right of it. */
function restWithout(fit: SupportFit, members: readonly number[], own: readonly number[]): Rest {
  const { support, place, parts, inverse, coefficients, lengths, problem } = fit;
  const size = members.length;
  const left = new Float64Array(size * size);
  members.forEach((column, i) => {
    for (let j = i; j < size; j++)
      left[i * size + j] = problem.gram(column, members[j]) / (lengths[column] * lengths[members[j]]);
  });
  support.forEach((column, k) => {
    const line = problem.line(column);
    const part = parts[k];
    for (let j = 0; j < size; j++) {
      const product = line[members[j]] / (lengths[column] * lengths[members[j]]);
      for (let i = 0; i <= j; i++) left[i * size + j] -= part[members[i]] * product;
    }
  });
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
    for (let i = 0; i < size; i++) {
      products[i] += step * part[i];
      const share = part[i] / pivot;
      for (let j = i; j < size; j++) left[i * size + j] += share * part[j];
    }
    for (let other = gone + 1; other < own.length; other++) {
      const share = inverseOf[other][gone] / pivot;
      coefficientsOf[other] -= share * coefficientsOf[gone];
      for (let j = 0; j < size; j++) partsOf[other][j] -= share * part[j];
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
