import type { i18n } from "i18next";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import { salientCounts } from "../src/core/metrics.ts";
import { playerCount } from "../src/core/patches.ts";
import { derive, pictureOf } from "../src/exploration/derived.ts";
import type { SampleBudget } from "../src/exploration/estimator.ts";
import { countFirm, firmnessOf } from "../src/exploration/firmness.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { choiceOf } from "../src/models/probe-choice.ts";
import type { ProbeChoice } from "../src/models/spec/probes.ts";
import { findingsOfImages, type Finding, type LayerNumbers as FindingNumbers } from "../src/study/findings.ts";
import { birthsAndEnds, type Subsets } from "../src/study/numbers.ts";
import { meanOf, type Estimate, type Mean } from "../src/study/statistics.ts";
import type { AskedPlayers } from "./players.ts";
import type { Asking } from "./asking.ts";

/** One image's numbers at one layer. */
interface LayerNumbers {
  readonly completeness: Numbers<number | null>;
  readonly redundancy: Numbers<number | null>;
  /** Σ |effects| of the salient ones, in units of the layer's scale. */
  readonly strength: Numbers<number>;
  /** How many effects are salient. */
  readonly salient: Numbers<number>;
}

/** A number of all orders together, and one for each order, index order − 1. */
interface Numbers<T> {
  readonly all: T;
  readonly perOrder: readonly T[];
}

/** A finding in words, with its numbers over images. */
interface SummaryFinding extends Pick<Finding, "id" | "verdict"> {
  readonly claim: string;
  /** `layers`: that which the other half of the images chose, for either half. */
  readonly evidence: readonly ({ readonly what: string; readonly layers?: readonly number[] } & Estimate)[];
}

type Means = { readonly [Quantity in keyof LayerNumbers]: Mean };

/** What a folder's summary.json holds. */
export interface SummaryFile {
  readonly format: "strata-summary";
  readonly version: 1;
  readonly model: Pick<Snapshot["model"], "name" | "sha256" | "input">;
  readonly grid: readonly [rows: number, cols: number];
  /** Where not all cells are players: which are, or the rule by which each image has its own. */
  readonly players?: AskedPlayers;
  readonly baseline: Snapshot["baseline"];
  /** Where they are not the network's first ones. */
  readonly probes?: Exclude<ProbeChoice, "first">;
  /** Where every number is of an estimate: the masks that it was made from. */
  readonly sample?: SampleBudget;
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: Snapshot["kappaOf"];
  /** `file` is the result's. */
  readonly images: readonly {
    readonly name: string;
    readonly file: string;
    readonly target: string;
    readonly p: number;
  }[];
  /** The images that could not be explained, and why. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
  /** None where no image could. */
  readonly layers: readonly {
    readonly name: string;
    readonly all: Means;
    /** On each image, where it was looked at; the output has none. */
    readonly noiseShare?: Mean;
    readonly perOrder: readonly ({ readonly order: number } & Means)[];
  }[];
  /** Of the rows that each picture shows, the share that is firm and the share that is robust; where it was looked at. */
  readonly certainty?: { readonly firm: Mean; readonly robust: Mean };
  readonly findings: readonly SummaryFinding[];
}

/** What a summary keeps of one image's result. */
export interface ImageNumbers {
  readonly target: Pick<Snapshot["target"], "label" | "p">;
  /** By layer. */
  readonly layers: readonly (LayerNumbers & {
    readonly name: string;
    readonly noiseShare?: number | null | undefined;
  })[];
  /** By layer. */
  readonly lives: readonly NonNullable<FindingNumbers["lives"]>[];
  readonly sure?: SureShares | undefined;
}

/** Of the rows that a picture shows, the share that is firm, null without replicates, and that is robust; null of a picture without rows. */
type SureShares = Readonly<Record<"firm" | "robust", number | null>>;

/** A summary in the making. */
export interface Summary {
  /** Takes in an image's result; in the order in which they are listed. */
  add(name: string, file: string, numbers: ImageNumbers): void;
  /** Takes down an image that has none. */
  fail(name: string, reason: string): void;
  finish(): SummaryFile;
}

const QUANTITIES = ["completeness", "redundancy", "strength", "salient"] as const;

/** Gathers the results of a folder, all of the same network and question. */
export function createSummary(strings: i18n, { model: { manifest }, players, question }: Asking): Summary {
  const {
    name: model,
    network: { sha256 },
    input,
  } = manifest;
  const { rows, cols } = players;
  const [n, isPicked] = "pick" in players ? [players.count, true] : [playerCount(players), players.picked !== null];
  const { sample, baseline, tauFraction, kappaFraction, kappaOf } = question;
  const probes = choiceOf(manifest);
  const images: SummaryFile["images"][number][] = [];
  const failures: SummaryFile["failures"][number][] = [];
  const numbers: ImageNumbers["layers"][] = [];
  const lives: ImageNumbers["lives"][] = [];
  const certainties: ImageNumbers["sure"][] = [];
  return {
    add: (name, file, { target, layers, lives: ofImage, sure }) => {
      lives.push(ofImage);
      images.push({ name, file, target: target.label, p: target.p });
      numbers.push(layers);
      certainties.push(sure);
    },
    fail: (name, reason) => void failures.push({ name, reason }),
    finish: () => ({
      format: "strata-summary",
      version: 1,
      model: { name: model, sha256, input: [input.width, input.height] },
      grid: [rows, cols],
      ...((isPicked || players.cut !== undefined) && { players }),
      baseline,
      ...(probes !== "first" && { probes }),
      ...(sample !== null && { sample }),
      tauFraction,
      kappaFraction,
      kappaOf,
      images,
      failures,
      layers: (numbers[0] ?? []).map(({ name }, l) => ({
        name,
        all: meansOf(numbers, (image, quantity) => image[l]![quantity].all),
        ...noiseOf(numbers.map((image) => image[l]!.noiseShare)),
        perOrder: Array.from({ length: n }, (_, m) => ({
          order: m + 1,
          ...meansOf(numbers, (image, quantity) => image[l]![quantity].perOrder[m]!),
        })),
      })),
      ...certaintyOf(certainties),
      findings: inWords(
        [
          ...findingsOfImages(
            numbers.map((layers, image) =>
              layers.map(({ completeness, redundancy, strength, salient }, l) => ({
                completeness: completeness.all,
                redundancy: redundancy.all,
                strength: strength.perOrder,
                salient: salient.perOrder,
                // Lives are those of the picture: by another τ nobody asked.
                ...(tauFraction === DEFAULT_TAU_FRACTION && { lives: lives[image]![l]! }),
              })),
            ),
          ),
          ...NOT_MEASURED.map((id) => ({ id, verdict: "not-measured" as const, evidence: [] })),
        ],
        strings,
      ),
    }),
  };
}

/** What a summary needs of a result. Costs what `derive` does. */
export function numbersOf(snapshot: Snapshot): ImageNumbers {
  const { layers, target, players, tauFraction } = snapshot;
  const { orders, completeness, redundancy } = derive(layers, tauFraction);
  const byLayer = layers.map(({ name, interactions, noiseShare }, l) => {
    const strength = new Array<number>(players.n).fill(0);
    for (const { layer, order, all } of orders) if (layer === l) strength[order - 1]! += all;
    return {
      name,
      completeness: completeness[l]!,
      redundancy: redundancy[l]!,
      strength: withSum(strength),
      salient: withSum(salientCounts(interactions, tauFraction)),
      ...(noiseShare !== undefined && { noiseShare }),
    };
  });
  const sure = sharesOf(snapshot);
  return {
    target: { label: target.label, p: target.p },
    layers: byLayer,
    lives: livesOf(snapshot),
    ...(sure !== undefined && { sure }),
  };
}

function withSum(perOrder: readonly number[]): Numbers<number> {
  return { all: perOrder.reduce((sum, value) => sum + value, 0), perOrder };
}

/** What one network and clean images cannot tell. */
const NOT_MEASURED = ["low-orders-generalise", "low-orders-steadier"] as const;

function inWords(findings: readonly Finding[], { t }: i18n): SummaryFinding[] {
  return findings.map(({ id, verdict, evidence }) => ({
    id,
    claim: t(`study:claim.${id}`),
    verdict,
    evidence: evidence.map(({ id: what, mean, standardError, interval, count, layers }) => ({
      what: t(`study:evidence.${what}`),
      ...(layers !== undefined && { layers }),
      mean,
      standardError,
      interval,
      count,
    })),
  }));
}

/** Births and ends by layer. */
function livesOf({ layers, players: { n } }: Snapshot): NonNullable<FindingNumbers["lives"]>[] {
  const { before, after } = birthsAndEnds(pictureOf(layers), layers);
  const beyondChance = ({ shares, byChance }: Subsets): (number | null)[] =>
    shares.map((share, at) => (share === null ? null : share - byChance[at]!));
  const [born, ended] = [before.concepts, after.concepts];
  const [ofBorn, ofEnded] = [beyondChance(before), beyondChance(after)];
  return layers.map((_, l) => {
    const at = <T>(list: readonly T[]): T[] => list.slice(l * n, (l + 1) * n);
    return { born: at(born), ended: at(ended), before: at(ofBorn), after: at(ofEnded) };
  });
}

/** Undefined where nobody looked. */
function sharesOf({ layers, certainty }: Snapshot): SureShares | undefined {
  if (certainty === undefined) return undefined;
  const { rows, firm, robust } = countFirm(pictureOf(layers), firmnessOf(layers, certainty));
  const shareOf = (count: number | null): number | null => (count === null || rows === 0 ? null : count / rows);
  return { firm: shareOf(firm), robust: shareOf(robust) };
}

function certaintyOf(shares: readonly (SureShares | undefined)[]): Pick<SummaryFile, "certainty"> {
  const looked = shares.filter((share) => share !== undefined);
  if (looked.length === 0) return {};
  const mean = (of: "firm" | "robust"): Mean => meanOf(looked.map((share) => share[of]));
  return { certainty: { firm: mean("firm"), robust: mean("robust") } };
}

/** The mean over images of what is known of a layer; nothing where nobody looked. */
function noiseOf(shares: readonly (number | null | undefined)[]): { readonly noiseShare?: Mean } {
  const looked = shares.filter((share) => share !== undefined);
  return looked.length === 0 ? {} : { noiseShare: meanOf(looked) };
}

function meansOf(
  images: readonly ImageNumbers["layers"][],
  pick: (image: ImageNumbers["layers"], quantity: keyof LayerNumbers) => number | null,
): Means {
  return Object.fromEntries(
    QUANTITIES.map((quantity) => [quantity, meanOf(images.map((image) => pick(image, quantity)))]),
  ) as Means;
}
