import type { AndOr } from "../core/and-or.ts";
import { rebuildError } from "../core/faithfulness.ts";
import { completeness, orderStrengths, redundancy } from "../core/metrics.ts";
import { tauOf } from "../core/salience.ts";
import { shapleyValues } from "../core/shapley.ts";
import { tracksOf } from "../core/tracks.ts";
import type { LayerSolver } from "../backends/evaluator.ts";
import { nextTask } from "../platform/next-task.ts";
import { columnsOf, type ModelManifest } from "../models/manifest.ts";
import type { Watch } from "./events.ts";
import type { Evaluation, Exploration, Layer, Question, SolvedLayer } from "./exploration.ts";
import { targetOf, valuesOf } from "./target.ts";

/** A layer knows little when its scores span less than this share of its scale … */
const LITTLE_RANGE = 0.25;

/** … or when its probe is right less than this many times as often as chance. */
const LITTLE_OVER_CHANCE = 2;

/**
 * Decomposes every layer's scores of one class, several layers at once where the solver can, and derives everything else. The
 * network is not run. Rejects with the signal's reason, or as the solver does; RangeError on an unfit question.
 */
export async function explain(
  evaluation: Evaluation,
  question: Question,
  solver: LayerSolver,
  watch: Pick<Watch, "signal" | "onSolve" | "onLayer"> = {},
): Promise<Exploration> {
  const { manifest } = evaluation;
  const { kappaFraction, kappaOf, tauFraction } = question;
  const target = targetOf(evaluation, manifest.classes, question.target);
  const abort = new AbortController();
  const stop = (): void => abort.abort(watch.signal?.reason);
  if (watch.signal?.aborted) stop();
  watch.signal?.addEventListener("abort", stop);
  const solve = async (v: Float64Array, index: number): Promise<Layer> => {
    const onProgress =
      watch.onSolve && ((progress: Parameters<NonNullable<Watch["onSolve"]>>[1]) => watch.onSolve?.(index, progress));
    const layer = layerOf(
      manifest,
      index,
      v,
      await solver.solve(v, { kappaFraction, kappaOf }, { signal: abort.signal, onProgress }),
      tauFraction,
    );
    // A solver that answers after a cancel has nobody to tell.
    if (!abort.signal.aborted) watch.onLayer?.(index, layer);
    return layer;
  };
  try {
    const values: Float64Array[] = [];
    for (let layer = 0; layer < evaluation.layerCount; layer++) {
      values.push(valuesOf(evaluation, layer, target.index));
      await nextTask();
    }
    // The last layers take longest as a rule: begun first, they do not keep one solver busy when the others are through.
    const backwards = await Promise.all(values.toReversed().map((v, i) => solve(v, values.length - 1 - i)));
    const layers = backwards.toReversed();
    watch.signal?.throwIfAborted();
    const derived = await derive(layers, tauFraction);
    // It pauses between its parts: a cancel may have come in.
    watch.signal?.throwIfAborted();
    return { ...headerOf(evaluation), target, kappaFraction, kappaOf, tauFraction, layers, ...derived };
  } finally {
    // One layer's failure stops the others.
    abort.abort();
    watch.signal?.removeEventListener("abort", stop);
  }
}

function headerOf({
  manifest,
  image,
  imageSha256,
  players,
  baseline,
}: Evaluation): Pick<Exploration, "model" | "image" | "players" | "baseline"> {
  const { name, network, input } = manifest;
  return {
    model: { name, sha256: network.sha256, input: [input.width, input.height] },
    image: { sha256: imageSha256, width: image.width, height: image.height },
    players,
    baseline,
  };
}

type Derived = Pick<Exploration, "tracks" | "orders" | "completeness" | "redundancy" | "shapley">;

/** All that follows from the solved layers; pauses between its parts, so that a page can draw. Costs O(layers · n · 2^n). */
export async function derive(layers: readonly SolvedLayer[], tauFraction: number): Promise<Derived> {
  const effects = layers.map(({ andOr }) => andOr);
  const scales = layers.map(({ scale }) => scale);
  await nextTask();
  const tracks = tracksOf(effects, tauFraction);
  await nextTask();
  const orders = orderStrengths(effects, scales, tauFraction);
  await nextTask();
  const complete = completeness(effects, scales, tauFraction);
  await nextTask();
  const redundant = redundancy(effects, scales, tauFraction);
  await nextTask();
  return { tracks, orders, completeness: complete, redundancy: redundant, shapley: effects.map(shapleyValues) };
}

/** One layer (index = number of probes: the output) with what its manifest says and what follows from its scores. */
function layerOf(manifest: ModelManifest, index: number, v: Float64Array, andOr: AndOr, tauFraction: number): Layer {
  const { name, accuracy, noiseFloor, scale: known } = columnsOf(manifest)[index]!;
  const range =
    v.reduce((most, value) => Math.max(most, value), -Infinity) -
    v.reduce((least, value) => Math.min(least, value), Infinity);
  const scale = known ?? imageScale(v, range);
  const chance = 1 / manifest.classes.length;
  return {
    name,
    probeAccuracy: accuracy,
    noiseFloor,
    scale,
    scaleFrom: known === null ? "image" : "dataset",
    vEmpty: v[0]!,
    vFull: v[v.length - 1]!,
    v,
    andOr,
    tau: tauOf(andOr, tauFraction),
    knowsLittle: range < LITTLE_RANGE * scale || (accuracy !== null && accuracy < LITTLE_OVER_CHANCE * chance),
    rebuildMaxAbs: rebuildError(v, andOr).maxAbs,
  };
}

/** This image's own |v(N) − v(∅)|; a scale must be above 0, so where the two cancel it is the range, and 1 for a constant score. */
function imageScale(v: Float64Array, range: number): number {
  return Math.abs(v[v.length - 1]! - v[0]!) || range || 1;
}
