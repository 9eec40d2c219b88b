/** What came out of a study: of every image the numbers that its tables, findings and figures are made of. */
import { KINDS } from "../core/interactions.ts";
import type { StudyPlan } from "./plan.ts";

/** An image of a study. */
export interface StudyImage {
  /** The set that it is of: the folder's name, and the part of it. */
  readonly set: string;
  /** Its file's name. */
  readonly name: string;
  /** What it shows, where the set says it. */
  readonly label: string | null;
  /** Base64 of a JPEG or PNG of at most 64 pixels a side; null where it was left out. */
  readonly thumbnail: string | null;
}

/** A network as a study knows it. */
export interface StudyNetwork {
  readonly name: string;
  readonly sha256: string;
}

/** A layer of a network; the last one is its own output. */
export interface StudyLayer {
  readonly name: string;
  /** Of its probe, or of the network at the output, over validation images, 0..1. */
  readonly accuracy: number | null;
}

/** Signs of effects, and parts of strength, in the order of the columns. */
export const SIGNS = [1, -1] as const;
export const PARTS = ["all", "overlap", "forget", "new"] as const;
export type Part = (typeof PARTS)[number];

/** What the numbers of a column go over beside the images. */
export type Axis = "layer" | "order" | "sign" | "part" | "kind" | "depth" | "band";

/** What a number of a column is. */
export interface ColumnSpec {
  /** From the outermost to the innermost. */
  readonly axes: readonly Axis[];
  /** `share`: 0..1; `amount`: 0 or more; `count`: 0, 1, 2 …; `flag`: 0 or 1 */
  readonly of: "share" | "amount" | "count" | "flag";
  /** Whether an image may have none. */
  readonly nullable: boolean;
}

const column = (of: ColumnSpec["of"], axes: readonly Axis[], nullable = false): ColumnSpec => ({ axes, of, nullable });

/**
 * The numbers of a cell, an image after the other. Strengths are in units of the layers' scales, signs and parts apart. `salient`, `born` and `ended` count
 * concepts; births and ends are those of the picture, steadied over layers. `subsetsBefore`: of the concepts of an order that are born at a layer, the mean share
 * of their proper subsets, ∅ left out, that are salient by either kind at the layer before; `subsetsAfter`: of those that end before a layer, the same at that
 * layer; `…ByChance`: what as many salient sets of each order would give had they been drawn at random. `right`: whether the network's top class is the label.
 */
export const CELL_COLUMNS = {
  p: column("share", []),
  right: column("flag", [], true),
  strength: column("amount", ["layer", "order", "sign", "part"]),
  salient: column("count", ["layer", "order", "kind"]),
  born: column("count", ["layer", "order"]),
  subsetsBefore: column("share", ["layer", "order"], true),
  subsetsBeforeByChance: column("share", ["layer", "order"], true),
  ended: column("count", ["layer", "order"]),
  subsetsAfter: column("share", ["layer", "order"], true),
  subsetsAfterByChance: column("share", ["layer", "order"], true),
  noiseShare: column("amount", ["layer"], true),
  firm: column("share", [], true),
  robust: column("share", [], true),
} as const satisfies Record<string, ColumnSpec>;

/** What of two networks is compared in one number: orders up to half the players, those above, and all. */
export const BANDS = ["low", "high", "all"] as const;

/** The numbers of a pair of networks: how many salient concepts each has, and both; IoU and what random sets of the same sizes would have (paper, Eq. 9). */
export const PAIR_COLUMNS = {
  a: column("count", ["depth", "order"]),
  b: column("count", ["depth", "order"]),
  both: column("count", ["depth", "order"]),
  chance: column("share", ["depth", "order"], true),
  bandIou: column("share", ["depth", "band"], true),
  bandChance: column("share", ["depth", "band"], true),
} as const satisfies Record<string, ColumnSpec>;

/** The numbers of images under noise: mean ratio (paper, Eq. 10), and how many concepts are in it, or left out since all draws gave the same. */
export const NOISE_COLUMNS = {
  ratio: column("amount", ["layer", "order"], true),
  concepts: column("count", ["layer", "order"]),
  leftOut: column("count", ["layer", "order"]),
} as const satisfies Record<string, ColumnSpec>;

/** Columns by name: flat, an image after the other, then by the axes; NaN where there is no number. */
export type Columns<Spec extends Record<string, ColumnSpec>> = { readonly [Name in keyof Spec]: Float64Array };

/** The names of columns, in their order. */
export const columnNames = <Spec extends object>(specs: Spec): (keyof Spec & string)[] =>
  Object.keys(specs) as (keyof Spec & string)[];

/** What was asked of which images. */
interface Asked {
  readonly experiment: string;
  readonly grid: string;
  readonly question: string;
  readonly n: number;
  /** Places in the study's images, in the order of the numbers. */
  readonly images: readonly number[];
  /** How many of the plan's images have no numbers, not yet or never. */
  readonly missing: number;
}

/** One network, grid and question over the images of an experiment. */
export interface Cell extends Asked {
  readonly network: StudyNetwork;
  readonly layers: readonly StudyLayer[];
  /** [layers], nats: the largest |effect| over the images, where τ is a share of that; else null. */
  readonly largestEffects: readonly number[] | null;
  /** [images]: what the files of their explorations are called, without `.strata`; they lie beside the study's, in the folder `explorations`. */
  readonly explorations: readonly string[];
  readonly numbers: Columns<typeof CELL_COLUMNS>;
}

/** Two networks over the same images. */
export interface Pair extends Asked {
  readonly networks: readonly [a: StudyNetwork, b: StudyNetwork];
  /** Which layers are held against each other, the outputs last. */
  readonly depths: readonly (readonly [a: number, b: number])[];
  /** Images left out since the networks were asked about different classes or patches. */
  readonly differing: number;
  readonly numbers: Columns<typeof PAIR_COLUMNS>;
}

/** One network, grid and question over some images under noise. */
export interface NoiseCell extends Asked {
  readonly network: StudyNetwork;
  readonly layers: readonly StudyLayer[];
  readonly sigma: number;
  readonly draws: number;
  readonly seed: number;
  readonly numbers: Columns<typeof NOISE_COLUMNS>;
}

/** All of it. */
export interface Study {
  readonly plan: StudyPlan;
  readonly images: readonly StudyImage[];
  readonly cells: readonly Cell[];
  readonly pairs: readonly Pair[];
  readonly noise: readonly NoiseCell[];
}

/** What a column's axes go over. */
export interface Sizes {
  readonly n: number;
  readonly layers?: ArrayLike<unknown>;
  readonly depths?: ArrayLike<unknown>;
}

/** How many numbers one image has in a column, axis by axis. */
export function shapeOf({ axes }: ColumnSpec, sizes: Sizes): number[] {
  return axes.map((axis) => lengthOf(axis, sizes));
}

function lengthOf(axis: Axis, { n, layers, depths }: Sizes): number {
  switch (axis) {
    case "layer":
      return layers?.length ?? 0;
    case "depth":
      return depths?.length ?? 0;
    case "order":
      return n;
    case "sign":
      return SIGNS.length;
    case "part":
      return PARTS.length;
    case "kind":
      return KINDS.length;
    case "band":
      return BANDS.length;
  }
}

/** The number of an image at places along a column's axes; NaN where it has none. */
export function numberAt<Spec extends Record<string, ColumnSpec>>(
  specs: Spec,
  of: Sizes & { readonly numbers: Columns<Spec> },
  name: keyof Spec & string,
  image: number,
  ...places: readonly number[]
): number {
  const { axes } = specs[name]!;
  let at = image;
  for (let i = 0; i < axes.length; i++) at = at * lengthOf(axes[i]!, of) + places[i]!;
  return of.numbers[name]![at]!;
}
