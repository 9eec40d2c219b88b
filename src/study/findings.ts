/** Which of the paper's findings hold on some images: each is tested on numbers of each image by itself, never assumed. */
import { mulberry32 } from "../core/random.ts";
import { DEFAULT_TAU_FRACTION } from "../core/salience.ts";
import { completenessAt, quantities, redundancyAt } from "./numbers.ts";
import type { StudyPlan, StudyQuestion } from "./plan.ts";
import { estimateOf, resamplesOf, type Estimate, type Resamples } from "./statistics.ts";
import {
  BANDS,
  CELL_COLUMNS,
  NOISE_COLUMNS,
  numberAt,
  PAIR_COLUMNS,
  type Cell,
  type NoiseCell,
  type Pair,
} from "./study.ts";

/** Every finding that is tested. */
export const FINDINGS = [
  "low-orders-stronger",
  "completeness-rises-early",
  "redundancy-rises-then-falls",
  "salient-count",
  "orders-grow-with-layers",
  "high-orders-built-of-low",
  "low-orders-generalise",
  "low-orders-steadier",
  "rows-firm",
] as const;
export type FindingId = (typeof FINDINGS)[number];

/**
 * How a finding fares: `undecided` where so many images cannot tell; `not-measured` where nothing was measured that could; `reported`: a number and no claim.
 */
export type Verdict = "holds" | "does-not-hold" | "undecided" | "not-measured" | "reported";

/** What a number of evidence is in: shares of 1; units of the layer's scale; concepts; patches; a ratio of mean to deviation. */
export type Unit = "share" | "scales" | "concepts" | "patches" | "ratio";

/** What evidence may be; the sentences about them stand in the strings. */
export type EvidenceId =
  | "low-minus-high"
  | "early-minus-late"
  | "peak-minus-first"
  | "peak-minus-last"
  | "salient-at-output"
  | "later-minus-earlier"
  | "subsets-before-minus-chance"
  | "subsets-before-minus-after"
  | "iou-low-minus-high"
  | "iou-low-minus-high-beyond-chance"
  | "ratio-low-minus-high"
  | "firm-rows"
  | "robust-rows";

/** A number that each image has, or has not, and what it is over images. */
export interface Evidence extends Estimate {
  readonly id: EvidenceId;
  readonly unit: Unit;
  /** Layers that it speaks of, where it does: of redundancy's peak as each half of the images has it. */
  readonly layers?: readonly number[];
  /** [images], null where an image has none; for a claim, above 0 is for it. */
  readonly values: readonly (number | null)[];
}

/** One finding, and what these images say about it. */
export interface Finding {
  readonly id: FindingId;
  readonly verdict: Verdict;
  /** All of them must be above 0 for the claim to hold; of what is reported the number itself. */
  readonly evidence: readonly Evidence[];
}

/** One image's numbers at one layer, null where it is 0/0; index order − 1. */
export interface LayerNumbers {
  readonly completeness: number | null;
  readonly redundancy: number | null;
  /** Σ |effects| of the salient ones, in units of the layer's scale. */
  readonly strength: readonly number[];
  readonly salient: readonly number[];
  /** Concepts that are born here, and of those, and of those that ended before this layer, the mean share of subsets beyond chance; left out where lives are not asked about. */
  readonly lives?: {
    readonly born: readonly number[];
    readonly ended: readonly number[];
    readonly before: readonly (number | null)[];
    readonly after: readonly (number | null)[];
  };
}

/** [images][layers] */
type Images = readonly (readonly LayerNumbers[])[];

/** Whether the interval of an estimate lies above 0, 1, or below, −1; 0 where it does neither, or there is none. */
export function signOf({ interval }: Pick<Estimate, "interval">): 1 | 0 | -1 {
  if (interval === null) return 0;
  return interval[0] > 0 ? 1 : interval[1] < 0 ? -1 : 0;
}

/** All evidence must be decisively above 0 for a claim to hold; one that is decisively below refutes it. */
function verdictOf(evidence: readonly Evidence[]): Verdict {
  if (evidence.every(({ count }) => count === 0)) return "not-measured";
  const signs = evidence.map(signOf);
  if (signs.includes(-1)) return "does-not-hold";
  return signs.every((sign) => sign === 1) ? "holds" : "undecided";
}

/** A number, and no claim. */
const reported = (id: FindingId, evidence: readonly Evidence[]): Finding => ({
  id,
  verdict: evidence.every(({ count }) => count === 0) ? "not-measured" : "reported",
  evidence,
});

const tested = (id: FindingId, evidence: readonly Evidence[]): Finding => ({
  id,
  verdict: verdictOf(evidence),
  evidence,
});

/** Makes evidence of numbers a function gives of each image. */
function evidenceOver(
  resamples: Resamples,
): (id: EvidenceId, unit: Unit, of: (image: number) => number | null, layers?: readonly number[]) => Evidence {
  return (id, unit, of, layers) => {
    const values = Array.from({ length: resamples.images }, (_, image) => of(image));
    return { id, unit, ...(layers !== undefined && { layers }), ...estimateOf(values, resamples), values };
  };
}

/** The findings that one network's answers to clean images can test. Costs O(resamples · images). */
export function findingsOfImages(images: Images): Finding[] {
  const evidence = evidenceOver(resamplesOf(images.length));
  const layers = images[0]?.length ?? 0;
  const halves = halvesOf(images.length);
  const peaks = peaksByHalf(images, halves);
  const peakMinus = (id: EvidenceId, other: number): Evidence =>
    evidence(
      id,
      "share",
      (image) => (peaks === null ? null : redundancyOver(images[image]!, peaks[halves[image]!]!, other)),
      peaks ?? [],
    );
  return [
    tested("low-orders-stronger", [evidence("low-minus-high", "scales", (image) => lowMinusHigh(images[image]!))]),
    tested("completeness-rises-early", [
      evidence("early-minus-late", "share", (image) => earlyMinusLateRise(images[image]!)),
    ]),
    tested("redundancy-rises-then-falls", [
      peakMinus("peak-minus-first", 0),
      peakMinus("peak-minus-last", lastProbe(layers)),
    ]),
    reported("salient-count", [
      evidence("salient-at-output", "concepts", (image) => sum(images[image]!.at(-1)!.salient)),
    ]),
    tested("orders-grow-with-layers", [
      evidence("later-minus-earlier", "patches", (image) => laterMinusEarlierOrder(images[image]!)),
    ]),
    tested("high-orders-built-of-low", [
      evidence("subsets-before-minus-chance", "share", (image) => subsetsBeyondChance(images[image]!, "before")),
      evidence("subsets-before-minus-after", "share", (image) => beforeMinusAfter(images[image]!)),
    ]),
  ];
}

/** The findings of a cell of a plan. Lives are of one τ, the picture's: of a question that asks with another nothing is said of them. How sure they are is told where it was asked. */
export function cellFindings(cell: Cell, plan: StudyPlan): Finding[] {
  const { tau, tauOver, certainty } = questionOf(cell, plan);
  const hasLives = tau === DEFAULT_TAU_FRACTION && tauOver === "layer";
  const findings = findingsOfImages(
    cell.images.map((_, image) =>
      cell.layers.map((_, layer) => {
        const { lives, ...numbers } = layerNumbersOf(cell, image, layer);
        return hasLives ? { ...numbers, lives } : numbers;
      }),
    ),
  );
  if (!certainty) return findings;
  const evidence = evidenceOver(resamplesOf(cell.images.length));
  const shareOf = (name: "firm" | "robust", image: number): number | null => {
    const share = numberAt(CELL_COLUMNS, cell, name, image);
    return Number.isNaN(share) ? null : share;
  };
  const firm = reported("rows-firm", [
    evidence("firm-rows", "share", (image) => shareOf("firm", image)),
    evidence("robust-rows", "share", (image) => shareOf("robust", image)),
  ]);
  return [...findings, firm];
}

function questionOf({ experiment, question }: Pick<Cell, "experiment" | "question">, plan: StudyPlan): StudyQuestion {
  return plan.experiments.find(({ name }) => name === experiment)!.questions.find(({ name }) => name === question)!;
}

function layerNumbersOf(cell: Cell, image: number, layer: number): Required<LayerNumbers> {
  const orders = Array.from({ length: cell.n }, (_, m) => m + 1);
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const perOrder = (of: (order: number) => number): number[] => orders.map(of);
  const { strength, salient, born, ended, subsetsBeforeBeyondChance, subsetsAfterBeyondChance } = quantities;
  return {
    completeness: known(completenessAt(cell, image, layer, null)),
    redundancy: known(redundancyAt(cell, image, layer, null)),
    strength: perOrder((order) => strength.of(cell, image, layer, order)),
    salient: perOrder((order) => salient.of(cell, image, layer, order)),
    lives: {
      born: perOrder((order) => born.of(cell, image, layer, order)),
      ended: perOrder((order) => ended.of(cell, image, layer, order)),
      before: orders.map((order) => known(subsetsBeforeBeyondChance.of(cell, image, layer, order))),
      after: orders.map((order) => known(subsetsAfterBeyondChance.of(cell, image, layer, order))),
    },
  };
}

/** What two networks have in common at the output, orders up to half the players against those above: by itself, and each less what chance gives. */
export function pairFindings(pair: Pair): Finding[] {
  const evidence = evidenceOver(resamplesOf(pair.images.length));
  const output = pair.depths.length - 1;
  const at = (name: "bandIou" | "bandChance", image: number, band: (typeof BANDS)[number]): number =>
    numberAt(PAIR_COLUMNS, pair, name, image, output, BANDS.indexOf(band));
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const iou = (image: number): number => at("bandIou", image, "low") - at("bandIou", image, "high");
  const chance = (image: number): number => at("bandChance", image, "low") - at("bandChance", image, "high");
  return [
    tested("low-orders-generalise", [
      evidence("iou-low-minus-high", "share", (image) => known(iou(image))),
      evidence("iou-low-minus-high-beyond-chance", "share", (image) => known(iou(image) - chance(image))),
    ]),
  ];
}

/** How steady effects at the output are, the mean over salient concepts of orders up to half the players less that of those above. */
export function noiseFindings(cell: NoiseCell): Finding[] {
  const evidence = evidenceOver(resamplesOf(cell.images.length));
  const output = cell.layers.length - 1;
  const half = Math.floor(cell.n / 2);
  const mean = (image: number, from: number, to: number): number => {
    let [ratios, concepts] = [0, 0];
    for (let m = from; m < to; m++) {
      const count = numberAt(NOISE_COLUMNS, cell, "concepts", image, output, m);
      if (count === 0) continue;
      concepts += count;
      ratios += count * numberAt(NOISE_COLUMNS, cell, "ratio", image, output, m);
    }
    return ratios / concepts;
  };
  return [
    tested("low-orders-steadier", [
      evidence("ratio-low-minus-high", "ratio", (image) => {
        const difference = mean(image, 0, half) - mean(image, half, cell.n);
        return Number.isNaN(difference) ? null : difference;
      }),
    ]),
  ];
}

const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);

/** Strength per salient effect at the output, orders up to half the players against those above. */
function lowMinusHigh(layers: readonly LayerNumbers[]): number | null {
  const { strength, salient } = layers.at(-1)!;
  const half = Math.floor(strength.length / 2);
  const perEffect = (from: number, to?: number): number | null => {
    const count = sum(salient.slice(from, to));
    return count === 0 ? null : sum(strength.slice(from, to)) / count;
  };
  const [low, high] = [perEffect(0, half), perEffect(half)];
  return low === null || high === null ? null : low - high;
}

/** Rise of completeness over the first half of the way from the first layer to the output minus that over the second; of an even number of layers the middle lies between two of them. */
function earlyMinusLateRise(layers: readonly LayerNumbers[]): number | null {
  const last = layers.length - 1;
  const [first, below, above, output] = [0, Math.floor(last / 2), Math.ceil(last / 2), last].map(
    (l) => layers[l]!.completeness,
  ) as [number | null, number | null, number | null, number | null];
  if (first === null || below === null || above === null || output === null) return null;
  const middle = (below + above) / 2;
  return middle - first - (output - middle);
}

/** The layer before the output, where redundancy is 0 by definition. */
const lastProbe = (layers: number): number => Math.max(0, layers - 2);

/** Which half of so many images each is in, by chance: a study's images come class by class in turn, so that even places and odd ones would be of different classes. */
export function halvesOf(images: number): Uint8Array {
  const random = mulberry32(HALVES_SEED);
  const halves = Uint8Array.from({ length: images }, (_, image) => image % 2);
  // Fisher and Yates's shuffle.
  for (let i = images - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [halves[i], halves[j]] = [halves[j]!, halves[i]!];
  }
  return halves;
}

const HALVES_SEED = 2;

/**
 * Where redundancy is largest between the first probe and the last: for either half of the images as the other half has it, so that no image speaks of a peak that
 * it helped to choose. Null where there is no probe between, or a half of the images does not say.
 */
function peaksByHalf(images: Images, halves: Uint8Array): readonly [number, number] | null {
  const [first, second] = [0, 1].map((half) => peakOf(images.filter((_, image) => halves[image] !== half)));
  return first === null || second === null || first === undefined || second === undefined ? null : [first, second];
}

function peakOf(images: Images): number | null {
  let [peak, most] = [null as number | null, -Infinity];
  for (let l = 1; l < lastProbe(images[0]?.length ?? 0); l++) {
    const known = images.flatMap((layers) => layers[l]!.redundancy ?? []);
    const mean = known.length === 0 ? -Infinity : sum(known) / known.length;
    if (mean > most) [peak, most] = [l, mean];
  }
  return peak;
}

/** Redundancy at one layer minus at another. */
function redundancyOver(layers: readonly LayerNumbers[], layer: number, other: number): number | null {
  const [high, low] = [layers[layer]!.redundancy, layers[other]!.redundancy];
  return high === null || low === null ? null : high - low;
}

/** The mean order of concepts that are born in the later half of the layers minus that of those born before. */
function laterMinusEarlierOrder(layers: readonly LayerNumbers[]): number | null {
  const middle = Math.ceil(layers.length / 2);
  const meanOrder = (from: number, to: number): number | null => {
    let [orders, concepts] = [0, 0];
    for (const { lives } of layers.slice(from, to))
      lives?.born.forEach((count, m) => {
        orders += count * (m + 1);
        concepts += count;
      });
    return concepts === 0 ? null : orders / concepts;
  };
  const [early, late] = [meanOrder(0, middle), meanOrder(middle, layers.length)];
  return early === null || late === null ? null : late - early;
}

/** Over all concepts that are born after the first layer, or end before the last, the mean share of subsets that are salient at the layer on the other side, less chance. */
function subsetsBeyondChance(layers: readonly LayerNumbers[], side: "before" | "after"): number | null {
  let [shares, concepts] = [0, 0];
  for (const { lives } of layers)
    lives?.[side].forEach((share, m) => {
      if (share === null) return;
      const count = lives[side === "before" ? "born" : "ended"][m]!;
      shares += count * share;
      concepts += count;
    });
  return concepts === 0 ? null : shares / concepts;
}

function beforeMinusAfter(layers: readonly LayerNumbers[]): number | null {
  const [before, after] = [subsetsBeyondChance(layers, "before"), subsetsBeyondChance(layers, "after")];
  return before === null || after === null ? null : before - after;
}
