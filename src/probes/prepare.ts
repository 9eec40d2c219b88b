import { mulberry32 } from "../core/random.ts";
import { assembleModel } from "../models/assemble.ts";
import type { LayerProbe, ModelManifest, Quality } from "../models/manifest.ts";
import { featureCount, type Tap } from "../models/spec/taps.ts";
import type { ProbeSet, ProbeTarget } from "../models/spec/probes.ts";
import { sha256 } from "../platform/sha256.ts";
import { collectFeatures, type CollectedFeatures, type Photograph } from "./collect-features.ts";
import { fitLayer, type FitPlan, type LayerFit, type RowTargets } from "./fit-layer.ts";
import { moreProbes, probeTail, replicatesName, replicatesTail, type ProbedTap } from "./probe-tail.ts";
import { measureFamiliarity } from "./familiarity.ts";
import { measureNoise, type ReplicateNoise } from "./noise.ts";
import { measureQuality, type ProbeQuality } from "./quality.ts";
import type { GraphRunner, ProbeTools } from "./tools.ts";
import type { Augment } from "./versions.ts";

/** Photographs of a data set, none in two of the lists. */
export interface PhotographLists {
  /** Probes are fitted on these. */
  readonly training: readonly Photograph[];
  /** Penalties are chosen, and the noise of probes is measured, on these. */
  readonly heldOut: readonly Photograph[];
  /** Accuracy and scale are measured on these; they may be the held-out ones. */
  readonly measured: readonly Photograph[];
}

/** How probes are prepared. */
export interface PrepareOptions {
  /** "network": probes of the network's own answers with their replicates, and beside them probes of the labels. "labels": these alone. */
  readonly target: ProbeTarget;
  /** Versions of each photograph. */
  readonly versions: number;
  readonly augment: Augment;
  readonly margin: number;
  readonly replicates: number;
  /** Held-out photographs on which the agreement of replicates is measured; the finer grids take fewer. */
  readonly noisePhotographs: number;
  readonly seed: number;
  /** What the manifest says that the probes were fitted on. */
  readonly data: string;
}

/** How far the work is. */
export type PrepareProgress =
  | { readonly stage: "features" | "noise"; readonly done: number; readonly total: number }
  | { readonly stage: "fitted"; readonly layer: string; readonly features: number; readonly fit: LayerFit }
  | { readonly stage: "quality" };

/** A network with its probes: what its manifest says, and the files that this names. */
export interface Prepared {
  readonly manifest: ModelManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A quarter of the photographs on which agreement is measured is enough for noise, which is a mean over many masks, too. */
const FINER_SHARE = 0.25;

/** Digits after the point of the numbers in a manifest. */
const DIGITS = 4;

/**
 * Fits and measures the probes of a network whose manifest names its taps but no probes yet. The same input gives the same bytes. Aborts when
 * `signal` says so; what the tools hold is let go either way.
 */
export async function prepareProbes(
  backbone: Uint8Array,
  draft: ModelManifest,
  photographs: PhotographLists,
  options: PrepareOptions,
  tools: ProbeTools,
  onProgress: (progress: PrepareProgress) => void,
  signal?: AbortSignal,
): Promise<Prepared> {
  const fits = await fitLayers(backbone, draft, photographs, options, tools, onProgress, signal);
  const files = writeFiles(draft, fits, options.target);
  const runner = await tools.open(assembleModel(backbone, files.measured), draft.input);
  try {
    return await describe(draft, files, photographs, options, runner, onProgress, signal);
  } finally {
    await runner.close();
  }
}

/** Fits every tap's probes, a layer at a time: no more features than one layer's are in memory. */
async function fitLayers(
  backbone: Uint8Array,
  draft: ModelManifest,
  { training, heldOut }: PhotographLists,
  { target, versions, augment, margin, replicates, seed }: PrepareOptions,
  tools: ProbeTools,
  onProgress: (progress: PrepareProgress) => void,
  signal?: AbortSignal,
): Promise<LayerFit[]> {
  const total = training.length + heldOut.length;
  const collect = (of: readonly Photograph[], from: number, random: () => number): Promise<CollectedFeatures> =>
    collectFeatures(
      backbone,
      draft,
      of,
      { versions, augment, random },
      tools,
      (done) => onProgress({ stage: "features", done: from + done, total }),
      signal,
    );
  const rows = await collect(training, 0, mulberry32(seed));
  try {
    const heldOutRows = await collect(heldOut, training.length, mulberry32(seed + 1));
    try {
      const plan: FitPlan = {
        classes: draft.classes.length,
        targets: targetsOf(target, rows, heldOutRows),
        margin,
        replicates,
        versions,
        seed: seed + 2,
      };
      const fits: LayerFit[] = [];
      for (const [layer, tap] of draft.taps.entries()) {
        const features = featureCount(tap);
        const fit = await fitLayer(
          {
            features,
            training: await rows.store.read(layer, 0, rows.rows),
            heldOut: await heldOutRows.store.read(layer, 0, heldOutRows.rows),
          },
          plan,
          tools,
          signal,
        );
        fits.push(fit);
        onProgress({ stage: "fitted", layer: tap.name, features, fit });
      }
      return fits;
    } finally {
      await heldOutRows.store.close();
    }
  } finally {
    await rows.store.close();
  }
}

function targetsOf(target: ProbeTarget, training: CollectedFeatures, heldOut: CollectedFeatures): RowTargets[] {
  const labels: RowTargets = {
    name: "labels",
    training: { labels: training.labels },
    heldOut: { labels: heldOut.labels },
  };
  const network: RowTargets = {
    name: "network",
    training: { shares: training.probabilities },
    heldOut: { shares: heldOut.probabilities },
  };
  return target === "network" ? [network, labels] : [labels];
}

/** Graph output of a tap's probe in its file, and of its label probe where both are measured at once. */
const probeName = (tap: Tap): string => `${tap.name}_probe`;
const secondName = (tap: Tap): string => `${tap.name}_labels`;

interface ProbeFiles {
  readonly probes: Uint8Array;
  readonly replicates: Uint8Array | null;
  readonly labels: Uint8Array | null;
  /** All of them in one tail. */
  readonly measured: Uint8Array;
}

function writeFiles({ taps }: ModelManifest, fits: readonly LayerFit[], target: ProbeTarget): ProbeFiles {
  const probed = (of: ProbeTarget, nameOf: (tap: Tap) => string): ProbedTap[] =>
    taps.map((tap, i) => ({ tap, probe: { logits: nameOf(tap), ...fits[i]!.fits.get(of)!.probe } }));
  const probes = probeTail(probed(target, probeName));
  if (target === "labels") return { probes, replicates: null, labels: null, measured: probes };
  const replicates = replicatesTail(
    taps.map((tap, i) => ({
      tap,
      probes: fits[i]!.replicates,
      sizes: Float32Array.from(fits[i]!.standardisation.spread),
      means: fits[i]!.standardisation.mean,
    })),
  );
  return {
    probes,
    replicates,
    labels: probeTail(probed("labels", probeName)),
    measured: assembleModel(assembleModel(probes, replicates), moreProbes(probed("labels", secondName))),
  };
}

async function describe(
  draft: ModelManifest,
  files: ProbeFiles,
  { heldOut, measured }: PhotographLists,
  { target, replicates, noisePhotographs, seed, data }: PrepareOptions,
  runner: GraphRunner,
  onProgress: (progress: PrepareProgress) => void,
  signal?: AbortSignal,
): Promise<Prepared> {
  const { name, taps } = draft;
  const names = [...taps.map(probeName), ...(files.labels === null ? [] : taps.map(secondName))];
  onProgress({ stage: "quality" });
  const of = { runner, manifest: draft, signal };
  const qualities = await measureQuality(of, names, measured, mulberry32(seed + 3));
  const threshold = await measureFamiliarity(of, heldOut);
  const familiar = threshold !== null && { familiar: { ...threshold, energy: digits(threshold.energy) } };
  const chosen = byTurns(heldOut).slice(0, noisePhotographs);
  const noise =
    files.replicates === null
      ? null
      : await measureNoise(
          of,
          taps.map((tap) => ({ probe: probeName(tap), replicates: replicatesName(tap) })),
          chosen,
          Math.ceil(FINER_SHARE * chosen.length),
          mulberry32(seed + 4),
          (done) => onProgress({ stage: "noise", done, total: chosen.length }),
        );
  const layersFrom = (first: number, noiseOf: readonly ReplicateNoise[] | null): LayerProbe[] =>
    taps.map((tap, i) => layerOf(tap, qualities[first + i]!, noiseOf?.[i] ?? null));
  const contents = new Map<string, Uint8Array>();
  const file = async (ending: string, bytes: Uint8Array): Promise<Pick<ProbeSet, "file" | "sha256" | "bytes">> => {
    contents.set(`${name}.${ending}.onnx`, bytes);
    return { file: `${name}.${ending}.onnx`, sha256: await sha256(bytes), bytes: bytes.length };
  };
  const probes: ProbeSet = {
    ...(await file("tail", files.probes)),
    fitted: { target, data },
    ...(files.replicates !== null && {
      replicates: { ...(await file("replicates", files.replicates)), count: replicates },
    }),
    ...(files.labels !== null && {
      labels: {
        ...(await file("labels.tail", files.labels)),
        fitted: { target: "labels", data },
        layers: layersFrom(taps.length, null),
      },
    }),
    layers: layersFrom(0, noise),
  };
  return {
    manifest: { ...draft, output: { ...draft.output, ...rounded(qualities.at(-1)!), ...familiar }, probes },
    files: contents,
  };
}

function layerOf(tap: Tap, { agreement, ...quality }: ProbeQuality, noise: ReplicateNoise | null): LayerProbe {
  return {
    name: tap.name,
    logits: probeName(tap),
    ...rounded(quality),
    halves: null,
    noiseFloor: null,
    ...(agreement !== null && { agreement: digits(agreement) }),
    ...(noise !== null && {
      ...(noise.probeAgreement !== null && { probeAgreement: digits(noise.probeAgreement) }),
      ...(noise.nextAgreement !== null && { nextAgreement: digits(noise.nextAgreement) }),
      noiseShare: {
        "3x3": digits(noise.noiseShare["3x3"]),
        "3x4": digits(noise.noiseShare["3x4"]),
        "4x4": digits(noise.noiseShare["4x4"]),
      },
      replicates: replicatesName(tap),
    }),
  };
}

const digits = (value: number): number => Number(value.toFixed(DIGITS));

function rounded({ accuracy, accuracyHalfHidden, scale, meanAbsVEmpty }: Quality): Quality {
  const known = (value: number | null): number | null => (value === null ? null : digits(value));
  return {
    accuracy: known(accuracy),
    accuracyHalfHidden: known(accuracyHalfHidden),
    // A scale of 0 would be none.
    scale: scale === null || digits(scale) === 0 ? null : digits(scale),
    meanAbsVEmpty: known(meanAbsVEmpty),
  };
}

/** Photographs of all classes alike: first the first of every class, then the second. */
function byTurns(photographs: readonly Photograph[]): Photograph[] {
  const seen = new Map<number, number>();
  return photographs
    .map((photograph) => {
      const turn = seen.get(photograph.label) ?? 0;
      seen.set(photograph.label, turn + 1);
      return { photograph, turn };
    })
    .sort((a, b) => a.turn - b.turn || a.photograph.label - b.photograph.label)
    .map(({ photograph }) => photograph);
}
