/**
 * The debiased answer, beside the paper's, which makes Σ |effects| small and so every effect smaller than it need be: as few effects as the extended
 * Bayesian information criterion finds worth having, of all ANDs and ORs, fitted by least squares and shrunk by nothing. No κ bounds beforehand what
 * it leaves of v; the most that it leaves is its κ.
 */
import { allMasks, playersOf, sparse } from "./all-masks.ts";
import { rebuild } from "./faithfulness.ts";
import { orderOf } from "./masks.ts";
import { isSalient, tauOf } from "./salience.ts";
import { refit, sparseFit } from "./sparse-fit.ts";
import { ebic } from "./sparse-fit/criterion.ts";
import { polish } from "./sparse-fit/polish.ts";
import { keptLines, type FitProblem } from "./sparse-fit/problem.ts";
import { subsetSums, supersetSums } from "./transforms.ts";
import type { AndOr, SolveProgress } from "./and-or/answer.ts";

/** Of the criterion: there are twice as many columns as masks, and with less of it chance comes in. */
const GAMMA = 1;
/** So many columns are chosen from at a time: up to 10 players all there are, else those with most of v in them. */
const MOST_CANDIDATES = 2048;
/** Where there are more, so many with most of the residual in them are tried as well, and that so often at most. */
const NEW_CANDIDATES = 512;
const ROUNDS = 3;
/** At most so many effects, and a third of the masks. */
const MOST_EFFECTS = 300;
/** Of sets of more patches too many choices of subsets would have to be tried. */
const LARGEST_FAMILY = 4;
/** How many changes a fit takes is not known beforehand: about so many. */
const TYPICAL_CHANGES = 500;

/**
 * v, [2^n], by few unshrunk effects. `from` is its decomposition: half of its κ is the noise that v is taken to have, and exchanges start, among
 * others, from its salient effects. Yields progress, as often as an effect comes or goes. The answer's `bound` is 0: no bound is proven.
 * Costs tenths of a second at n = 9, seconds from n = 12 on.
 */
export function* debiasedSteps(v: Float64Array, from: AndOr): Generator<SolveProgress, AndOr, void> {
  if (from.method === "trivial") return from;
  const size = v.length;
  const mean = v.reduce((sum, value) => sum + value, 0) / size;
  const centred = v.map((value) => value - mean);
  const square = centred.reduce((sum, value) => sum + value * value, 0);
  const columnCount = 2 * size - from.n - 2;
  const polishing = {
    criterion: ebic({ rows: size, count: columnCount, square }, GAMMA, from.kappa / 2),
    mostColumns: Math.min(MOST_EFFECTS, Math.floor(size / 3)),
  };
  let { iterations } = from;
  function* counted<T>(steps: Generator<void, T, void>): Generator<SolveProgress, T, void> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      iterations++;
      yield { fraction: iterations / (iterations + TYPICAL_CHANGES), iterations };
    }
  }
  let columns = salientColumns(from);
  let candidates = withMostOf(centred, withFamilies(columns, size), MOST_CANDIDATES);
  let dictionary = new Dictionary(centred, square, candidates);
  let fit = yield* counted(
    sparseFit(dictionary.problem, { ...polishing, familyOf: dictionary.familyOf }, [dictionary.placesOf(columns)]),
  );
  for (let round = 1; ; round++) {
    columns = fit.columns.map((place) => candidates[place]);
    const answer = answerOf(v, mean, columns, fit.effects, iterations);
    if (candidates.length === columnCount || round === ROUNDS) return answer;
    candidates = withMostOf(answer.delta, candidates, candidates.length + NEW_CANDIDATES);
    dictionary = new Dictionary(centred, square, candidates);
    const { problem, familyOf } = dictionary;
    const bettered = yield* counted(polish(problem, dictionary.placesOf(columns), { ...polishing, familyOf }));
    if (bettered.size === columns.length && bettered.support.every((place) => columns.includes(candidates[place])))
      return answer;
    fit = refit(problem, bettered.support);
  }
}

/*
 * A column by its place, as in the path: the AND of S, [S ⊆ T], at S, the OR of S, [S ∩ T ≠ ∅], at 2^n + S.
 */

function setOf(column: number, size: number): number {
  return column & (size - 1);
}

function salientColumns({ and, or }: AndOr): number[] {
  const tau = tauOf(sparse({ and, or }));
  return [and, or].flatMap((effects, kind) =>
    Array.from(effects.keys())
      .filter((set) => isSalient(effects[set], tau))
      .map((set) => kind * effects.length + set),
  );
}

/** Both kinds of all subsets of a column's set; of a large set the column alone. */
function familyOf(column: number, size: number): number[] {
  const set = setOf(column, size);
  if (orderOf(set) > LARGEST_FAMILY) return [column];
  const family: number[] = [];
  for (let subset = set; subset > 0; subset = (subset - 1) & set) {
    family.push(subset);
    if (orderOf(subset) > 1) family.push(size + subset);
  }
  return family;
}

/** All single patches, the columns, and their families. */
function withFamilies(columns: readonly number[], size: number): number[] {
  const all = new Set<number>();
  for (let single = 1; single < size; single *= 2) all.add(single);
  for (const column of columns) for (const like of [column, ...familyOf(column, size)]) all.add(like);
  return [...all];
}

/** The columns, and of the others those that have most of a function on masks in them, up to `most` in all. Costs O(n 2^n). */
function withMostOf(f: Float64Array, columns: readonly number[], most: number): number[] {
  const size = f.length;
  const products = productsWith(f);
  const known = new Set(columns);
  const others: number[] = [];
  const shares = new Float64Array(2 * size);
  for (let column = 1; column < 2 * size; column++) {
    const set = setOf(column, size);
    if (set === 0 || known.has(column) || (column > size && orderOf(set) === 1)) continue;
    shares[column] = products[column] ** 2 / productOf(column, column, size);
    others.push(column);
  }
  others.sort((a, b) => shares[b] - shares[a] || a - b);
  return [...columns, ...others.slice(0, Math.max(0, most - columns.length))].sort((a, b) => a - b);
}

/** Every column's product with a function on masks, each less its mean. [2 · 2^n] */
function productsWith(f: Float64Array): Float64Array {
  const size = f.length;
  const sum = f.reduce((total, value) => total + value, 0);
  const above = supersetSums(f.slice());
  const below = subsetSums(f.slice());
  return Float64Array.from({ length: 2 * size }, (_, column) => {
    const set = setOf(column, size);
    const expected = sum / 2 ** orderOf(set);
    return column < size ? above[set] - expected : expected - below[size - 1 - set];
  });
}

/** The product of two columns, each less its mean: their masks in common, less what chance would have. */
function productOf(a: number, b: number, size: number): number {
  const [one, other] = [setOf(a, size), setOf(b, size)];
  const byChance = size / 2 ** (orderOf(one) + orderOf(other));
  const both = size / 2 ** orderOf(one | other);
  if (a < size === b < size) return both - byChance;
  return byChance - ((one & other) === 0 ? both : 0);
}

/** Some columns as a problem of least squares, by their places among them. */
class Dictionary {
  readonly problem: FitProblem;
  readonly #columns: readonly number[];
  readonly #places: ReadonlyMap<number, number>;
  readonly #size: number;

  constructor(centred: Float64Array, square: number, columns: readonly number[]) {
    const size = centred.length;
    const products = productsWith(centred);
    this.#columns = columns;
    this.#places = new Map(columns.map((column, place) => [column, place]));
    this.#size = size;
    this.problem = {
      count: columns.length,
      rows: size,
      gram: (i, j) => productOf(columns[i], columns[j], size),
      line: keptLines((i) => Float64Array.from(columns, (column) => productOf(columns[i], column, size))),
      products: Float64Array.from(columns, (column) => products[column]),
      square,
    };
  }

  placesOf(columns: readonly number[]): number[] {
    return columns.flatMap((column) => this.#places.get(column) ?? []);
  }

  readonly familyOf = (place: number): number[] => this.placesOf(familyOf(this.#columns[place], this.#size));
}

/** The decomposition that has these effects, as exact as it turns out to be. */
function answerOf(
  v: Float64Array,
  mean: number,
  columns: readonly number[],
  effects: Float64Array,
  iterations: number,
): AndOr {
  const size = v.length;
  const [and, or] = [new Float64Array(size), new Float64Array(size)];
  let constant = mean;
  let objective = 0;
  columns.forEach((column, k) => {
    const set = setOf(column, size);
    const hidden = 2 ** -orderOf(set);
    (column < size ? and : or)[set] = effects[k];
    constant -= effects[k] * (column < size ? hidden : 1 - hidden);
    objective += Math.abs(effects[k]);
  });
  const n = playersOf(size);
  const rebuilt = rebuild({ ...sparse({ and, or }), constant }, allMasks(n));
  const delta = rebuilt.map((value, mask) => value - v[mask]);
  const kappa = delta.reduce((most, left) => Math.max(most, Math.abs(left)), 0);
  const gap = objective === 0 ? 0 : 1;
  return { n, constant, and, or, delta, kappa, objective, bound: 0, gap, iterations, method: "debiased" };
}
