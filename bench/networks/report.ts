import type { Mean } from "../../src/study/statistics.ts";
import { mulberry32 } from "../../src/core/random.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import type { LabelledPhotograph } from "../../src/probes/collect-features.ts";
import { scoresOf } from "../../src/probes/quality.ts";
import { medianOf, printTable } from "../timing.ts";
import { answersOf, HIGH_ORDER, type FamiliarityFigures, type Layers, type NoiseFigures } from "./measure.ts";
import {
  calibrationByChance,
  calibrationError,
  isOtherMean,
  isOtherShare,
  shareOf,
  type Answer,
} from "./statistics.ts";

/** What a network is to reach. */
const AIM = { calibration: 0.03, fullScore: 3, highOrs: 0.05 } as const;

/** Photographs on which `strata prepare` measures the noise of probes. */
const STATED_NOISE_PHOTOGRAPHS = 100;

const NONE = "–";
const of = (value: number | null | undefined, digits = 3): string =>
  value === null || value === undefined ? NONE : value.toFixed(digits);
const marked = (text: string, isOff: boolean): string => (isOff ? `${text} !` : text);

/** Prints what the network says of whole images and halves. */
export function printOutput(
  { output, classMap }: ModelManifest,
  { logits }: Pick<Layers, "logits">,
  photographs: readonly LabelledPhotograph[],
  highOrs: Mean,
  energy: FamiliarityFigures | null,
): void {
  const classes = classMap.length;
  const whole = answersOf(logits.whole, photographs, classes);
  const half = answersOf(logits.halfHidden, photographs, classes);
  const scores = scoresOf(
    logits.whole,
    photographs.map(({ label }) => label),
    classes,
  );
  const right = scores.filter((_, i) => whole[i]!.isRight);
  printTable(
    ["", "measured", "", "stated", "aim"],
    [
      accuracyLine("accuracy", whole, output.accuracy),
      accuracyLine("accuracy, half hidden", half, output.accuracyHalfHidden),
      calibrationLine("calibration error", whole),
      calibrationLine("calibration error, half hidden", half),
      fullScoreLine(right),
      highOrsLine(highOrs),
      ...familiarityLines(output.familiar, photographs.length, energy),
    ],
  );
}

type Line = readonly [what: string, measured: string, spread: string, stated: string, aim: string];

function accuracyLine(what: string, answers: readonly Answer[], stated: number | null): Line {
  const { share, low, high } = shareOf(answers.filter(({ isRight }) => isRight).length, answers.length);
  const isOff = stated !== null && isOtherShare(share, answers.length, stated);
  return [what, marked(of(share), isOff), `${of(low)} to ${of(high)}`, of(stated), ""];
}

/** Of few answers even the best network has an error; what it misses is what chance does not explain. */
function calibrationLine(what: string, answers: readonly Answer[]): Line {
  const error = calibrationError(answers);
  const { median, high } = calibrationByChance(answers, mulberry32(1));
  const isOff = error > AIM.calibration && error > high;
  return [
    what,
    marked(of(error), isOff),
    `by chance ${of(median)}, to ${of(high)}`,
    NONE,
    `≤ ${of(AIM.calibration, 2)}`,
  ];
}

function fullScoreLine(right: readonly number[]): Line {
  const median = right.length === 0 ? null : medianOf(right);
  const isOff = median === null || median < AIM.fullScore;
  return [
    "median v(all shown) of the right ones, nats",
    marked(of(median, 2), isOff),
    `${right.length} photographs`,
    NONE,
    `≥ ${of(AIM.fullScore, 0)}`,
  ];
}

function highOrsLine({ mean, standardError, count }: Mean): Line {
  const isOff = mean !== null && mean > AIM.highOrs;
  return [
    `ORs of ${HIGH_ORDER} patches or more, share of the strength`,
    marked(of(mean), isOff),
    `± ${of(standardError)}, ${count} photographs`,
    NONE,
    `≤ ${of(AIM.highOrs, 2)}`,
  ];
}

function familiarityLines(
  familiar: ModelManifest["output"]["familiar"],
  count: number,
  energy: FamiliarityFigures | null,
): Line[] {
  if (energy === null) return [["familiar against foreign, area under the curve", NONE, "", NONE, ""]];
  const { area, marked: below, foreign } = energy;
  const against = `against ${foreign} foreign`;
  const isOff = below !== null && isOtherShare(below.known, count, familiar!.share);
  return [
    ["familiar against foreign, area under the curve", of(area), against, NONE, ""],
    ["marked as unfamiliar", marked(of(below?.known), isOff), "", of(familiar?.share, 2), ""],
    ["marked of the foreign ones", of(below?.foreign), "", NONE, ""],
  ];
}

/** Prints a line for each of some layers; every figure with what the manifest states in brackets, and "!" where the two differ by more than chance. */
export function printLayers(figures: Layers["figures"], noise: readonly NoiseFigures[] | null, count: number): void {
  const share = (value: number | null, stated: number | null | undefined): string =>
    value === null
      ? NONE
      : marked(`${of(value)} (${of(stated)})`, typeof stated === "number" && isOtherShare(value, count, stated));
  const mean = (value: Mean | undefined, stated: number | null | undefined, statedOn?: number): string =>
    value === undefined
      ? NONE
      : marked(`${of(value.mean)} (${of(stated)})`, typeof stated === "number" && isOtherMean(value, stated, statedOn));
  printTable(
    ["layer", "accuracy", "says as network", "half hidden", "scale", "|v(∅)|", "probe agreement", "noise share 3x3"],
    figures.map(({ stated, quality, scale, meanAbsVEmpty }, i) => [
      stated.name,
      share(quality.accuracy, stated.accuracy),
      share(quality.agreement, stated.agreement),
      share(quality.accuracyHalfHidden, stated.accuracyHalfHidden),
      mean(scale, stated.scale),
      mean(meanAbsVEmpty, stated.meanAbsVEmpty),
      mean(noise?.[i]?.probeAgreement, stated.probeAgreement, STATED_NOISE_PHOTOGRAPHS),
      mean(noise?.[i]?.noiseShare, stated.noiseShare?.["3x3"], STATED_NOISE_PHOTOGRAPHS),
    ]),
  );
}
