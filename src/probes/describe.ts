import { mulberry32 } from "../core/random.ts";
import type { LayerProbe, ModelManifest, Quality } from "../models/manifest.ts";
import type { ProbeSet, ProbeVerdict } from "../models/spec/probes.ts";
import type { Tap } from "../models/spec/taps.ts";
import { sha256 } from "../platform/sha256.ts";
import type { Photograph } from "./collect-features.ts";
import { measureFamiliarity } from "./familiarity.ts";
import { measureNoise, type ReplicateNoise } from "./noise.ts";
import type { PhotographLists, Prepared, PrepareOptions, PrepareProgress } from "./preparation.ts";
import { probeName, secondName, sparseName, type ProbeFiles } from "./probe-files.ts";
import { replicatesName } from "./probe-tail.ts";
import { measureQuality, type Measured, type ProbeQuality } from "./quality.ts";
import { verdictOf, type Judged } from "./verdict.ts";

/** A quarter of the photographs on which agreement is measured is enough for noise, which is a mean over many masks, too. */
const FINER_SHARE = 0.25;

/** Digits after the point of the numbers in a manifest. */
const DIGITS = 4;

/** Measures what was fitted, by an open graph of the network with all of it, and says so in a manifest. Rejects with the signal's reason. */
export async function describe(
  draft: ModelManifest,
  files: ProbeFiles,
  { training, heldOut, measured }: PhotographLists,
  { target, replicates, sparse, noisePhotographs, seed, data }: PrepareOptions,
  of: Measured,
  onProgress: (progress: PrepareProgress) => void,
): Promise<Prepared> {
  const { name, taps } = draft;
  const names = [...taps.map(probeName), ...(files.labels === null ? [] : taps.map(secondName))];
  onProgress({ stage: "quality" });
  const { qualities, chance } = await measureQuality(of, names, measured, mulberry32(seed + 3));
  const threshold = await measureFamiliarity(of, heldOut);
  const familiar = threshold !== null && { familiar: { ...threshold, energy: digits(threshold.energy) } };
  const chosen = byTurns(heldOut).slice(0, noisePhotographs);
  const noise =
    files.replicates === null
      ? null
      : await measureNoise(
          of,
          taps.map((tap) => ({
            probe: probeName(tap),
            replicates: replicatesName(tap),
            sparse: sparse === 0 ? null : sparseName(tap),
          })),
          chosen,
          Math.ceil(FINER_SHARE * chosen.length),
          mulberry32(seed + 4),
          (done) => onProgress({ stage: "noise", done, total: chosen.length }),
        );
  const layersFrom = (first: number, noiseOf: readonly ReplicateNoise[] | null): LayerProbe[] =>
    taps.map((tap, i) => layerOf(tap, qualities[first + i]!, noiseOf?.[i] ?? null));
  const count = training.length + heldOut.length;
  const judged = (layers: readonly LayerProbe[]): LayerProbe[] =>
    layers.map((layer, i) => {
      const follows = Math.round(qualities[i]!.agreement! * measured.length);
      const seen = { follows, held: measured.length, chance };
      const before = i === 0 ? undefined : { name: layers[i - 1]!.name, noise: noise?.[i - 1] ?? null };
      return { ...layer, verdict: judge(seen, noise?.[i] ?? null, before, count) };
    });
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
    layers: judged(layersFrom(0, noise)),
  };
  return {
    manifest: { ...draft, output: { ...draft.output, ...qualityIn(qualities.at(-1)!), ...familiar }, probes },
    files: contents,
  };
}

function layerOf(tap: Tap, { agreement, ...quality }: ProbeQuality, noise: ReplicateNoise | null): LayerProbe {
  return {
    name: tap.name,
    logits: probeName(tap),
    ...qualityIn(quality),
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

function qualityIn({ accuracy, accuracyHalfHidden, scale, meanAbsVEmpty }: Quality): Quality {
  const known = (value: number | null): number | null => (value === null ? null : digits(value));
  return {
    accuracy: known(accuracy),
    accuracyHalfHidden: known(accuracyHalfHidden),
    // A scale of 0 would be none.
    scale: scale === null || digits(scale) === 0 ? null : digits(scale),
    meanAbsVEmpty: known(meanAbsVEmpty),
  };
}

/** The verdict on a layer that was fitted with so many photographs; `before` is the layer before it. */
function judge(
  seen: Pick<Judged, "follows" | "held" | "chance">,
  noise: ReplicateNoise | null,
  before: { readonly name: string; readonly noise: ReplicateNoise | null } | undefined,
  photographs: number,
): ProbeVerdict {
  const { probeAgreement = null, sparseAgreement = null } = noise ?? {};
  const outlook =
    probeAgreement === null || sparseAgreement === null
      ? null
      : { agreement: probeAgreement, sparseAgreement, photographs };
  const neighbour =
    before === undefined ? null : { name: before.name, agreement: before.noise?.nextAgreementByRange ?? null };
  return rounded(verdictOf({ ...seen, outlook, neighbour }));
}

/** A verdict with its shares as the manifest has them. */
const rounded = (verdict: ProbeVerdict): ProbeVerdict =>
  verdict.code === "few-images"
    ? { ...verdict, agreement: digits(verdict.agreement) }
    : verdict.code === "near-chance"
      ? { ...verdict, chance: digits(verdict.chance) }
      : verdict;

/** Photographs of all classes alike: first the first of every class, then the second; in their order where they have none. */
function byTurns(photographs: readonly Photograph[]): Photograph[] {
  const seen = new Map<number | null, number>();
  return photographs
    .map((photograph) => {
      const turn = seen.get(photograph.label) ?? 0;
      seen.set(photograph.label, turn + 1);
      return { photograph, turn };
    })
    .sort((a, b) => a.turn - b.turn || (a.photograph.label ?? 0) - (b.photograph.label ?? 0))
    .map(({ photograph }) => photograph);
}
