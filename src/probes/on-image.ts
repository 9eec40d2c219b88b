import { allMasks } from "../core/all-masks.ts";
import type { BaselineKind } from "../core/baseline.ts";
import { everybody, masksOf, NOBODY, onlyPlayer, union, type Mask } from "../core/masks.ts";
import type { Players } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import type { Pixels } from "../core/resize.ts";
import { logOdds } from "../core/value.ts";
import { assembleModel } from "../models/assemble.ts";
import { withoutProbes } from "../models/covered.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import type { LayerProbe, ModelManifest } from "../models/manifest.ts";
import { scoredModel } from "../models/scored.ts";
import { featureCount } from "../models/spec/taps.ts";
import { sha256 } from "../platform/sha256.ts";
import { wideningTail } from "./covered.ts";
import { featuresName, featuresTail, probeTail } from "./probe-tail.ts";
import { mappedRows } from "./quality.ts";
import { fitRidge } from "./ridge.ts";
import { runImages, type MaskedImage } from "./run-images.ts";
import { foldStandardisation, standardisationOf, standardise } from "./standardise.ts";
import type { ProbeTools } from "./tools.ts";
import { hideRandomly } from "./versions.ts";

/** An image of which it is asked what is linearly there at each layer. */
export interface OnImageQuestion {
  /** With taps; its probes do not matter. */
  readonly manifest: ModelManifest;
  readonly network: Blob;
  /** At the network's input size. */
  readonly image: Pixels;
  readonly players: Players;
  readonly baseline: BaselineKind;
  /** Index of the class. */
  readonly target: number;
}

/** How far it is. */
export type OnImageNews =
  | { readonly stage: "masks"; readonly done: number; readonly total: number }
  | { readonly stage: "fitted"; readonly layer: string; readonly index: number; readonly of: number };

/** How well a layer's probe does on the masks that it was not fitted on. */
export interface OnImageCheck {
  readonly layer: string;
  /** 1 − the mean squared error of v over its variance there. */
  readonly r2: number;
  /** Share of the masks, 0..1, at which the sign of v is the network's. */
  readonly agreement: number;
  /** Masks that it was fitted on, and checked on. */
  readonly fitted: number;
  readonly checked: number;
}

/** Probes of one image's masks, of one class alone: no statement about any other image. */
export interface OnImageProbes {
  /** Its probes know the one class (`covers`), and its choice of probes is "on-image". */
  readonly manifest: ModelManifest;
  readonly tail: Uint8Array;
  readonly checks: readonly OnImageCheck[];
}

/** The network runs on so many masks at most, and on fewer where their features take up more bytes than this. */
const MOST_MASKS = 1024;
const MOST_BYTES = 2 ** 28;

const SEED = 1;

/**
 * Ridge probes of the network's own v of one class, fitted on half of the masks of one image and checked on the other half: of all masks, or of MOST_MASKS or fewer of
 * them, half of which are drawn from all alike, the others by their size. The same input gives the same bytes. Rejects with the signal's reason.
 */
export async function fitOnImage(
  { manifest, image, players, baseline, target }: Omit<OnImageQuestion, "network">,
  network: Uint8Array,
  tools: Pick<ProbeTools, "open">,
  onNews: (news: OnImageNews) => void,
  signal?: AbortSignal,
): Promise<OnImageProbes> {
  const { taps, classes } = manifest;
  const rowBytes = 4 * taps.reduce((sum, tap) => sum + featureCount(tap), 0);
  const most = Math.min(MOST_MASKS, Math.max(2, Math.floor(MOST_BYTES / rowBytes)));
  const [fitted, checked] = halvesOf(players.n, most, mulberry32(SEED));
  const masks = masksOf([...fitted, ...checked]);
  const answers = await answersOf(
    { image, players, baseline, masks },
    manifest,
    target,
    network,
    tools,
    (done) => onNews({ stage: "masks", done, total: masks.length }),
    signal,
  );
  const targets = answers.v.subarray(0, fitted.length);
  const checks: OnImageCheck[] = [];
  const probes = [];
  for (const [index, tap] of taps.entries()) {
    signal?.throwIfAborted();
    const features = featureCount(tap);
    const all = answers.features[index]!;
    const standardisation = standardisationOf(all.subarray(0, fitted.length * features), features);
    standardise(all, standardisation);
    const { weights, bias } = fitRidge(all.subarray(0, fitted.length * features), features, targets);
    checks.push({
      layer: tap.name,
      ...checkOf(all.subarray(fitted.length * features), weights, bias, answers.v.subarray(fitted.length)),
      fitted: fitted.length,
      checked: checked.length,
    });
    // Log-odds of v against 0 are v.
    const both = new Float64Array(2 * features);
    weights.forEach((weight, f) => (both[2 * f] = weight));
    const folded = foldStandardisation({ weights: both, bias: Float64Array.of(bias, 0) }, standardisation);
    probes.push({ tap, probe: { logits: `${tap.name}_probe`, ...folded } });
    onNews({ stage: "fitted", layer: tap.name, index, of: taps.length });
  }
  const names = probes.map(({ probe }) => probe.logits);
  const tail = assembleModel(probeTail(probes), wideningTail(names, [target], classes.length, 1, "covered"));
  return { manifest: await onImageManifest(manifest, tail, target), tail, checks };
}

/** Disjoint lists of masks to fit and to check on, together `most` at most; nothing and everything shown are among the former. */
function halvesOf(n: number, most: number, random: () => number): readonly [Mask[], Mask[]] {
  const ends = [NOBODY, everybody(n)];
  const others = [...(2 ** n <= most ? masksOf(allMasks(n)) : drawMasks(n, most, random))]
    .filter((mask) => !ends.includes(mask))
    .map((mask) => ({ mask, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ mask }) => mask);
  const half = Math.max(0, Math.ceil((others.length + ends.length) / 2) - ends.length);
  return [[...ends, ...others.slice(0, half)], others.slice(half)];
}

/** `count` masks of more than there are: by turns of all alike, and by their size. */
function drawMasks(n: number, count: number, random: () => number): ReadonlySet<Mask> {
  const drawn = new Set<Mask>();
  while (drawn.size < count)
    drawn.add(drawn.size % 2 === 0 ? anyMask(n, random) : hideRandomly(n, Math.floor(random() * (n + 1)), random));
  return drawn;
}

function anyMask(n: number, random: () => number): Mask {
  let mask = NOBODY;
  for (let player = 0; player < n; player++) if (random() < 0.5) mask = union(mask, onlyPlayer(player));
  return mask;
}

interface Answers {
  /** [masks], nats. */
  readonly v: Float64Array;
  /** Of each tap [masks · features]. */
  readonly features: readonly Float32Array[];
}

async function answersOf(
  shown: MaskedImage,
  manifest: ModelManifest,
  target: number,
  network: Uint8Array,
  tools: Pick<ProbeTools, "open">,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<Answers> {
  const run = scoredModel({ manifest, bytes: network }, readGraph(network));
  const { taps, classMap, output, input } = run.manifest;
  const count = shown.masks.length;
  const v = new Float64Array(count);
  const features = taps.map((tap) => new Float32Array(count * featureCount(tap)));
  const runner = await tools.open(assembleModel(run.bytes, featuresTail(taps)), input);
  try {
    await runImages(
      runner,
      run.manifest,
      [shown],
      [...taps.map(featuresName), output.logits],
      (outputs, first, rows) => {
        features.forEach((all, layer) => all.set(outputs[layer]!, (first * all.length) / count));
        const mapped = mappedRows(outputs.at(-1)!, rows, classMap);
        for (let row = 0; row < rows; row++)
          v[first + row] = logOdds(mapped, row * classMap.length, classMap.length, target);
        onProgress(first + rows);
      },
      signal,
    );
  } finally {
    await runner.close();
  }
  return { v, features };
}

function checkOf(
  x: Float32Array,
  weights: Float64Array,
  bias: number,
  v: Float64Array,
): Pick<OnImageCheck, "r2" | "agreement"> {
  const mean = v.reduce((sum, value) => sum + value / v.length, 0);
  let [errors, spread, agreeing] = [0, 0, 0];
  for (let row = 0; row < v.length; row++) {
    let predicted = bias;
    for (let f = 0; f < weights.length; f++) predicted += weights[f]! * x[row * weights.length + f]!;
    errors += (v[row]! - predicted) ** 2;
    spread += (v[row]! - mean) ** 2;
    if (predicted > 0 === v[row]! > 0) agreeing++;
  }
  return { r2: spread === 0 ? 0 : 1 - errors / spread, agreement: v.length === 0 ? 0 : agreeing / v.length };
}

async function onImageManifest(manifest: ModelManifest, tail: Uint8Array, target: number): Promise<ModelManifest> {
  const layers = manifest.taps.map(({ name }): LayerProbe => ({
    name,
    logits: `${name}_probe_wide`,
    accuracy: null,
    accuracyHalfHidden: null,
    scale: null,
    meanAbsVEmpty: null,
    halves: null,
    noiseFloor: null,
  }));
  const probes = {
    file: `${manifest.name}.on-image.onnx`,
    sha256: await sha256(tail),
    bytes: tail.length,
    fitted: { target: "network", data: "Half of the masks of one image." },
    covers: [target],
    layers,
  } as const;
  return { ...withoutProbes(manifest), probes, probeChoice: "on-image" };
}
