import { everybody, masksOf, NOBODY } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { fitImage } from "../core/resize.ts";
import { logOdds, mapClasses } from "../core/value.ts";
import type { ModelManifest, Quality } from "../models/manifest.ts";
import type { Photograph } from "./collect-features.ts";
import { accuracyOf } from "./probe-fit.ts";
import { runImages, type MaskedImage } from "./run-images.ts";
import type { GraphRunner } from "./tools.ts";
import { hideRandomly } from "./versions.ts";

/** An open graph of network and probes, and what of it is measured. */
export interface Measured {
  readonly runner: GraphRunner;
  readonly manifest: Pick<ModelManifest, "input" | "meanColour" | "classMap" | "output">;
  readonly signal?: AbortSignal | undefined;
}

/** How good a probe is, and how often it says what the network says. */
export interface ProbeQuality extends Quality {
  /** Share of images, shown whole, on which its first class is the network's; null for the network itself. */
  readonly agreement: number | null;
}

/** Logits of a probe or the network on photographs: shown whole, with a random half of the patches of a 4x4 grid hidden, wholly hidden; each [photographs · classes]. */
export interface VersionLogits {
  readonly whole: Float32Array;
  readonly halfHidden: Float32Array;
  readonly hidden: Float32Array;
}

const VERSIONS = 3;
const QUALITY_GRID = 4;

/** What is measured on photographs: the quality of all, and how many there are of the class that the network says most often. */
export interface Qualities {
  /** Of the probes and, last, of the network's own output. */
  readonly qualities: readonly ProbeQuality[];
  /** Share of the photographs, 0..1, of which the network says the class that it says most often. */
  readonly chance: number;
}

/**
 * Quality of probes and, last, of the network's own output, on photographs; v is the log-odds, in nats, of the true class, or of the network's own first
 * class where the classes of the photographs are not known: then accuracy is null. `probes`: names of graph outputs [rows, classes].
 */
export async function measureQuality(
  measured: Measured,
  probes: readonly string[],
  photographs: readonly Photograph[],
  random: () => number,
): Promise<Qualities> {
  const logits = await versionLogits(measured, probes, photographs, random);
  const classes = measured.manifest.classMap.length;
  const labels = photographs.map(({ label }) => label);
  const known = labels.filter((label) => label !== null);
  return {
    qualities: qualitiesOf(logits, known.length === labels.length ? known : null, classes),
    chance: commonest(firstClasses(logits.at(-1)!.whole, classes)),
  };
}

/** The share of the value that is most common; not of no values. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(...counts.values()) / values.length;
}

/** Logits of probes, graph outputs [rows, classes], and, last, of the network's own output. Costs three runs a photograph. */
export async function versionLogits(
  { runner, manifest, signal }: Measured,
  probes: readonly string[],
  photographs: readonly Photograph[],
  random: () => number,
): Promise<VersionLogits[]> {
  const { input, classMap, output } = manifest;
  const classes = classMap.length;
  const side = (pixels: number): number => Math.min(pixels, QUALITY_GRID);
  const players = gridPlayers(side(input.height), side(input.width), input.width, input.height);
  const logits = [...probes, output.logits].map(() => new Float32Array(photographs.length * VERSIONS * classes));
  const images = shown(photographs, manifest, players, () =>
    masksOf([everybody(players.n), hideRandomly(players.n, Math.floor(players.n / 2), random), NOBODY]),
  );
  await runImages(
    runner,
    manifest,
    images,
    [...probes, output.logits],
    (outputs, first, rows) => {
      outputs.forEach((values, i) => {
        const mapped = i === probes.length ? mappedRows(values, rows, classMap) : values;
        logits[i]!.set(mapped, first * classes);
      });
    },
    signal,
  );
  return logits.map((all) => ({
    whole: versionOf(all, 0, classes),
    halfHidden: versionOf(all, 1, classes),
    hidden: versionOf(all, 2, classes),
  }));
}

/** Quality of probes and, last, the network, from their logits and the photographs' classes, where these are known. */
export function qualitiesOf(
  logits: readonly VersionLogits[],
  labels: readonly number[] | null,
  classes: number,
): ProbeQuality[] {
  const first = firstClasses(logits.at(-1)!.whole, classes);
  const told = ({ whole, halfHidden }: VersionLogits): Pick<Quality, "accuracy" | "accuracyHalfHidden"> =>
    labels === null
      ? { accuracy: null, accuracyHalfHidden: null }
      : { accuracy: accuracyOf(whole, labels, classes), accuracyHalfHidden: accuracyOf(halfHidden, labels, classes) };
  return logits.map((of, i) => ({
    ...told(of),
    ...scalesOf(of, labels ?? first, classes),
    agreement: i === logits.length - 1 ? null : accuracyOf(of.whole, first, classes),
  }));
}

/** Rows of the network's logits over the mapped classes. */
export function mappedRows(values: Float32Array, rows: number, classMap: ModelManifest["classMap"]): Float32Array {
  const classes = classMap.length;
  const width = values.length / rows;
  const mapped = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) mapped.set(mapClasses(values, row * width, classMap), row * classes);
  return mapped;
}

/** One of the VERSIONS of `logits`, [photographs · VERSIONS · classes]. */
function versionOf(logits: Float32Array, which: number, classes: number): Float32Array {
  const width = VERSIONS * classes;
  return Float32Array.from(
    { length: logits.length / VERSIONS },
    (_, i) => logits[Math.floor(i / classes) * width + which * classes + (i % classes)]!,
  );
}

/** Of one class of each photograph. */
function scalesOf(
  logits: VersionLogits,
  asked: readonly number[],
  classes: number,
): Pick<Quality, "scale" | "meanAbsVEmpty"> {
  const full = scoresOf(logits.whole, asked, classes);
  const empty = scoresOf(logits.hidden, asked, classes);
  const meanOf = (value: (v: number, i: number) => number): number =>
    full.reduce((sum, v, i) => sum + value(v, i) / full.length, 0);
  return {
    scale: meanOf((v, i) => Math.abs(v - empty[i]!)),
    meanAbsVEmpty: meanOf((_, i) => Math.abs(empty[i]!)),
  };
}

/** v of a class of each row, nats. */
export function scoresOf(logits: Float32Array, labels: readonly number[], classes: number): number[] {
  return labels.map((label, i) => logOdds(logits, i * classes, classes, label));
}

/** The class of the largest logit of each row. */
export function firstClasses(logits: ArrayLike<number>, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[row * classes + c]! > logits[row * classes + best]!) best = c;
    return best;
  });
}

/** Photographs as the network sees them, each under the `masks` of its turn. */
export async function* shown(
  photographs: readonly Photograph[],
  { input }: Measured["manifest"],
  players: MaskedImage["players"],
  masks: () => MaskedImage["masks"],
): AsyncGenerator<MaskedImage> {
  for (const photograph of photographs) {
    const { rgba, width, height } = await photograph.read();
    yield { image: fitImage(rgba, width, height, input), players, masks: masks() };
  }
}
