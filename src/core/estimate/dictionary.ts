/** Candidate columns of a fit: the AND and the OR of sets that were proposed, on a sample. */
import type { Kind } from "../interactions.ts";
import { keptLines, type FitProblem } from "../sparse-fit/problem.ts";
import { BitColumns, conjunction, disjunction, rowsIn, rowsInBoth, sumOver, type BitColumn } from "./bit-columns.ts";
import { MOST_IN_SET, NO_SET, playersIn, setOf, sizeOf, subsetsOf, type PlayerSet } from "./player-sets.ts";

/** An AND or an OR, 1 or 0 on each row. */
export interface Column {
  readonly kind: Kind;
  /** Ascending. */
  readonly players: readonly number[];
  readonly bits: BitColumn;
  /** How many rows are 1. */
  readonly count: number;
}

/** Columns that differ from a constant at so few rows tell too little. */
export const FEWEST_SEEN = 4;

/** The columns of proposed sets. */
export interface Dictionary {
  readonly columns: readonly Column[];
  /** Per column all whose players are some of its own. `[columns]` */
  readonly families: readonly (readonly number[])[];
  /** Share of the candidates that hold at fewer than FEWEST_SEEN rows of the sample, or fail at fewer: nothing can be said of them. */
  readonly unseenShare: number;
}

/** The AND and OR of each set, ORs of two players or more, on `rows` rows of players' columns. */
export function dictionaryOf(sets: Iterable<PlayerSet>, players: readonly BitColumn[], rows: number): Dictionary {
  const columns: Column[] = [];
  const placesOf = new Map<PlayerSet, number[]>();
  let [seen, all] = [0, 0];
  for (const set of sets) {
    const members = playersIn(set);
    const bits = members.map((player) => players[player]);
    const places: number[] = [];
    for (const kind of members.length > 1 ? (["and", "or"] as const) : (["and"] as const)) {
      all++;
      const column = kind === "and" ? conjunction(bits) : disjunction(bits);
      const count = rowsIn(column);
      if (Math.min(count, rows - count) < FEWEST_SEEN) continue;
      seen++;
      places.push(columns.length);
      columns.push({ kind, players: members, bits: column, count });
    }
    placesOf.set(set, places);
  }
  const families = columns.map(({ players: own }) =>
    subsetsOf(own, own.length).flatMap((subset) => placesOf.get(setOf(subset)) ?? []),
  );
  return { columns, families, unseenShare: all === 0 ? 0 : 1 - seen / all };
}

/** The products of columns, each less its mean over `rows` rows: of two, and of one with all. They are counted; a line costs columns · rows / 128. */
export function productsOf({ columns }: Dictionary, rows: number): Pick<FitProblem, "gram" | "line"> {
  const bits = new BitColumns(columns.map((column) => column.bits));
  const counts = Float64Array.from(columns, ({ count }) => count);
  return {
    gram: (i, j) => rowsInBoth(columns[i].bits, columns[j].bits) - (counts[i] * counts[j]) / rows,
    line: (i) => {
      const line = bits.rowsInCommonWith(i).slice();
      for (let j = 0; j < line.length; j++) line[j] -= (counts[i] * counts[j]) / rows;
      return line;
    },
  };
}

/** The products of columns with v less its mean, and Σ (v − mean)². */
export function productsWith(
  { columns }: Dictionary,
  v: Float64Array,
): Pick<FitProblem, "count" | "products" | "square"> {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  const centred = v.map((value) => value - mean);
  return {
    count: columns.length,
    products: Float64Array.from(columns, ({ bits }) => sumOver(bits, centred)),
    square: centred.reduce((sum, value) => sum + value * value, 0),
  };
}

/** The least-squares problem of v by the columns. */
export function problemOf(dictionary: Dictionary, v: Float64Array): FitProblem {
  const { gram, line } = productsOf(dictionary, v.length);
  return { ...productsWith(dictionary, v), rows: v.length, gram, line: keptLines(line) };
}

/**
 * The sets of at most `order` of n players with the largest |scores|, at most `most`, and all of their subsets but ∅. Where all sets of that order are no more
 * than that they are all taken, and those of higher orders, up to MOST_IN_SET, as long as these are. Ascending.
 */
export function proposedSets(
  scores: ReadonlyMap<PlayerSet, number>,
  n: number,
  most: number,
  order: number,
): PlayerSet[] {
  const closed = new Set<PlayerSet>();
  const addSubsets = (players: readonly number[]): void => {
    for (const subset of subsetsOf(players, order)) closed.add(setOf(subset));
  };
  if (areAllProposed(n, most, order)) {
    let highest = order;
    while (highest < Math.min(n, MOST_IN_SET) && countSets(n, highest + 1) <= most) highest++;
    const all = Array.from({ length: n }, (_, player) => player);
    for (const subset of subsetsOf(all, highest)) closed.add(setOf(subset));
  } else {
    const found = [...scores].filter(([set]) => set !== NO_SET && sizeOf(set) <= order);
    const strengths = Float64Array.from(found, ([, score]) => Math.abs(score)).sort();
    const least = strengths.at(-most) ?? 0;
    found
      .filter(([, score]) => Math.abs(score) >= least)
      .sort(([a, scoreA], [b, scoreB]) => Math.abs(scoreB) - Math.abs(scoreA) || a - b)
      .slice(0, most)
      .forEach(([set]) => addSubsets(playersIn(set)));
  }
  closed.delete(NO_SET);
  return [...closed].sort((a, b) => a - b);
}

/** Whether all sets of at most `order` of n players are no more than `most`. */
export const areAllProposed = (n: number, most: number, order: number): boolean => countSets(n, order) <= most;

/** How many sets of 1 to `order` of n players there are. */
function countSets(n: number, order: number): number {
  let [all, ofOrder] = [0, 1];
  for (let k = 1; k <= Math.min(order, n); k++) {
    ofOrder = (ofOrder * (n - k + 1)) / k;
    all += ofOrder;
  }
  return all;
}
