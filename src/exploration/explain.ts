import type { DecomposeOptions } from "../core/and-or.ts";
import type { Interactions } from "../core/interactions.ts";
import { joinsNext } from "../core/lives.ts";
import { tauOf } from "../core/salience.ts";
import { columnsOf, type ModelManifest } from "../models/manifest.ts";
import { choiceOf } from "../models/probe-choice.ts";
import { noiseGridOf } from "../models/spec/probes.ts";
import type { Estimator } from "./estimator.ts";
import type { Watch } from "./events.ts";
import type { Evaluation, Exploration, Question, SolvedLayer } from "./exploration.ts";
import { gameOf, pairOf, targetOf } from "./target.ts";

/** A layer knows little when its scores span less than this share of its scale, which is that of whole images: picked cells span less in any case … */
const LITTLE_RANGE = 0.25;

/** … or when its probe is right less than this many times as often as chance. */
const LITTLE_OVER_CHANCE = 2;

/**
 * Has an estimator explain every layer's scores of one class out of the network's answers, which is not run. Rejects with the signal's
 * reason, or as the estimator does; RangeError on an unfit question.
 */
export async function explain(
  evaluation: Evaluation,
  question: Question,
  estimator: Estimator,
  { signal, priority, onSolve, onLayer }: Pick<Watch, "signal" | "priority" | "onSolve" | "onLayer"> = {},
): Promise<Exploration> {
  const { manifest, image, imageSha256, players, baseline } = evaluation;
  const { kappaFraction, kappaOf, tauFraction } = question;
  const options = decomposeOptions(manifest, players.n, question);
  signal?.throwIfAborted();
  const target = targetOf(evaluation, manifest.classes, question);
  const layers: SolvedLayer[] = [];
  const { values } = await estimator.estimate(gameOf(evaluation, pairOf(target), signal), options, {
    signal,
    priority,
    ...(onSolve && { onSolve }),
    onLayer: (index, interactions, v) => {
      layers[index] = layerOf(evaluation, index, v, interactions, question, options[index]!);
      onLayer?.(index, layers[index]);
    },
  });
  const { name, network, input } = manifest;
  return {
    model: { name, sha256: network.sha256, input: [input.width, input.height] },
    image: { sha256: imageSha256, width: image.width, height: image.height },
    players,
    baseline,
    probes: choiceOf(manifest),
    target,
    kappaFraction,
    kappaOf,
    tauFraction,
    layers,
    values,
  };
}

/** Per column how its scores are decomposed; by the rules `noise` and `debiased`, how noisy its probe is on images of about as many players is known beforehand. */
function decomposeOptions(
  manifest: ModelManifest,
  n: number,
  { kappaFraction, kappaOf }: Question,
): readonly DecomposeOptions[] {
  return columnsOf(manifest).map(({ noiseShare }) => {
    const probeNoise = kappaOf === "noise" || kappaOf === "debiased" ? noiseShare?.[noiseGridOf(n)] : undefined;
    return { kappaFraction, kappaOf, ...(probeNoise !== undefined && { probeNoise }) };
  });
}

/**
 * One layer (index = number of probes: the output) with what its manifest says and what follows from its scores; `v` holds those of masks
 * in ascending order, with nothing shown first and with everything last.
 */
function layerOf(
  { manifest, players }: Pick<Evaluation, "manifest" | "players">,
  index: number,
  v: Float64Array,
  interactions: Interactions,
  { rather, tauFraction }: Question,
  { probeNoise }: DecomposeOptions,
): SolvedLayer {
  const columns = columnsOf(manifest);
  const { name, accuracy, noiseFloor, probeAgreement = null, nextAgreement = null } = columns[index]!;
  // The manifest's is of a class against all others.
  const known = rather === null ? columns[index]!.scale : null;
  const isJoined = joinsNext(nextAgreement, [probeAgreement, columns[index + 1]?.probeAgreement ?? null]);
  const [vEmpty, vFull] = [v[0]!, v.at(-1)!];
  const range =
    v.reduce((most, value) => Math.max(most, value), -Infinity) -
    v.reduce((least, value) => Math.min(least, value), Infinity);
  // This image's own where none is known. A scale must be above 0, so where the two ends cancel it is the range, and 1 for a constant score.
  const scale = known ?? (Math.abs(vFull - vEmpty) || range || 1);
  const chance = 1 / manifest.classes.length;
  return {
    name,
    probeAccuracy: accuracy,
    noiseFloor,
    probeAgreement,
    ...(isJoined && { joinsNext: true }),
    ...(probeNoise !== undefined && { probeNoise }),
    scale,
    scaleFrom: known === null ? "image" : "dataset",
    vEmpty,
    vFull,
    interactions,
    tau: tauOf(interactions, tauFraction),
    knowsLittle:
      (players.picked === null && range < LITTLE_RANGE * scale) ||
      (accuracy !== null && accuracy < LITTLE_OVER_CHANCE * chance),
  };
}
