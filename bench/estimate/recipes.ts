/** What the estimator is held against, on the same masks: one coefficient a patch, boosted trees, ProxySPEX's recipe, plain L1. */
import { conjunction, disjunction, hasRow, pickRows, type BitColumn } from "../../src/core/estimate/bit-columns.ts";
import { dictionaryOf, problemOf, proposedSets } from "../../src/core/estimate/dictionary.ts";
import { forestFourier, type Fourier } from "../../src/core/estimate/fourier.ts";
import { NO_SET, playersIn, setOf, subsetsOf, type PlayerSet } from "../../src/core/estimate/player-sets.ts";
import { shareExplained } from "../../src/core/estimate/share-explained.ts";
import {
  boostedTrees,
  DEFAULT_BOOSTING,
  forestValues,
  shownPlayers,
  type Forest,
} from "../../src/core/estimate/trees.ts";
import type { LayerSample } from "../../src/core/estimate/layer-sample.ts";
import type { Kind } from "../../src/core/interactions.ts";

/** Share of the rows for fitting from which penalties are tried; the others judge them. */
const CHOOSING = 0.8;

/** ProxySPEX keeps so many coefficients (its authors: about 200), of so many players at most. */
const KEPT_COEFFICIENTS = 200;
const MOST_ORDER = 4;
const MOST_SETS = 1000;

/** Penalties of least squares, as shares of its columns' squares. */
const PENALTIES = [1e-4, 1e-3, 1e-2, 0.1, 1];

/** Penalties of L1, as shares of the one that leaves nothing. */
const L1_STEPS = 24;
const L1_LEAST = 3e-3;

/** Rounds of coordinate descent at each penalty, at most, and the change of v, in its standard deviation, below which they end. */
const ROUNDS = 60;
const SETTLED = 1e-4;

/** A sample's random rows that may be fitted and the held-out ones, with v. */
export interface Split {
  readonly players: readonly BitColumn[];
  readonly v: Float64Array;
  readonly fitted: Uint32Array;
  readonly heldOut: Uint32Array;
}

/** The rows of a sample that its estimator fits, without the ends, which would only harm what knows nothing of them, and those that it holds out. */
export function splitOf(sample: LayerSample, v: Float64Array): Split {
  const rows = Array.from({ length: sample.rows - sample.ends }, (_, i) => sample.ends + i);
  return {
    players: sample.players,
    v,
    fitted: Uint32Array.from(rows.filter((row) => !hasRow(sample.heldOut, row))),
    heldOut: Uint32Array.from(rows.filter((row) => hasRow(sample.heldOut, row))),
  };
}

/** What a recipe reaches on held-out rows, and the concepts it names. */
export interface Reached {
  readonly r2: number;
  readonly effects: ReadonlyMap<string, number>;
}

/** A concept's name in lists of effects. */
export const conceptName = (kind: Kind, players: readonly number[]): string => `${kind} ${players.join(" ")}`;

const at = (v: Float64Array, rows: Uint32Array): Float64Array => Float64Array.from(rows, (row) => v[row]!);

const drained = <T>(steps: Generator<unknown, T, void>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** All recipes on one split. */
export function reachedBy(split: Split, seed: number): Record<"linear" | "trees" | "proxySpex" | "l1", Reached> {
  const forest = forestOf(split, seed);
  return {
    linear: linear(split),
    trees: {
      r2: shareExplained(at(split.v, split.heldOut), treesAt(forest, split, split.heldOut)),
      effects: new Map(),
    },
    proxySpex: proxySpex(split, forest),
    l1: plainL1(split, forest),
  };
}

function forestOf({ players, v, fitted }: Split, seed: number): Forest {
  const columns = players.map((column) => pickRows(column, fitted));
  return drained(boostedTrees(shownPlayers(columns, fitted.length), at(v, fitted), { ...DEFAULT_BOOSTING, seed }));
}

function treesAt(forest: Forest, { players }: Split, rows: Uint32Array): Float64Array {
  return forestValues(
    forest,
    shownPlayers(
      players.map((column) => pickRows(column, rows)),
      rows.length,
    ),
  );
}

/** Least squares on the patches by themselves, with the penalty that judges choose. */
function linear(split: Split): Reached {
  return ridge(
    split,
    split.players.map((_, player) => [player]),
  );
}

/** The largest coefficients of the trees, refitted on the masks (ProxySPEX, Butler and others, 2025); their ANDs. */
function proxySpex(split: Split, forest: Forest): Reached {
  const kept = [...forestFourier(forest)]
    .filter(([set]) => set !== NO_SET && playersIn(set).length <= MOST_ORDER)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, KEPT_COEFFICIENTS)
    .map(([set]) => playersIn(set));
  return ridge(split, kept);
}

/** Ridge regression on parities of sets; the penalty is chosen on the last of the fitted rows. */
function ridge(split: Split, sets: readonly (readonly number[])[]): Reached {
  const { players, v, fitted, heldOut } = split;
  const choosing = fitted.slice(0, Math.round(CHOOSING * fitted.length));
  const judging = fitted.slice(choosing.length);
  const columns = sets.map((set) => parityOf(set, players, v.length));
  const tried = PENALTIES.map((penalty) => {
    const fit = ridgeFit(columns, v, choosing, penalty);
    return shareExplained(at(v, judging), parityValues(columns, fit, judging));
  });
  const fit = ridgeFit(columns, v, fitted, PENALTIES[tried.indexOf(Math.max(...tried))]!);
  const fourier: Fourier = new Map(sets.map((set, k) => [setOf(set), fit.coefficients[k]!]));
  return { r2: shareExplained(at(v, heldOut), parityValues(columns, fit, heldOut)), effects: andsOf(fourier) };
}

function parityOf(set: readonly number[], players: readonly BitColumn[], rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    set.reduce((sign, player) => (hasRow(players[player]!, row) ? sign : -sign), 1),
  );
}

interface LinearFit {
  readonly coefficients: Float64Array;
  readonly constant: number;
}

function ridgeFit(columns: readonly Float64Array[], v: Float64Array, rows: Uint32Array, penalty: number): LinearFit {
  const size = columns.length;
  const mean = (f: Float64Array): number => rows.reduce((sum, row) => sum + f[row]!, 0) / rows.length;
  const means = columns.map(mean);
  const centred = columns.map((column, k) => Float64Array.from(rows, (row) => column[row]! - means[k]!));
  const middle = mean(v);
  const matrix = centred.map((a) => Float64Array.from(centred, (b) => dot(a, b)));
  matrix.forEach((line, k) => (line[k]! += penalty * rows.length));
  const target = Float64Array.from(rows, (row) => v[row]! - middle);
  const coefficients = solve(
    matrix,
    Float64Array.from(centred, (column) => dot(column, target)),
  );
  let constant = middle;
  for (let k = 0; k < size; k++) constant -= coefficients[k]! * means[k]!;
  return { coefficients, constant };
}

function parityValues(
  columns: readonly Float64Array[],
  { coefficients, constant }: LinearFit,
  rows: Uint32Array,
): Float64Array {
  return Float64Array.from(rows, (row) =>
    columns.reduce((sum, column, k) => sum + coefficients[k]! * column[row]!, constant),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Cholesky's method. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const factor = matrix.map((line) => line.slice());
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i]![j]!;
      for (let k = 0; k < j; k++) sum -= factor[i]![k]! * factor[j]![k]!;
      factor[i]![j] = i === j ? Math.sqrt(sum) : sum / factor[j]![j]!;
    }
  }
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i]![k]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}

/** The AND effects of parities: χ_S = Π (2 b − 1), so that and(T) = 2^|T| Σ_{S ⊇ T} (−1)^|S \ T| F(S). */
function andsOf(fourier: Fourier): Map<string, number> {
  const ands = new Map<PlayerSet, number>();
  for (const [set, value] of fourier) {
    const players = playersIn(set);
    for (const subset of subsetsOf(players, players.length)) {
      if (subset.length === 0) continue;
      const sign = (players.length - subset.length) % 2 === 0 ? 1 : -1;
      const key = setOf(subset);
      ands.set(key, (ands.get(key) ?? 0) + sign * 2 ** subset.length * value);
    }
  }
  return new Map([...ands].map(([set, effect]) => [conceptName("and", playersIn(set)), effect]));
}

/** The lasso on the AND and OR of the sets that the trees propose, its penalty chosen on the last of the fitted rows. */
function plainL1(split: Split, forest: Forest): Reached {
  const { players, v, fitted, heldOut } = split;
  const scores = new Map([...forestFourier(forest)].map(([set, value]) => [set, Math.abs(value)]));
  const sets = proposedSets(scores, players.length, MOST_SETS, MOST_ORDER);
  const choosing = fitted.slice(0, Math.round(CHOOSING * fitted.length));
  const judging = fitted.slice(choosing.length);
  const tried = lasso(sets, split, choosing, L1_STEPS);
  const worths = tried.map((fit) => shareExplained(at(v, judging), fit.values(judging)));
  const fit = lasso(sets, split, fitted, worths.indexOf(Math.max(...worths)) + 1).at(-1)!;
  return { r2: shareExplained(at(v, heldOut), fit.values(heldOut)), effects: fit.effects };
}

interface LassoFit {
  readonly effects: ReadonlyMap<string, number>;
  values(rows: Uint32Array): Float64Array;
}

/** The lasso at falling penalties, by coordinate descent from one to the next (Friedman and others, 2010), columns at length 1. */
function lasso(sets: readonly PlayerSet[], { players, v }: Split, rows: Uint32Array, steps: number): LassoFit[] {
  const columnsSeen = players.map((column) => pickRows(column, rows));
  const dictionary = dictionaryOf(sets, columnsSeen, rows.length);
  const { columns } = dictionary;
  const { gram, products, square } = problemOf(dictionary, at(v, rows));
  const lengths = columns.map((_, j) => Math.sqrt(gram(j, j)));
  const left = products.map((product, j) => product / lengths[j]!);
  const coefficients = new Float64Array(columns.length);
  const lines = new Map<number, Float64Array>();
  const lineOf = (j: number): Float64Array => {
    let line = lines.get(j);
    if (line === undefined)
      lines.set(j, (line = Float64Array.from(columns, (_, k) => gram(j, k) / (lengths[j]! * lengths[k]!))));
    return line;
  };
  const update = (j: number, penalty: number): number => {
    const before = coefficients[j]!;
    const alone = left[j]! + before;
    const after = Math.sign(alone) * Math.max(0, Math.abs(alone) - penalty);
    if (after === before) return 0;
    const line = lineOf(j);
    for (let k = 0; k < left.length; k++) left[k]! -= (after - before) * line[k]!;
    coefficients[j] = after;
    return Math.abs(after - before);
  };
  const first = left.reduce((most, product) => Math.max(most, Math.abs(product)), 0);
  const mean = at(v, rows).reduce((sum, value) => sum + value, 0) / rows.length;
  const fits: LassoFit[] = [];
  for (let step = 0; step < steps; step++) {
    const penalty = first * L1_LEAST ** ((step + 1) / L1_STEPS);
    for (let round = 0; round < ROUNDS; round++) {
      let moved = 0;
      for (let j = 0; j < columns.length; j++)
        if (coefficients[j] !== 0 || Math.abs(left[j]!) > penalty) moved = Math.max(moved, update(j, penalty));
      if (moved < SETTLED * Math.sqrt(square)) break;
    }
    const chosen = columns
      .map(({ kind, players: own, count }, j) => ({ kind, own, count, effect: coefficients[j]! / lengths[j]! }))
      .filter(({ effect }) => effect !== 0);
    const constant = chosen.reduce((sum, { count, effect }) => sum - (effect * count) / rows.length, mean);
    fits.push({
      effects: new Map(chosen.map(({ kind, own, effect }) => [conceptName(kind, own), effect])),
      values: (wanted) => {
        const bits = chosen.map(({ kind, own }) =>
          (kind === "and" ? conjunction : disjunction)(own.map((player) => players[player]!)),
        );
        return Float64Array.from(wanted, (row) =>
          chosen.reduce((sum, { effect }, k) => (hasRow(bits[k]!, row) ? sum + effect : sum), constant),
        );
      },
    });
  }
  return fits;
}
