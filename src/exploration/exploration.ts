import type { SampleBudget } from "./estimator.ts";
import type { Certainty } from "../core/certainty.ts";
import type { KappaRule } from "../core/and-or.ts";
import type { BaselineKind } from "../core/baseline.ts";
import type { KnownValues } from "../core/games.ts";
import { fewestMasks } from "../core/estimate/sample.ts";
import type { Interactions } from "../core/interactions.ts";
import type { Masks } from "../core/masks.ts";
import type { Players } from "../core/patches.ts";
import type { Pixels } from "../core/resize.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";

/** A class with the model's probability of it, over the mapped classes, on the whole image. */
export interface RankedClass {
  readonly index: number;
  readonly label: string;
  readonly p: number;
}

/** The class that is explained. */
export interface ExplainedClass extends RankedClass {
  /** The one class that it is held against, v being the difference of the two logits; absent where it is held against all others. */
  readonly rather?: RankedClass;
}

/** The class that is explained, and what the model itself thinks. */
export interface Target extends ExplainedClass {
  /** The three most probable classes (fewer if the model has fewer), best first. */
  readonly top: readonly RankedClass[];
  /** Of the output on the whole image, nats: see `energyOf`. Pictures of before and links come without. */
  readonly energy?: number;
}

/** The most masks of a sample: its fit holds four bytes for each pair of them, 1 GB of so many, four fifths being fitted to. */
export const MAX_SAMPLE = 20_000;

/** The network's answers to masked versions of one image: all that any κ, τ or kept target is computed from. */
export interface Evaluation {
  readonly manifest: ModelManifest;
  readonly image: Pixels;
  readonly imageSha256: string;
  readonly players: Players;
  readonly baseline: BaselineKind;
  /** null: the network was run on every mask. */
  readonly sample: SampleBudget | null;
  /** Probes and the output together: L + 1. */
  readonly layerCount: number;
  /** The classes whose logits are kept, ascending; of a network with many not all (see `keptClasses`). */
  readonly classes: readonly number[];
  /** One a kept class, and one more for the logsumexp of the others where there are others. */
  readonly columnCount: number;
  /** The masks that the network was run on, ascending, ∅ and that of all players among them. */
  readonly masks: Masks;
  /** [masks, layerCount, columnCount] */
  readonly logits: Float32Array;
  /** [columnCount], the output's logits on the whole image, which no mask shows where the cells that are no players are hidden; else null. */
  readonly wholeImage: Float32Array | null;
}

/** What is asked of an evaluation. */
export interface Question {
  /** A class index, or the model's own top class. */
  readonly target: number | "auto";
  /** The class that it is held against, another one; null: all others. */
  readonly rather: number | null;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  readonly tauFraction: number;
}

/** One layer as pictures draw it; the last layer is the network's own output. */
export interface SolvedLayer {
  readonly name: string;
  /** Validation accuracy of its probe (of the network itself at the output), 0..1. */
  readonly probeAccuracy: number | null;
  /** Jaccard of the salient sets of two half-data probes, 0..1. */
  readonly noiseFloor: number | null;
  /** Mean Jaccard of the salient sets of two replicates of the probe, 0..1; of networks whose probes have some. */
  readonly probeAgreement: number | null;
  /**
   * On this image: root mean square of the replicates' v around the probe's over its span; null where v is the same at every mask. Absent where
   * nobody looked, and of the output, which has no probe.
   */
  readonly noiseShare?: number | null;
  /** On this image: mean Jaccard of the salient sets of two replicates, each by the κ of this layer, or from the masks of its sample; null where none has any. Absent as `noiseShare` is. */
  readonly replicateAgreement?: number | null;
  /** Whether lives are steadied across this layer and the next; absent where they are not, or nothing is known of the probes' noise. */
  readonly joinsNext?: true;
  /**
   * What κ by the rule `noise` is made of: the probe's noise share as it was measured over held-out images. Absent by another rule, where it is not
   * known, and of the output.
   */
  readonly probeNoise?: number;
  /** E|v(N) − v(∅)| in nats: over the data set, or this image's own where the manifest has none. */
  readonly scale: number;
  readonly scaleFrom: "dataset" | "image";
  /** v with nothing shown and with everything shown, nats. */
  readonly vEmpty: number;
  readonly vFull: number;
  readonly interactions: Interactions;
  /** Salience threshold in nats. */
  readonly tau: number;
  /** v spans less than a quarter of the scale, or the probe is below twice chance. */
  readonly knowsLittle: boolean;
}

/**
 * How far two fits of a layer's probe agree, 0..1: on this image where its replicates were explained, else over photographs; null where it is not known.
 * Over photographs none is known of an estimate: there it is measured with all masks and a slack κ.
 */
export const probeAgreementOf = ({
  interactions,
  probeAgreement,
  replicateAgreement,
}: Pick<SolvedLayer, "interactions" | "probeAgreement" | "replicateAgreement">): number | null =>
  replicateAgreement !== undefined ? replicateAgreement : interactions.sampled !== undefined ? null : probeAgreement;

/** The most masks that a sample of n players may have. */
export const mostMasks = (n: number): number => Math.min(MAX_SAMPLE, 2 ** n);

/** The most half-samples that the selection may be repeated on. */
export const MAX_HALVES = 100;

/** Seeds of samples are below this. */
const SEED_END = 2 ** 32;

/** Whether such a sample of n players can be drawn. */
export function isBudget(n: number, { masks, seed, halves = 1 }: SampleBudget): boolean {
  return (
    Number.isInteger(masks) &&
    masks >= fewestMasks(n) &&
    masks <= mostMasks(n) &&
    Number.isInteger(seed) &&
    seed >= 0 &&
    seed < SEED_END &&
    Number.isInteger(halves) &&
    halves >= 1 &&
    halves <= MAX_HALVES
  );
}

/** The sample of masks that a picture's layers were estimated from, with its half-samples; null where they explain v at every mask. */
export function sampleOf(layers: readonly Pick<SolvedLayer, "interactions">[]): SampleBudget | null {
  const sampled = layers[0]?.interactions.sampled;
  if (sampled === undefined) return null;
  const { masks, seed, halves } = sampled;
  return { masks, seed, ...(halves !== undefined && { halves }) };
}

/** Whether two pictures look at the same masks. */
export function sameSample(a: SampleBudget | null, b: SampleBudget | null): boolean {
  return a === b || (a !== null && b !== null && a.masks === b.masks && a.seed === b.seed);
}

/** One run: an image, a model and a target, explained layer by layer. */
export interface Exploration {
  readonly model: {
    readonly name: string;
    readonly sha256: string;
    readonly input: readonly [width: number, height: number];
  };
  readonly image: { readonly sha256: string; readonly width: number; readonly height: number };
  readonly target: Target;
  readonly players: Players;
  readonly baseline: BaselineKind;
  readonly probes: ProbeChoice;
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  readonly layers: readonly SolvedLayer[];
  /** The scores that were looked at, at all layers. */
  readonly values: KnownValues;
  /** How sure it is; left out where nobody looked. */
  readonly certainty?: Certainty;
}
