/**
 * AND and OR interactions of one layer from v at a sample of masks. Proposals come from a surrogate (boosted trees and a kernel); of the AND and OR columns
 * of the proposed sets few are chosen by the lasso's path, a criterion and exchanges, and refitted by least squares. Held-out masks say how good it is.
 */
import type { SolveProgress } from "../and-or.ts";
import { KINDS, sparseOf, strengthOf, type Interactions, type Kind, type SampleQuality } from "../interactions.ts";
import { compareMasks, maskOf } from "../masks.ts";
import { mulberry32 } from "../random.ts";
import { ebic } from "../sparse-fit/criterion.ts";
import { bestOnPath } from "../sparse-fit/lasso-path.ts";
import { polish } from "../sparse-fit/polish.ts";
import type { FitProblem } from "../sparse-fit/problem.ts";
import { SupportFit } from "../sparse-fit/support-fit.ts";
import { addTo, conjunction, disjunction, hasRow, pickRows, rowsIn, type BitColumn } from "./bit-columns.ts";
import { blendedProblem } from "./blend.ts";
import { areAllProposed, dictionaryOf, proposedSets, type Column, type Dictionary } from "./dictionary.ts";
import { kernelMatrix, maskKernel } from "./kernel.ts";
import type { LayerSample } from "./layer-sample.ts";
import { setOf } from "./player-sets.ts";
import { mostEffects } from "./sample.ts";
import { shareExplained } from "./share-explained.ts";
import { firstRows, fitSurrogate, kernelSets, type KernelRows, type Surrogate } from "./surrogate.ts";
import { standardErrors } from "./standard-errors.ts";
import { shownPlayers } from "./trees.ts";
import { within } from "./within.ts";

/** Proposed sets, at most, before their subsets join them; and players of each, at most. */
const MOST_SETS = 1000;
const MOST_ORDER = 4;

/** The criterion is the EBIC of this γ. */
const GAMMA = 1;

/** Where the surrogate says unseen masks better than few columns do, its word on all masks counts as much as the sample. */
const SURROGATE_WEIGHT = 1;

/** Of the surrogate, where it has any. */
const TREES = 300;

/** Share of the rows for fitting from which choices are made; the others judge them. */
const CHOOSING = 0.8;

/** Weights of the surrogate in what is predicted, beside the effects. */
const REMAINDERS = [0, 0.25, 0.5, 0.75, 1];

/** Columns that are fitted between two signs of progress. */
const COLUMNS_A_STEP = 32;

/** What was chosen on a part of the rows. */
interface Choices {
  readonly surrogate: Surrogate["choice"];
  /** Of the surrogate's word on all masks against the sample. */
  readonly weight: number;
  /** Share of the surrogate in the prediction; the rest is that of the effects alone. */
  readonly remainder: number;
}

/** Few columns with their effects, nats. */
interface Fit {
  readonly columns: readonly Column[];
  readonly effects: readonly number[];
  readonly constant: number;
}

/**
 * The rows of a sample with v: random ones that choices are made from, those that judge them, the held-out ones, and the ends. These lie so far from the
 * others that a surrogate of the others does better without them; the effects are fitted to them, too, so that they are right where all is shown.
 */
interface Arranged {
  readonly players: readonly BitColumn[];
  readonly v: Float64Array;
  /** Where the rows that choices are made from, all that are fitted, and the random ones end. */
  readonly choosing: number;
  readonly fitted: number;
  readonly random: number;
}

/**
 * Estimates the interactions of v, `[sample.rows]` in nats and in the sample's order, yielding progress every few milliseconds; to stop it, call next() no
 * more. The same input gives the same answer. Throws a RangeError on v of another length or with numbers that are not finite. Costs a few seconds at 64
 * players and 2,000 masks; memory grows with rows² (4 bytes each) and with the square of the columns (8 bytes each, of up to some 2,000).
 */
export function* estimateSteps(sample: LayerSample, v: Float64Array): Generator<SolveProgress, Interactions, void> {
  if (v.length !== sample.rows)
    throw new RangeError(`v must have a value for each of ${sample.rows} masks, got ${v.length}`);
  v.forEach((value, row) => {
    if (!Number.isFinite(value))
      throw new RangeError(`values must be finite, got ${value} at mask ${row} of the sample`);
  });
  const progress = progressOf();
  const { seed, touches, rows } = sample;
  const all = arrange(sample, v);
  const { choosing, fitted, random } = all;
  const [judged, heldOut] = [all.v.subarray(choosing, fitted), all.v.subarray(fitted, random)];
  if (v.every((value) => value === v[0]))
    return interactionsOf(
      sample,
      all,
      { columns: [], effects: [], constant: v[0] },
      { heldOutR2: 0, heldOutR2Whole: 0, unseenShare: 0 },
    );

  // Where all sets are candidates nobody needs to propose them, and what trees say of v the kernel of players that touch says as well.
  const trees = areAllProposed(sample.n, MOST_SETS, MOST_ORDER) && touches.some(({ length }) => length > 0) ? 0 : TREES;
  const base = { kernel: maskKernel(touches), sets: kernelSets(touches) };
  // Of the whole an estimate is as much as about two half-samples.
  const own = 2 / (2 + sample.halves);
  const kernelRows = yield* progress(kernelRowsOf(base, all), 0.1 * own);
  const first = yield* progress(
    fitSurrogate(kernelRows, all.v, { rows: choosing, end: fitted, choice: null, trees, seed }),
    0.25 * own,
  );
  const alone = yield* progress(fitFew(all, first, { until: choosing, weight: 0, isPolished: false }), 0.4 * own);
  const said = valuesOf(alone.fit, all.players, rows).slice(choosing, fitted);
  const surrogateIsBetter = shareExplained(judged, first.values) > shareExplained(judged, said);
  const choices: Choices = {
    surrogate: first.choice,
    weight: surrogateIsBetter ? SURROGATE_WEIGHT : 0,
    remainder: bestRemainder(judged, first.values, said),
  };

  const second = yield* progress(
    fitSurrogate(kernelRows, all.v, { rows: fitted, end: random, choice: choices.surrogate, trees, seed }),
    0.55 * own,
  );
  const { fit, dictionary } = yield* progress(
    fitFew(all, second, { until: fitted, weight: choices.weight, isPolished: true }),
    0.98 * own,
  );
  const byEffects = valuesOf(fit, all.players, rows).slice(fitted, random);
  const byWhole = mixed(second.values, byEffects, choices.remainder);
  const quality = {
    heldOutR2: shareExplained(heldOut, byEffects),
    heldOutR2Whole: shareExplained(heldOut, byWhole),
    unseenShare: dictionary.unseenShare,
  };
  const halves: Fit[] = [];
  for (const part of halfSamples(sample, all)) {
    const ofHalf = function* (): Generator<number, Fit, void> {
      const partRows = yield* within(kernelRowsOf(base, part), 0, 0.1);
      const { choosing: count } = part;
      const how = { rows: count, end: count, choice: choices.surrogate, trees, seed };
      const surrogate = yield* within(fitSurrogate(partRows, part.v, how), 0.1, 0.4);
      const chosen = fitFew(part, surrogate, { until: count, weight: choices.weight, isPolished: true });
      return (yield* within(chosen, 0.4, 1)).fit;
    };
    halves.push(yield* progress(ofHalf(), own + ((0.98 - own) * (halves.length + 1)) / sample.halves));
  }
  const whole = yield* progress(refitted(fit, all, second, choices.weight), 0.99);
  return interactionsOf(sample, all, whole, quality, halves);
}

/** The random rows with the kernel between them. */
function* kernelRowsOf(
  base: Pick<KernelRows, "kernel" | "sets">,
  { players, v, random }: Arranged,
): Generator<number, KernelRows, void> {
  const shown = firstRows(shownPlayers(players, v.length), random);
  return { ...base, shown, matrix: yield* kernelMatrix(base.kernel, shown) };
}

/** Halves of the rows that are fitted, drawn, each with the ends; of every two the second has what the first has not (Shah and Samworth, 2013). */
function* halfSamples(sample: LayerSample, { players, v, fitted, random }: Arranged): Generator<Arranged, void, void> {
  const draw = mulberry32(sample.seed);
  const order = Uint32Array.from({ length: fitted }, (_, row) => row);
  const ends = Uint32Array.from({ length: v.length - random }, (_, i) => random + i);
  const half = fitted >> 1;
  for (let h = 0; h < sample.halves; h++) {
    if (h % 2 === 0) shuffle(order, draw);
    const own = order.slice(h % 2 === 0 ? 0 : fitted - half, h % 2 === 0 ? half : fitted).sort();
    const rows = Uint32Array.from([...own, ...ends]);
    yield {
      players: players.map((column) => pickRows(column, rows)),
      v: Float64Array.from(rows, (row) => v[row]),
      choosing: half,
      fitted: half,
      random: half,
    };
  }
}

/** Fisher and Yates. */
function shuffle(list: Uint32Array, random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}

/** Tells the steps of parts, each of which ends at a share of the whole, as those of a solve. */
function progressOf(): <T>(steps: Generator<number, T, void>, until: number) => Generator<SolveProgress, T, void> {
  let [from, iterations] = [0, 0];
  return function* (steps, until) {
    const part = within(steps, from, until);
    for (;;) {
      const step = part.next();
      if (step.done) {
        from = until;
        return step.value;
      }
      yield { fraction: step.value, iterations: ++iterations };
    }
  };
}

/** Puts the rows of a sample in their order for fits. */
function arrange(sample: LayerSample, v: Float64Array): Arranged {
  const ends = Array.from({ length: sample.ends }, (_, row) => row);
  const random = Array.from({ length: sample.rows - sample.ends }, (_, i) => sample.ends + i);
  const fitted = random.filter((row) => !hasRow(sample.heldOut, row));
  const heldOut = random.filter((row) => hasRow(sample.heldOut, row));
  const order = Uint32Array.from([...fitted, ...heldOut, ...ends]);
  return {
    players: sample.players.map((column) => pickRows(column, order)),
    v: Float64Array.from(order, (row) => v[row]),
    choosing: Math.round(CHOOSING * fitted.length),
    fitted: fitted.length,
    random: random.length,
  };
}

/** Few columns of a dictionary. */
interface Chosen {
  readonly fit: Fit;
  readonly dictionary: Dictionary;
}

/** Chooses few columns of what a surrogate proposes, fitted to the first `until` rows and the ends: the path's best support, polished or as it is. */
function* fitFew(
  { players, v: all, random }: Arranged,
  { fourier }: Surrogate,
  { until, weight, isPolished }: { until: number; weight: number; isPolished: boolean },
): Generator<number, Chosen, void> {
  const seen = Uint32Array.from([...all.keys()].filter((row) => row < until || row >= random));
  const v = Float64Array.from(seen, (row) => all[row]);
  const rows = v.length;
  const columnsSeen = players.map((column) => pickRows(column, seen));
  const dictionary = dictionaryOf(proposedSets(fourier, players.length, MOST_SETS, MOST_ORDER), columnsSeen, rows);
  yield 0.1;
  const problem = blendedProblem(dictionary, v, fourier, weight);
  const criterion = ebic({ rows: problem.rows, count: problem.count, square: problem.square }, GAMMA);
  const mostColumns = mostEffects(rows);
  const path = bestOnPath(problem, criterion, mostColumns);
  let point = path.next();
  for (; !point.done; point = path.next()) yield 0.2 + (0.2 * point.value) / mostColumns;
  const told = (fit: SupportFit): Chosen => ({ fit: fitOf(fit, dictionary.columns, v), dictionary });
  if (!isPolished) return told(yield* within(fitTo(problem, point.value), 0.4, 1));
  const polishing = polish(problem, point.value, {
    criterion,
    familyOf: (column) => dictionary.families[column],
    mostColumns,
  });
  let polished = polishing.next();
  for (let steps = 0; !polished.done; polished = polishing.next()) yield 1 - 0.6 * 0.98 ** ++steps;
  return told(polished.value);
}

/** The least-squares fit by columns, of those that are sums of others the first. Yields the share done. */
function* fitTo(problem: FitProblem, columns: readonly number[]): Generator<number, SupportFit, void> {
  const fit = new SupportFit(problem, columns.length);
  for (const [i, column] of columns.entries()) {
    if (fit.canAdd(column)) fit.add(column);
    if (i % COLUMNS_A_STEP === COLUMNS_A_STEP - 1) yield (i + 1) / columns.length;
  }
  yield 1;
  return fit;
}

/** The effects of a support, and the constant with which they have the mean of v. */
function fitOf(support: SupportFit, columns: readonly Column[], v: Float64Array): Fit {
  const chosen = support.support.map((column) => columns[column]);
  const effects = support.support.map((column, k) => support.coefficients[k] / support.lengths[column]);
  const rows = v.length;
  let constant = v.reduce((sum, value) => sum + value, 0) / rows;
  chosen.forEach(({ count }, k) => (constant -= (effects[k] * count) / rows));
  return { columns: chosen, effects, constant };
}

/** A column by its kind and set. */
const columnKey = ({ kind, players }: Column): string => `${kind} ${setOf(players)}`;

/** The same columns refitted to all rows. */
function* refitted(
  fit: Fit,
  { players, v }: Arranged,
  { fourier }: Surrogate,
  weight: number,
): Generator<number, Fit, void> {
  const all = dictionaryOf(
    fit.columns.map((column) => setOf(column.players)),
    players,
    v.length,
  );
  const columns = all.columns.filter(({ kind, players: own }) =>
    fit.columns.some((column) => column.kind === kind && setOf(column.players) === setOf(own)),
  );
  const problem = blendedProblem({ ...all, columns }, v, fourier, weight);
  return fitOf(yield* fitTo(problem, [...columns.keys()]), columns, v);
}

/** What effects say of each of all rows. */
function valuesOf({ columns, effects, constant }: Fit, players: readonly BitColumn[], rows: number): Float64Array {
  const values = new Float64Array(rows).fill(constant);
  columns.forEach(({ kind, players: own }, k) => {
    const bits = own.map((player) => players[player]);
    addTo(values, kind === "and" ? conjunction(bits) : disjunction(bits), effects[k]);
  });
  return values;
}

const mixed = (a: Float64Array, b: Float64Array, share: number): Float64Array =>
  a.map((value, i) => share * value + (1 - share) * b[i]);

function bestRemainder(truth: Float64Array, surrogate: Float64Array, effects: Float64Array): number {
  const worths = REMAINDERS.map((share) => shareExplained(truth, mixed(surrogate, effects, share)));
  return REMAINDERS[worths.indexOf(Math.max(...worths))];
}

function interactionsOf(
  { n, rows, seed, heldOut, halves }: LayerSample,
  { players, v }: Arranged,
  { columns, effects, constant }: Fit,
  quality: Pick<SampleQuality, "heldOutR2" | "heldOutR2Whole" | "unseenShare">,
  again: readonly Fit[] = [],
): Interactions {
  const rebuilt = valuesOf({ columns, effects, constant }, players, rows);
  const residual = v.map((value, row) => value - rebuilt[row]);
  const errorOf = standardErrors(columns, residual);
  const inHalves = again.map(
    (half) => new Map(half.columns.map((column, k) => [columnKey(column), half.effects[k]] as const)),
  );
  const found = columns
    .map((column, k) => {
      const others = inHalves.map((half) => half.get(columnKey(column)) ?? 0);
      // The delete-half jackknife (Shao and Wu, 1989), the choice of columns included: one that a half does not choose has the effect 0 there.
      const apart = Math.sqrt(others.reduce((sum, effect) => sum + (effect - effects[k]) ** 2, 0) / halves);
      return {
        kind: column.kind,
        mask: maskOf(column.players),
        effect: effects[k],
        error: halves === 0 ? errorOf[k] : Math.max(errorOf[k], apart),
        frequency: others.filter((effect) => effect !== 0).length / halves,
      };
    })
    .filter(({ effect }) => effect !== 0)
    .sort((a, b) => compareMasks(a.mask, b.mask));
  const ofKind = (wanted: Kind) => found.filter(({ kind }) => kind === wanted);
  const [and, or] = KINDS.map((kind) => sparseOf(ofKind(kind).map(({ mask, effect }) => [mask, effect] as const)));
  const eachOf = (numberOf: (row: (typeof found)[number]) => number) => ({
    and: Float64Array.from(ofKind("and"), numberOf),
    or: Float64Array.from(ofKind("or"), numberOf),
  });
  const objective = strengthOf({ n, and, or });
  const rebuildMaxAbs = residual.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    n,
    and,
    or,
    constant,
    exactness: {
      kappa: rebuildMaxAbs,
      objective,
      bound: 0,
      gap: objective === 0 ? 0 : 1,
      method: "sampled",
      rebuildMaxAbs,
    },
    sampled: {
      masks: rows,
      heldOut: rowsIn(heldOut),
      seed,
      ...quality,
      errors: eachOf(({ error }) => error),
      ...(halves > 0 && { halves, frequency: eachOf(({ frequency }) => frequency) }),
    },
  };
}
