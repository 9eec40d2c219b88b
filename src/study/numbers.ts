/** From explained images to a study's numbers, and from these to the quantities of its tables. */
import { agreementByOrder } from "../core/agreement-by-order.ts";
import { choose } from "../core/chance-overlap.ts";
import { eachMask, KINDS, sparseOf, type Effects, type Kind } from "../core/interactions.ts";
import { orderOf, subsetsOf, type Mask } from "../core/masks.ts";
import { orderStrengths, salientCounts } from "../core/metrics.ts";
import { DEFAULT_TAU_FRACTION, isSalient, largestEffect } from "../core/salience.ts";
import type { PictureTracks } from "../core/tracks.ts";
import type { StabilityToNoise } from "../exploration/noisy-draws.ts";
import { pictureOf, rowsOf } from "../exploration/derived.ts";
import { countFirm, firmnessOf } from "../exploration/firmness.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import {
  BANDS,
  CELL_COLUMNS,
  NOISE_COLUMNS,
  numberAt,
  PAIR_COLUMNS,
  PARTS,
  SIGNS,
  type Cell,
  type Columns,
  type Part,
} from "./study.ts";

/** Significant digits that numbers are kept with. */
const DIGITS = 5;

/** A number as a study keeps it. */
export const kept = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : NaN);

const column = (values: Iterable<number | null>): Float64Array =>
  Float64Array.from([...values], (value) => (value === null ? NaN : kept(value)));

/** The effects that are salient: larger than τ, nats, in size. */
export function salientEffects(effects: Effects, tau: number): Effects {
  const ofKind = (kind: Kind): Effects[Kind] => {
    const pairs: [Mask, number][] = [];
    eachMask([effects[kind]], (mask, [effect]) => {
      if (isSalient(effect!, tau)) pairs.push([mask, effect!]);
    });
    return sparseOf(pairs);
  };
  return { n: effects.n, and: ofKind("and"), or: ofKind("or") };
}

/** τ of each layer, nats: a share of its own largest |effect|, or of a given one. */
export function tausOf(
  layers: readonly Pick<SolvedLayer, "interactions">[],
  fraction: number,
  largest: readonly number[] | null,
): number[] {
  return layers.map(({ interactions }, l) => fraction * (largest?.[l] ?? largestEffect(interactions)));
}

/** What an image adds to a cell. */
export type CellRow = Columns<typeof CELL_COLUMNS>;

/**
 * The numbers of one explained image, with τ of each layer in nats; births, ends and their subsets are of the picture, and of its τ. `shown`: the class that the image
 * shows, by its index in the network; −1 where the network has none such, null where nobody says. Costs O(layers · effects), and 2^order for each concept that is
 * born or ends.
 */
export function cellRow(snapshot: Snapshot, taus: readonly number[], shown: number | null): CellRow {
  const { layers, target, certainty, players } = snapshot;
  const { n } = players;
  const salient = layers.map(({ interactions }, l) => salientEffects(interactions, taus[l]!));
  const strengths = new Map(
    orderStrengths(
      layers.map(({ interactions }) => interactions),
      layers.map(({ scale }) => scale),
      taus,
    ).map((row) => [`${row.layer} ${row.order} ${row.sign} ${row.kind}`, row]),
  );
  const orders = Array.from({ length: n }, (_, m) => m + 1);
  const strength = layers.flatMap((_, l) =>
    orders.flatMap((order) =>
      SIGNS.flatMap((sign) =>
        PARTS.map((part) =>
          KINDS.reduce((sum, kind) => sum + strengths.get(`${l} ${order} ${sign} ${kind}`)![part], 0),
        ),
      ),
    ),
  );
  const picture = pictureOf(layers);
  const { rows, firm, robust } =
    certainty === undefined ? { rows: 0, firm: null, robust: null } : countFirm(picture, firmnessOf(layers, certainty));
  const shareOf = (count: number | null): number | null => (count === null || rows === 0 ? null : count / rows);
  const { before, after } = birthsAndEnds(picture, layers);
  return {
    p: column([target.p]),
    right: column([shown === null ? null : target.top[0]?.index === shown ? 1 : 0]),
    strength: column(strength),
    salient: column(
      salient.flatMap((effects) => {
        const counts = KINDS.map((kind) => salientCounts({ ...effects, [other(kind)]: NO_EFFECTS }, 0));
        return orders.flatMap((order) => counts.map((ofKind) => ofKind[order - 1]!));
      }),
    ),
    born: column(before.concepts),
    subsetsBefore: column(before.shares),
    subsetsBeforeByChance: column(before.byChance),
    ended: column(after.concepts),
    subsetsAfter: column(after.shares),
    subsetsAfterByChance: column(after.byChance),
    noiseShare: column(layers.map(({ noiseShare }) => noiseShare ?? null)),
    firm: column([shareOf(firm)]),
    robust: column([shareOf(robust)]),
  };
}

/**
 * Of every concept of a picture that is born, or ends, at a layer: how many of its subsets are salient at the layer before, or at that layer, by the picture's own τ.
 * Costs 2^order for each concept.
 */
export function birthsAndEnds(
  picture: PictureTracks,
  layers: readonly Pick<SolvedLayer, "interactions">[],
): { readonly before: Subsets; readonly after: Subsets } {
  const tracks = rowsOf(picture);
  const taus = tausOf(layers, DEFAULT_TAU_FRACTION, null);
  const salient = layers.map(({ interactions }, l) => salientEffects(interactions, taus[l]!));
  return {
    before: subsetsBeside(
      salient,
      tracks.map(({ mask, born }) => ({ mask, at: born, beside: born - 1 })),
    ),
    after: subsetsBeside(
      salient,
      tracks.flatMap(({ mask, died }) => (died === null ? [] : [{ mask, at: died, beside: died }])),
    ),
  };
}

const NO_EFFECTS = sparseOf([]);
const other = (kind: Kind): Kind => (kind === "and" ? "or" : "and");

/** By layer and order: how many concepts stand there, and the mean share of their proper subsets that are salient at the layer beside, and by chance. */
export interface Subsets {
  readonly concepts: number[];
  readonly shares: (number | null)[];
  readonly byChance: (number | null)[];
}

/**
 * Of concepts that stand at layers, how many of their proper subsets, ∅ left out, are salient by either kind at a layer beside each, if there is one; and how many
 * would be if that layer's salient sets of each order were drawn at random: a set of order k has C(k, m) subsets of order m, each of C(n, m) alike.
 */
function subsetsBeside(
  salient: readonly Effects[],
  concepts: readonly { readonly mask: Mask; readonly at: number; readonly beside: number }[],
): Subsets {
  const n = salient[0]!.n;
  const setsOf = salient.map(({ and, or }) => new Set<Mask>([...and.masks, ...or.masks]));
  const densities = setsOf.map((sets) => {
    const counts = new Array<number>(n).fill(0);
    for (const mask of sets) counts[orderOf(mask) - 1]!++;
    return counts.map((count, m) => count / choose(n, m + 1));
  });
  const sums = Array.from({ length: salient.length * n }, () => ({ concepts: 0, shares: 0, byChance: 0 }));
  for (const { mask, at, beside } of concepts) {
    const order = orderOf(mask);
    const of = sums[at * n + order - 1]!;
    of.concepts++;
    if (beside < 0 || order < 2) continue;
    const proper = 2 ** order - 2;
    const alive = subsetsOf(mask).filter((subset) => subset !== mask && setsOf[beside]!.has(subset)).length;
    const expected = densities[beside]!.slice(0, order - 1).reduce(
      (sum, density, m) => sum + choose(order, m + 1) * density,
      0,
    );
    of.shares += alive / proper;
    of.byChance += expected / proper;
  }
  const mean = (total: number, at: number): number | null => {
    const [layer, order] = [Math.floor(at / n), (at % n) + 1];
    const isLookedAt = order > 1 && concepts.some((concept) => concept.at === layer && concept.beside >= 0);
    return isLookedAt && sums[at]!.concepts > 0 ? total / sums[at]!.concepts : null;
  };
  return {
    concepts: sums.map((of) => of.concepts),
    shares: sums.map((of, at) => mean(of.shares, at)),
    byChance: sums.map((of, at) => mean(of.byChance, at)),
  };
}

/** What an image adds to a pair of networks. */
export type PairRow = Columns<typeof PAIR_COLUMNS>;

/** A network's layers explained, with τ of each in nats. */
export interface WithTaus {
  readonly layers: readonly Pick<SolvedLayer, "interactions">[];
  readonly taus: readonly number[];
}

/** What two networks have in common on one image, at each of `depths`. */
export function pairRow(a: WithTaus, b: WithTaus, depths: readonly (readonly [a: number, b: number])[]): PairRow {
  const at = ({ layers, taus }: WithTaus, layer: number): Effects =>
    salientEffects(layers[layer]!.interactions, taus[layer]!);
  const found = depths.map(([inA, inB]) => agreementByOrder(at(a, inA), at(b, inB), 0));
  const orders = found.flatMap((agreement) => agreement.orders);
  const bands = found.flatMap((agreement) => BANDS.map((band) => agreement[band]));
  return {
    a: column(orders.map((of) => of.a)),
    b: column(orders.map((of) => of.b)),
    both: column(orders.map((of) => of.both)),
    chance: column(orders.map((of) => of.chance?.mean ?? null)),
    bandIou: column(bands.map((of) => of.iou)),
    bandChance: column(bands.map((of) => of.chance?.mean ?? null)),
  };
}

/**
 * Which layers of two networks are held against each other: each probe of the network with fewer, with the one of the other that lies as far between the first probe and the
 * last; and the outputs. `layers` count the output.
 */
export function depthsOf(layersOfA: number, layersOfB: number): (readonly [a: number, b: number])[] {
  const fewer = Math.min(layersOfA, layersOfB) - 1;
  const place = (i: number, probes: number): number => (fewer <= 1 ? 0 : Math.round((i * (probes - 1)) / (fewer - 1)));
  return [
    ...Array.from({ length: fewer }, (_, i) => [place(i, layersOfA - 1), place(i, layersOfB - 1)] as const),
    [layersOfA - 1, layersOfB - 1],
  ];
}

/** What an image adds to a cell under noise. */
export type NoiseRow = Columns<typeof NOISE_COLUMNS>;

export function noiseRow({ layers }: Pick<StabilityToNoise, "layers">): NoiseRow {
  const all = layers.flat();
  return {
    ratio: column(all.map(({ ratio }) => ratio)),
    concepts: column(all.map(({ concepts }) => concepts)),
    leftOut: column(all.map(({ leftOut }) => leftOut)),
  };
}

/** Rows of images that come in any order, each put in its place, and held as the columns that they will be: 8 bytes a number. */
export interface Gathering<Row> {
  put(place: number, row: Row): void;
  clear(): void;
  /** The places that have a row, ascending, and the columns of these. */
  finish(): { readonly places: readonly number[]; readonly numbers: Row };
}

/** Gathers rows of at most `count` images, whose columns are of one length each. */
export function gathering<Row extends Readonly<Record<string, Float64Array>>>(
  names: readonly (keyof Row)[],
  count: number,
): Gathering<Row> {
  const isThere = new Uint8Array(count);
  let columns: { readonly name: keyof Row; readonly size: number; readonly all: Float64Array }[] = [];
  return {
    put: (place, row) => {
      if (columns.length === 0)
        columns = names.map((name) => {
          const size = row[name]!.length;
          return { name, size, all: new Float64Array(size * count) };
        });
      for (const { name, size, all } of columns) {
        if (row[name]!.length !== size) throw new RangeError(`${String(name)} must have ${size} numbers`);
        all.set(row[name]!, place * size);
      }
      isThere[place] = 1;
    },
    clear: () => void isThere.fill(0),
    finish: () => {
      const places = Array.from(isThere.keys()).filter((place) => isThere[place] === 1);
      for (const { size, all } of columns)
        places.forEach((place, at) => all.copyWithin(at * size, place * size, (place + 1) * size));
      const numberOf = (name: keyof Row): Float64Array => {
        const { size, all } = columns.find((column) => column.name === name) ?? { size: 0, all: new Float64Array() };
        return places.length === count ? all : all.slice(0, places.length * size);
      };
      return { places, numbers: Object.fromEntries(names.map((name) => [name, numberOf(name)])) as Row };
    },
  };
}

/** Rows one behind the other. */
export function stacked<Row extends Readonly<Record<string, Float64Array>>>(
  names: readonly (keyof Row)[],
  rows: readonly Row[],
): Row {
  return Object.fromEntries(
    names.map((name) => {
      const all = new Float64Array(rows.reduce((sum, row) => sum + row[name]!.length, 0));
      let at = 0;
      for (const row of rows) {
        all.set(row[name]!, at);
        at += row[name]!.length;
      }
      return [name, all];
    }),
  ) as Row;
}

/** A quantity of a cell's images at a layer, for one order or, null, for all; NaN where it is 0/0. */
export interface Quantity {
  readonly unit: "share" | "scales" | "concepts";
  /** Whether it is told apart by order. */
  readonly perOrder: boolean;
  of(cell: Cell, image: number, layer: number, order: number | null): number;
}

const ordersOf = (cell: Cell, order: number | null): number[] =>
  order === null ? Array.from({ length: cell.n }, (_, m) => m) : [order - 1];

/** Σ over signs, and orders where none is named, of one part of the strength. */
function partAt(cell: Cell, image: number, layer: number, order: number | null, part: Part): number {
  const p = PARTS.indexOf(part);
  return ordersOf(cell, order).reduce(
    (sum, m) =>
      SIGNS.reduce((both, _, s) => both + numberAt(CELL_COLUMNS, cell, "strength", image, layer, m, s, p), sum),
    0,
  );
}

/** overlap^l / all^L: how much of the output's strength a layer has already; NaN where the output has none. */
export function completenessAt(cell: Cell, image: number, layer: number, order: number | null): number {
  return partAt(cell, image, layer, order, "overlap") / partAt(cell, image, cell.layers.length - 1, order, "all");
}

/** forget^l / all^l: how much of a layer's strength the output has not; NaN where the layer has none. */
export function redundancyAt(cell: Cell, image: number, layer: number, order: number | null): number {
  return partAt(cell, image, layer, order, "forget") / partAt(cell, image, layer, order, "all");
}

const strength = (part: Part): Quantity => ({
  unit: "scales",
  perOrder: true,
  of: (cell, image, layer, order) => partAt(cell, image, layer, order, part),
});

const count = (name: "salient" | "born" | "ended"): Quantity => ({
  unit: "concepts",
  perOrder: true,
  of: (cell, image, layer, order) =>
    ordersOf(cell, order).reduce(
      (sum, m) =>
        name === "salient"
          ? KINDS.reduce((both, _, k) => both + numberAt(CELL_COLUMNS, cell, name, image, layer, m, k), sum)
          : sum + numberAt(CELL_COLUMNS, cell, name, image, layer, m),
      0,
    ),
});

/** The mean over concepts of a share of their subsets. */
const subsets = (
  name: "subsetsBefore" | "subsetsAfter",
  of: (share: number, byChance: number) => number,
): Quantity => ({
  unit: "share",
  perOrder: true,
  of: (cell, image, layer, order) => {
    let [shares, concepts] = [0, 0];
    for (const m of ordersOf(cell, order)) {
      const value = of(
        numberAt(CELL_COLUMNS, cell, name, image, layer, m),
        numberAt(CELL_COLUMNS, cell, `${name}ByChance`, image, layer, m),
      );
      if (Number.isNaN(value)) continue;
      const those = numberAt(CELL_COLUMNS, cell, name === "subsetsBefore" ? "born" : "ended", image, layer, m);
      concepts += those;
      shares += those * value;
    }
    return shares / concepts;
  },
});

/** What tables and figures tell of a cell, by name. */
export const quantities = {
  strength: strength("all"),
  overlap: strength("overlap"),
  forget: strength("forget"),
  new: strength("new"),
  completeness: { unit: "share", perOrder: true, of: completenessAt },
  redundancy: { unit: "share", perOrder: true, of: redundancyAt },
  salient: count("salient"),
  born: count("born"),
  ended: count("ended"),
  subsetsBefore: subsets("subsetsBefore", (share) => share),
  subsetsBeforeByChance: subsets("subsetsBefore", (_, byChance) => byChance),
  subsetsBeforeBeyondChance: subsets("subsetsBefore", (share, byChance) => share - byChance),
  subsetsAfter: subsets("subsetsAfter", (share) => share),
  subsetsAfterByChance: subsets("subsetsAfter", (_, byChance) => byChance),
  subsetsAfterBeyondChance: subsets("subsetsAfter", (share, byChance) => share - byChance),
  noiseShare: {
    unit: "share",
    perOrder: false,
    of: (cell, image, layer) => numberAt(CELL_COLUMNS, cell, "noiseShare", image, layer),
  },
} as const satisfies Record<string, Quantity>;
export type QuantityName = keyof typeof quantities;
