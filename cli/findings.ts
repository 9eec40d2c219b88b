/** Which of the paper's findings hold on these images: each is tested on a difference per image, never assumed. */
import type { i18n } from "i18next";
import type enCli from "../src/strings/en/cli.ts";
import { meanOf, type Mean } from "./mean.ts";

/** One image's numbers at one layer; index order − 1 in the lists. */
export interface LayerNumbers {
  readonly completeness: Numbers<number | null>;
  readonly redundancy: Numbers<number | null>;
  /** Σ |effects| of the salient ones, in units of the layer's scale. */
  readonly strength: Numbers<number>;
  /** How many effects are salient. */
  readonly salient: Numbers<number>;
}

/** A number of all orders together, and one for each order. */
export interface Numbers<T> {
  readonly all: T;
  readonly perOrder: readonly T[];
}

/** How a finding fares: `not-measured` where one network and clean images cannot tell. */
export type Verdict = "holds" | "does-not-hold" | "undecided" | "not-measured" | "reported";

/** One finding of the paper, and what these images say about it. */
export interface Finding {
  readonly id: keyof (typeof enCli)["finding"];
  readonly claim: string;
  readonly verdict: Verdict;
  /** The differences that must be above 0, or the number itself when it is only reported. */
  readonly evidence: readonly ({ readonly what: string } & Mean)[];
}

/** A difference counts when it is this many standard errors from 0: about 95 % for many images. */
const DECISIVE_ERRORS = 2;

/** Fewer images than this give no standard error worth the name. */
const FEWEST_IMAGES = 3;

type Images = readonly (readonly LayerNumbers[])[];
type Evidence = Finding["evidence"][number];
/** One number per image, null where it has none. */
type Differences = readonly (number | null)[];

/** Tests every finding that explorations of single images can test. */
export function findingsOf(images: Images, strings: i18n): Finding[] {
  const finding = (id: Finding["id"], verdict: Verdict, evidence: readonly Evidence[] = []): Finding => ({
    id,
    claim: strings.t(`cli:finding.${id}`),
    verdict,
    evidence,
  });
  const tested = (id: Finding["id"], evidence: readonly Evidence[]): Finding =>
    finding(id, verdictOf(evidence), evidence);
  const evidence = (what: keyof (typeof enCli)["evidence"], differences: Differences, values = {}): Evidence => ({
    what: strings.t(`cli:evidence.${what}`, values),
    ...meanOf(differences),
  });
  const peak = redundancyPeak(images);
  return [
    tested("low-orders-stronger", [evidence("low-minus-high", lowMinusHigh(images))]),
    tested("completeness-rises-early", [evidence("early-minus-late", earlyMinusLateRise(images))]),
    tested("redundancy-rises-then-falls", [
      evidence("peak-minus-first", redundancyOver(images, peak, 0), { layer: peak }),
      evidence("peak-minus-last", redundancyOver(images, peak, lastProbe(images)), { layer: peak }),
    ]),
    finding("salient-count", "reported", [
      evidence(
        "salient-at-output",
        images.map((layers) => layers.at(-1)!.salient.all),
      ),
    ]),
    finding("low-orders-generalise", "not-measured"),
    finding("low-orders-steadier", "not-measured"),
  ];
}

/** All must be decisively above 0 to hold; one decisively below refutes. */
function verdictOf(evidence: readonly Evidence[]): Verdict {
  const signs = evidence.map(({ mean, standardError, count }) => {
    if (mean === null || standardError === null || count < FEWEST_IMAGES) return 0;
    return Math.abs(mean) > DECISIVE_ERRORS * standardError ? Math.sign(mean) : 0;
  });
  if (signs.some((sign) => sign < 0)) return "does-not-hold";
  return signs.every((sign) => sign > 0) ? "holds" : "undecided";
}

/** Strength per salient effect at the output, orders up to half the players against those above. */
function lowMinusHigh(images: Images): Differences {
  return images.map((layers) => {
    const { strength, salient } = layers.at(-1)!;
    const half = Math.floor(strength.perOrder.length / 2);
    const perEffect = (from: number, to: number): number | null => {
      const sum = (list: readonly number[]): number => list.slice(from, to).reduce((total, value) => total + value, 0);
      const count = sum(salient.perOrder);
      return count === 0 ? null : sum(strength.perOrder) / count;
    };
    const low = perEffect(0, half);
    const high = perEffect(half, strength.perOrder.length);
    return low === null || high === null ? null : low - high;
  });
}

/** Rise of completeness over the first half of the layers minus that over the second. */
function earlyMinusLateRise(images: Images): Differences {
  return images.map((layers) => {
    const [first, middle, output] = [0, Math.floor((layers.length - 1) / 2), layers.length - 1].map(
      (l) => layers[l]!.completeness.all,
    );
    return typeof first !== "number" || typeof middle !== "number" || typeof output !== "number"
      ? null
      : middle - first - (output - middle);
  });
}

/** The layer before the output, where redundancy is 0 by definition. */
function lastProbe(images: Images): number {
  return Math.max(0, (images[0]?.length ?? 1) - 2);
}

/** The probe between the first and the last at which the mean redundancy is largest; 0 where there is none between. */
function redundancyPeak(images: Images): number {
  const between = Array.from({ length: Math.max(0, lastProbe(images) - 1) }, (_, l) => l + 1);
  const meanAt = (l: number): number => meanOf(images.map((layers) => layers[l]!.redundancy.all)).mean ?? -Infinity;
  return between.reduce((best, l) => (best === 0 || meanAt(l) > meanAt(best) ? l : best), 0);
}

/** Redundancy at one layer minus at another. */
function redundancyOver(images: Images, layer: number, other: number): Differences {
  return images.map((layers) => {
    const [high, low] = [layers[layer]!.redundancy.all, layers[other]!.redundancy.all];
    return high === null || low === null ? null : high - low;
  });
}
