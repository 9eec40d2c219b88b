/**
 * What the salient concepts' effects are when nothing shrinks them. The decomposition makes Σ |effects| small within κ, and so every effect
 * smaller than it need be; a least-squares fit of v by the same few concepts, and nothing else, has no such bias (the refitted or "relaxed"
 * lasso), and what it leaves says how much of v these concepts do not hold.
 */
import { checkValues, placeOf } from "./all-masks.ts";
import { eachMask, type Effects, type Kind } from "./interactions.ts";
import { everybody, meets, NOBODY, orderOf, union, without, type Mask } from "./masks.ts";
import { isSalient } from "./salience.ts";
import { subsetSums, supersetSums } from "./transforms.ts";

/** What is left of a column beside those before it, squared and as a share of the column, below which it is one of their sums. */
const DEPENDENT = 1e-9;
/** The part that a column has in such a sum, of columns of length 1, below which it has none. */
const NO_PART = 1e-6;

/** Of more salient concepts nothing is refitted: what that costs grows with their cube, and of so many few have an effect of their own. */
export const MOST_REFITTED = 500;

/** A layer's salient concepts, refitted by least squares over all masks; nats. */
export interface Debiased {
  readonly effects: readonly DebiasedEffect[];
  /** What the fit leaves of v: the largest |residual| and the root of its mean square over the masks. */
  readonly maxAbs: number;
  readonly rms: number;
}

/** A concept with its refitted effect; null where other salient concepts can say the same, so that no effect is the one. */
export interface DebiasedEffect {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly effect: number | null;
}

/** A column of the fit: an AND, [S ⊆ T], or an OR's mirror, [S ∩ T = ∅]; the constant is the AND of nobody. */
interface Column {
  readonly kind: Kind;
  readonly mask: Mask;
  /** Its length over all masks. */
  readonly norm: number;
}

/**
 * Refits v, [2^n], by least squares on a constant and the AND and OR columns of the concepts whose effect is above `tau`, both in nats; ANDs
 * first, by ascending masks. Null of more than MOST_REFITTED. Throws a RangeError on invalid v, or one of other players. Costs O(n 2^n + m³) for m
 * salient concepts.
 */
export function debias(v: Float64Array, effects: Effects, tau: number): Debiased | null {
  const n = checkValues(v);
  if (n !== effects.n) throw new RangeError(`effects must be of ${n} players, got ${effects.n}`);
  const columns = columnsOf(effects, tau, n);
  if (columns.length > MOST_REFITTED + 1) return null;
  const factor = factorOf(columns, n);
  const coefficients = new Float64Array(columns.length);
  // The second round fits what rounding left of the first.
  let residual = v;
  for (let round = 0; round < 2; round++) {
    solveIn(factor, productsWith(residual, columns)).forEach((part, j) => (coefficients[j] += part));
    residual = residualOf(v, columns, coefficients);
  }
  const isDetermined = determinedIn(factor);
  return {
    effects: columns.slice(1).map(({ kind, mask, norm }, i) => {
      const coefficient = coefficients[i + 1] / norm;
      return { kind, mask, effect: isDetermined[i + 1] ? (kind === "and" ? coefficient : 0 - coefficient) : null };
    }),
    maxAbs: residual.reduce((largest, r) => Math.max(largest, Math.abs(r)), 0),
    rms: Math.sqrt(residual.reduce((sum, r) => sum + r * r, 0) / v.length),
  };
}

function columnsOf({ and, or }: Effects, tau: number, n: number): readonly Column[] {
  const normOf = (mask: Mask): number => Math.sqrt(2 ** (n - orderOf(mask)));
  const columns: Column[] = [{ kind: "and", mask: NOBODY, norm: normOf(NOBODY) }];
  for (const [kind, list] of [
    ["and", and],
    ["or", or],
  ] as const)
    eachMask([list], (mask, [effect]) => {
      if (isSalient(effect, tau)) columns.push({ kind, mask, norm: normOf(mask) });
    });
  return columns;
}

/** The product of two columns of length 1: at how many masks both hold, over both lengths. */
function productOf(a: Column, b: Column, n: number): number {
  if (a.kind !== b.kind && meets(a.mask, b.mask)) return 0;
  return 2 ** (n - orderOf(union(a.mask, b.mask))) / (a.norm * b.norm);
}

/** Every column's product with a function on masks. */
function productsWith(f: Float64Array, columns: readonly Column[]): Float64Array {
  const above = supersetSums(f.slice());
  const below = subsetSums(f.slice());
  const all = f.length - 1;
  return Float64Array.from(
    columns,
    ({ kind, mask, norm }) => (kind === "and" ? above[placeOf(mask)] : below[placeOf(without(all, mask))]) / norm,
  );
}

/** v less the columns with their coefficients, [2^n]. */
function residualOf(v: Float64Array, columns: readonly Column[], coefficients: Float64Array): Float64Array {
  const shown = new Float64Array(v.length);
  const missed = new Float64Array(v.length);
  columns.forEach(
    ({ kind, mask, norm }, j) => ((kind === "and" ? shown : missed)[placeOf(mask)] = coefficients[j] / norm),
  );
  subsetSums(shown);
  subsetSums(missed);
  const all = everybody(checkValues(v));
  return v.map((value, mask) => value - shown[mask] - missed[placeOf(without(all, mask))]);
}

/** The columns' products factored, R^T R, as far as they are independent. */
interface Factor {
  /** The columns' order: `rank` independent ones, then those that are sums of them. */
  readonly order: readonly number[];
  readonly rank: number;
  /** Row k of R, over all columns as they were given. */
  readonly rows: readonly Float64Array[];
}

/** Cholesky's factorisation, at every step by the column of which most is left. Costs O(rank · m²). */
function factorOf(columns: readonly Column[], n: number): Factor {
  const m = columns.length;
  const left = new Float64Array(m).fill(1);
  const order = columns.map((_, j) => j);
  const rows: Float64Array[] = [];
  while (rows.length < m) {
    const k = rows.length;
    let best = k;
    for (let i = k + 1; i < m; i++) if (left[order[i]] > left[order[best]]) best = i;
    const pivot = order[best];
    if (left[pivot] < DEPENDENT) break;
    [order[k], order[best]] = [pivot, order[k]];
    const root = Math.sqrt(left[pivot]);
    const row = new Float64Array(m);
    for (let i = k + 1; i < m; i++) row[order[i]] = productOf(columns[pivot], columns[order[i]], n);
    // Row by row, which processors read as it lies.
    for (const before of rows) {
      const part = before[pivot];
      if (part !== 0) for (let j = 0; j < m; j++) row[j] -= part * before[j];
    }
    // Of the columns before this one nothing is left.
    for (let i = 0; i < k; i++) row[order[i]] = 0;
    row[pivot] = root;
    for (let i = k + 1; i < m; i++) {
      const j = order[i];
      row[j] /= root;
      left[j] -= row[j] ** 2;
    }
    rows.push(row);
  }
  return { order, rank: rows.length, rows };
}

/** The coefficients whose columns' products are `products`, 0 for columns that are sums of others. */
function solveIn(factor: Factor, products: Float64Array): Float64Array {
  const { order, rank, rows } = factor;
  const forward = new Float64Array(rank);
  for (let k = 0; k < rank; k++) {
    let value = products[order[k]];
    for (let i = 0; i < k; i++) value -= rows[i][order[k]] * forward[i];
    forward[k] = value / rows[k][order[k]];
  }
  return backwards(factor, forward);
}

/** Which coefficients are the only ones: those of columns that have no part in any column that is a sum of others. */
function determinedIn(factor: Factor): readonly boolean[] {
  const { order, rank, rows } = factor;
  const determined = order.map(() => true);
  for (const dependent of order.slice(rank)) {
    determined[dependent] = false;
    const parts = backwards(
      factor,
      Float64Array.from(rows, (row) => row[dependent]),
    );
    parts.forEach((part, j) => {
      if (Math.abs(part) > NO_PART) determined[j] = false;
    });
  }
  return determined;
}

/** R⁻¹ x over the independent columns, laid out over all. */
function backwards({ order, rank, rows }: Factor, x: Float64Array): Float64Array {
  const solved = new Float64Array(order.length);
  for (let k = rank - 1; k >= 0; k--) {
    let value = x[k];
    for (let i = k + 1; i < rank; i++) value -= rows[k][order[i]] * solved[order[i]];
    solved[order[k]] = value / rows[k][order[k]];
  }
  return solved;
}
