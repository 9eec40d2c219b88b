import type { KappaRule } from "../core/and-or.ts";
import type { BaselineKind } from "../core/baseline.ts";
import { valuesOfAll, type KnownValues } from "../core/games.ts";
import type { Kind, Method, SampleQuality, SparseEffects } from "../core/interactions.ts";
import type { OrderStrength, ShareByOrder } from "../core/metrics.ts";
import { codeOf, type MaskCode } from "../core/masks.ts";
import type { Grid, Patch, PickedCells } from "../core/patches.ts";
import type { Fate } from "../core/tracks.ts";
import { derive } from "../exploration/derived.ts";
import { sampleOf, type Exploration, type SolvedLayer, type Target } from "../exploration/exploration.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import type { ConceptName, ConceptNames } from "../exploration/concept-names.ts";
import { toFileCertainty, type FileCertainty } from "./certainty.ts";

/** What an estimator from a sample of masks is called in files. */
export const SAMPLED = "sampled";

/** One effect by its mask; nats. */
export type SparseEffect = readonly [mask: MaskCode, effect: number];

/** A layer in a file; sizes in nats unless said otherwise. */
export interface FileLayer {
  readonly name: string;
  readonly probeAccuracy: number | null;
  readonly noiseFloor: number | null;
  /** Where it is known. */
  readonly probeAgreement?: number;
  /** Of this image, where somebody looked: see `SolvedLayer`. */
  readonly noiseShare?: number | null;
  /** Likewise. */
  readonly replicateAgreement?: number | null;
  /** Where lives are steadied across it and the next: see `SolvedLayer`. */
  readonly joinsNext?: true;
  /** By the rule `noise`, where it is known: see `SolvedLayer`. */
  readonly probeNoise?: number;
  readonly scale: number;
  readonly scaleFrom: "dataset" | "image";
  readonly knowsLittle: boolean;
  readonly vEmpty: number;
  readonly vFull: number;
  readonly constant: number;
  readonly kappa: number;
  readonly tau: number;
  readonly objective: number;
  readonly bound: number;
  /** (objective − bound) / objective. */
  readonly gap: number;
  readonly method: Method;
  readonly rebuildMaxAbs: number;
  /** Where the layer was estimated from a sample of masks: by what, and what the estimate is worth, see `SampleQuality`. */
  readonly estimator?: typeof SAMPLED;
  readonly masks?: number;
  readonly heldOut?: number;
  readonly seed?: number;
  readonly heldOutR2?: number;
  readonly heldOutR2Whole?: number;
  readonly unseenShare?: number;
  /** Standard errors of the effects of both kinds, in their order. */
  readonly errors?: Readonly<Record<Kind, readonly number[]>>;
  /** On how many half-samples the selection was repeated, and the share of them that choose each effect again; where somebody asked. */
  readonly halves?: number;
  readonly frequency?: Readonly<Record<Kind, readonly number[]>>;
  /** Every effect that is not zero, by mask. */
  readonly and: readonly SparseEffect[];
  /** The same with Eq. 2's sign. */
  readonly or: readonly SparseEffect[];
  /** [2^n], where asked for. */
  readonly values?: readonly number[];
}

/** What a file is written from: an exploration, computed or opened. */
export type FileSource = Omit<Exploration, "values"> & {
  readonly values: KnownValues | null;
  readonly names?: ConceptNames;
};

/** Whether v of every mask is written, too, and the job that the file is the result of. */
export interface FileOptions {
  readonly values: boolean;
  readonly job?: string | undefined;
}

/** An exploration as the JSON that page and command line write: format "strata-exploration", version 1, or 2 where `players` has `picked`, or 3 where `probes` are told, or 4 where `kappaOf` is "noise" or there is a `certainty`, or 5 where `target` has `rather`, or 6 where `kappaOf` is "debiased", or 7 where the layers are estimated from a sample of masks, or 8 where `players` has `cut`, or 9 of estimated layers with a `certainty`. */
export interface StrataFile {
  readonly format: "strata-exploration";
  readonly version: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
  /** What a folder's run answers by it, where it was written by one: SHA-256 of the image's file, the network and the question, 64 hexadecimal digits. */
  readonly job?: string;
  readonly model: Exploration["model"];
  readonly image: Exploration["image"];
  readonly target: Target;
  readonly players: {
    readonly n: number;
    readonly rows: number;
    readonly cols: number;
    readonly picked?: PickedCells;
    readonly cut?: NonNullable<Grid["cut"]>;
    readonly patches: readonly Patch[];
  };
  readonly baseline: BaselineKind;
  /** Where they are not the network's first ones. */
  readonly probes?: Exclude<ProbeChoice, "first">;
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  readonly layers: readonly FileLayer[];
  readonly tracks: readonly {
    readonly kind: Kind;
    readonly mask: MaskCode;
    readonly fate: Fate;
    readonly born: number;
    readonly died: number | null;
    readonly lives: readonly (readonly [first: number, last: number])[];
    readonly effects: readonly number[];
  }[];
  readonly orders: readonly OrderStrength[];
  readonly completeness: readonly ShareByOrder[];
  readonly redundancy: readonly ShareByOrder[];
  /** [layers][n] */
  readonly shapley: readonly (readonly number[])[];
  /** Where somebody looked. */
  readonly certainty?: FileCertainty;
  /** Where people gave some. */
  readonly names?: readonly (Omit<ConceptName, "mask"> & { readonly mask: MaskCode })[];
}

/** [[mask, effect], …] of effects of one kind, by mask. */
export function pairsOf({ masks, effects }: SparseEffects): SparseEffect[] {
  return Array.from(masks, (mask, i) => [codeOf(mask), effects[i]!]);
}

/** What a file says of the sample that a layer is estimated from. */
export const sampleFields = ({ errors, frequency, ...quality }: SampleQuality) => ({
  estimator: SAMPLED as typeof SAMPLED,
  ...quality,
  errors: { and: [...errors.and], or: [...errors.or] },
  ...(frequency !== undefined && { frequency: { and: [...frequency.and], or: [...frequency.or] } }),
});

function toFileLayer(layer: SolvedLayer, v: Float64Array | undefined): FileLayer {
  const { name, probeAccuracy, noiseFloor, probeAgreement, noiseShare, replicateAgreement, joinsNext, probeNoise } =
    layer;
  const { scale, scaleFrom, knowsLittle } = layer;
  const { vEmpty, vFull, tau } = layer;
  const { constant, exactness, sampled, and, or } = layer.interactions;
  const { kappa, objective, bound, gap, method, rebuildMaxAbs } = exactness;
  return {
    name,
    probeAccuracy,
    noiseFloor,
    ...(probeAgreement !== null && { probeAgreement }),
    ...(noiseShare !== undefined && { noiseShare }),
    ...(replicateAgreement !== undefined && { replicateAgreement }),
    ...(joinsNext === true && { joinsNext }),
    ...(probeNoise !== undefined && { probeNoise }),
    scale,
    scaleFrom,
    knowsLittle,
    vEmpty,
    vFull,
    constant,
    kappa,
    tau,
    objective,
    bound,
    gap,
    method,
    rebuildMaxAbs,
    ...(sampled && sampleFields(sampled)),
    and: pairsOf(and),
    or: pairsOf(or),
    ...(v !== undefined && { values: Array.from(v) }),
  };
}

/** That of a picture of rectangles for which every mask was run. */
function versionOfExact({ kappaOf, target, certainty, probes, players }: FileSource): StrataFile["version"] {
  if (kappaOf === "debiased") return 6;
  if (target.rather !== undefined) return 5;
  if (kappaOf === "noise" || certainty !== undefined) return 4;
  return probes !== "first" ? 3 : players.picked === null ? 1 : 2;
}

/** An exploration as plain data for JSON, with all that follows from it, so that other readers need not derive it; every number survives the round trip through text exactly. */
export function toFile(exploration: FileSource, options: FileOptions): StrataFile {
  const { model, image, target, players, baseline, probes, tauFraction, kappaFraction, kappaOf } = exploration;
  const { layers, values, certainty, names } = exploration;
  const derived = derive(layers, tauFraction);
  const isEstimate = sampleOf(layers) !== null;
  const v = options.values && values !== null && !isEstimate ? valuesOfAll(values, players.n) : null;
  return {
    format: "strata-exploration",
    // A reader of version 1 would call picked cells by other names, one of version 2 take all probes for the first ones, one of version 3 not know what κ is of, nor how sure it is, one of version 4 take v for log-odds against all other classes, one of version 5 take the effects for the paper's, one of version 6 an estimate for the exact answer, one of version 7 a superpixel for its first rectangle; one of version 8 refuses to be told how sure an estimate is.
    version:
      isEstimate && certainty !== undefined
        ? 9
        : players.cut !== undefined
          ? 8
          : isEstimate
            ? 7
            : versionOfExact(exploration),
    ...(options.job !== undefined && { job: options.job }),
    model,
    image,
    target,
    players: {
      n: players.n,
      rows: players.rows,
      cols: players.cols,
      ...(players.picked !== null && { picked: players.picked }),
      ...(players.cut !== undefined && { cut: players.cut }),
      patches: players.patches,
    },
    baseline,
    ...(probes !== "first" && { probes }),
    tauFraction,
    kappaFraction,
    kappaOf,
    layers: layers.map((layer, l) => toFileLayer(layer, v?.[l])),
    tracks: derived.tracks.map(({ kind, mask, fate, born, died, lives, effects }) => ({
      kind,
      mask: codeOf(mask),
      fate,
      born,
      died,
      lives: lives.map(({ first, last }) => [first, last]),
      effects: Array.from(effects),
    })),
    orders: derived.orders,
    completeness: derived.completeness,
    redundancy: derived.redundancy,
    shapley: derived.shapley.map((values) => Array.from(values)),
    ...(certainty !== undefined && { certainty: toFileCertainty(layers, certainty) }),
    ...(names !== undefined && { names: names.map(({ kind, mask, name }) => ({ kind, mask: codeOf(mask), name })) }),
  };
}
