/** Which of the paper's findings hold on these images: each is tested on a difference per image, never assumed. */
import type { i18n } from "i18next";
import type enCli from "../src/strings/en/cli.ts";
import { meanOf, type Mean } from "./mean.ts";
import type { LayerNumbers } from "./summary.ts";

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

/** Tests every finding that explorations of single images can test. */
export function findingsOf(images: Images, strings: i18n): Finding[] {
  const finding = (id: Finding["id"], verdict: Verdict, evidence: readonly Evidence[] = []): Finding => (
    { id, claim: strings.t(`cli:finding.${id}`), verdict, evidence }
  );
  const tested = (id: Finding["id"], evidence: readonly Evidence[]): Finding => finding(id, verdictOf(evidence), evidence);
  return [
    tested("low-orders-stronger", [lowMinusHigh(images)]),
    tested("completeness-rises-early", [earlyMinusLateRise(images)]),
    tested("redundancy-rises-then-falls", riseAndFall(images)),
    finding("salient-count", "reported", [
      { what: "salient effects at the output, per image", ...meanOf(images.map((layers) => layers.at(-1)!.salient.all)) },
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
function lowMinusHigh(images: Images): Evidence {
  const differences = images.map((layers) => {
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
  return { what: "strength per salient effect at the output, orders up to n/2 minus higher orders", ...meanOf(differences) };
}

/** Rise of completeness over the first half of the layers minus that over the second. */
function earlyMinusLateRise(images: Images): Evidence {
  const differences = images.map((layers) => {
    const [first, middle, output] = [0, Math.floor((layers.length - 1) / 2), layers.length - 1].map((l) => layers[l]!.completeness.all);
    return typeof first !== "number" || typeof middle !== "number" || typeof output !== "number" ? null : middle - first - (output - middle);
  });
  return { what: "rise of completeness up to the middle layer minus the rise after it", ...meanOf(differences) };
}

/** Redundancy at its peak minus at the first layer, and minus at the last probe (at the output it is 0 by definition). */
function riseAndFall(images: Images): readonly Evidence[] {
  const lastProbe = Math.max(0, (images[0]?.length ?? 1) - 2);
  const means = Array.from({ length: lastProbe + 1 }, (_, l) => meanOf(images.map((layers) => layers[l]!.redundancy.all)).mean ?? -Infinity);
  const peak = means.indexOf(Math.max(...means));
  const over = (other: number): (number | null)[] => images.map((layers) => {
    const [high, low] = [layers[peak]!.redundancy.all, layers[other]!.redundancy.all];
    return high === null || low === null ? null : high - low;
  });
  return [
    { what: `redundancy at its peak (layer ${peak}) minus at the first layer`, ...meanOf(over(0)) },
    { what: `redundancy at its peak (layer ${peak}) minus at the last probe`, ...meanOf(over(lastProbe)) },
  ];
}
