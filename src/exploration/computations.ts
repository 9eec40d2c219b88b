/** The long computations of an exploration, as jobs. */
import { equalMasks, type Masks } from "../core/masks.ts";
import type { Certainty } from "../core/certainty.ts";
import type { SolveProgress } from "../core/and-or.ts";
import { valuesOfAll } from "../core/games.ts";
import type { Pixels } from "../core/resize.ts";
import type { EffectRange, RangeQuestion } from "../core/uniqueness.ts";
import type { RangeSolver } from "../backends/evaluator.ts";
import type { Computation } from "../jobs/computation.ts";
import type { CachedEngine, EngineCache } from "../jobs/engine-cache.ts";
import { identityOf } from "../jobs/identity.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { measureCertainty } from "./certainty.ts";
import { compareBaselines, type BaselineComparison, type BaselineProgress } from "./compare-baselines.ts";
import { createSamplingEstimator, estimatorOf } from "./estimator.ts";
import { SCHEDULE_SEED } from "./evaluate-masks.ts";
import type { Engine, EvaluateRequest, MaskProgress, PartialValues } from "./events.ts";
import { explain } from "./explain.ts";
import { sampleOf, type Evaluation, type Exploration, type Question, type SolvedLayer } from "./exploration.ts";
import { stabilityToNoise, type NoiseAsked, type NoiseProgress, type StabilityToNoise } from "./noisy-draws.ts";
import { askOther, type OtherProgress, type OtherQuestion } from "./other-network.ts";
import {
  evaluateWithReplicates,
  probesOnImage,
  replicateValues,
  type Measured,
  type ProbeOnImage,
  type ReplicateValues,
} from "./replicates.ts";
import { salientByKappa, type KappaCounts, type KappaProgress } from "./salient-by-kappa.ts";
import type { Snapshot } from "./snapshot.ts";
import { pairOf, samePair, type ClassesAsked } from "./target.ts";
import { sameQuestion, type Verification } from "./verify.ts";

/** Engines by model. */
export type Engines = EngineCache<LoadedModel, Engine & CachedEngine>;

/** Running a network on every mask of an image. */
export interface MeasureInput extends Omit<EvaluateRequest, "model">, ClassesAsked {
  readonly model: LoadedModel;
}

/** What measuring tells: that the workers are open and the network runs, how far it is, answers as they come, and scores as they are known. */
export type MeasureNews =
  | { readonly kind: "running" }
  | { readonly kind: "masks"; readonly progress: MaskProgress }
  | { readonly kind: "logits"; readonly masks: Masks; readonly logits: Float32Array }
  | { readonly kind: "values"; readonly partial: PartialValues }
  | { readonly kind: "beginning"; readonly evaluation: Evaluation; readonly count: number };

/** Explaining the answers to every mask. */
export interface SolveInput {
  readonly model: LoadedModel;
  readonly evaluation: Evaluation;
  readonly question: Question;
}

/** What solving tells: how far a layer is, and a layer that is solved. */
export type SolveNews =
  | { readonly kind: "progress"; readonly layer: number; readonly progress: SolveProgress }
  | { readonly kind: "layer"; readonly index: number; readonly layer: SolvedLayer };

/** Which network, and how it is asked. */
export const modelKey = ({ manifest, setup }: LoadedModel): string =>
  [manifest.network.sha256, setup ?? identityOf(manifest), manifest.replicateCount ?? 0].join(" ");

/** The network on every mask: see `evaluateWithReplicates`. */
export const measureMasks = (engines: Engines): Computation<MeasureInput, Measured, MeasureNews> => ({
  id: "measure",
  key: ({ model, imageSha256, rows, cols, picked = null, cut, sample = null, baseline, target, rather }) =>
    JSON.stringify([modelKey(model), imageSha256, rows, cols, picked, cut, sample, baseline, target, rather]),
  run: ({ model, ...request }, { signal, priority, progress }) =>
    engines.use(
      model,
      ({ evaluator }) => {
        progress({ kind: "running" });
        return evaluateWithReplicates({ ...request, model: model.manifest }, evaluator, {
          signal,
          priority,
          onMasks: (masks) => progress({ kind: "masks", progress: masks }),
          onLogits: (masks, logits) => progress({ kind: "logits", masks, logits }),
          onValues: (partial) => progress({ kind: "values", partial }),
          onBeginning: (evaluation, count) => progress({ kind: "beginning", evaluation, count }),
        });
      },
      signal,
    ),
});

/** The answers to a beginning of the masks: how many of them, and what is asked. */
export interface EstimateInput extends SolveInput {
  readonly count: number;
}

/** Every layer's effects, estimated from a beginning of the masks while the others are still run: see `explain`. */
export const estimateLayers = (engines: Engines): Computation<EstimateInput, Exploration, never> => ({
  id: "estimate",
  key: ({ evaluation, question, count }) => JSON.stringify([identityOf(evaluation), question, count]),
  run: ({ model, evaluation, question, count }, { signal, priority }) =>
    engines.use(
      model,
      ({ solver }) =>
        explain(
          evaluation,
          question,
          createSamplingEstimator(solver, evaluation.players, { masks: count, seed: SCHEDULE_SEED }),
          {
            signal,
            priority,
          },
        ),
      signal,
    ),
});

/** Every layer's effects: see `explain`. */
export const solveLayers = (engines: Engines): Computation<SolveInput, Exploration, SolveNews> => ({
  id: "solve",
  key: ({ evaluation, question }) => JSON.stringify([identityOf(evaluation), question]),
  run: ({ model, evaluation, question }, { signal, priority, progress }) =>
    engines.use(
      model,
      ({ solver }) =>
        explain(evaluation, question, estimatorOf(evaluation, solver), {
          signal,
          priority,
          onSolve: (layer, news) => progress({ kind: "progress", layer, progress: news }),
          onLayer: (index, layer) => progress({ kind: "layer", index, layer }),
        }),
      signal,
    ),
});

/** A finished picture of which v is known at the masks that it was explained from, the image that it is of, and its network. */
export interface CertaintyInput {
  /** With the replicates of its probes at hand, or without. */
  readonly model: LoadedModel;
  readonly image: Pixels;
  readonly snapshot: Snapshot;
  /** What the replicates said in the picture's own run; null where they were not at hand. */
  readonly replicates: ReplicateValues | null;
}

/** How far it is: the share of the masks, or then of the decompositions, 0..1. */
export interface CertaintyProgress {
  readonly stage: "masks" | "solving";
  readonly fraction: number;
}

/** How sure a picture is. */
export interface CertaintyAnswer {
  /** Of each layer with a probe; null where probes have no replicates. */
  readonly probes: readonly ProbeOnImage[] | null;
  readonly certainty: Certainty;
}

/** How sure a picture is: the network runs once more where replicates are at hand and have not answered yet, then all is explained anew. */
export const tellCertainty = (engines: Engines): Computation<CertaintyInput, CertaintyAnswer, CertaintyProgress> => ({
  id: "certainty",
  key: ({ model, snapshot }) => `${modelKey(model)} ${identityOf(snapshot)}`,
  run: ({ model, image, snapshot, replicates: known }, { signal, priority, progress }) =>
    engines.use(
      model,
      async ({ evaluator, solver }) => {
        const { players, baseline, target, values, layers } = snapshot;
        if (values === null) throw new RangeError("v must be known");
        const count = values.masks.length;
        const sample = sampleOf(layers);
        const asked = { ...players, sample, model: model.manifest, image, baseline, ...pairOf(target) };
        const onMasks = (done: number): void => progress({ stage: "masks", fraction: done / count });
        const isOfThese = known !== null && equalMasks(known.masks, values.masks) && samePair(known, pairOf(target));
        const answered = isOfThese ? known : null;
        const replicates =
          evaluator.replicateCount === 0 || layers.length < evaluator.layerCount
            ? null
            : (answered ?? (await replicateValues(asked, evaluator, { signal, priority, onMasks })));
        const { certainty, agreements } = await measureCertainty({ ...snapshot, values, replicates }, solver, {
          signal,
          priority,
          onSolved: (fraction) => progress({ stage: "solving", fraction }),
        });
        return { probes: replicates === null ? null : probesOnImage(values, replicates, agreements!), certainty };
      },
      signal,
    ),
});

/** The same question with every other baseline: see `compareBaselines`. */
export const otherBaselines = (
  engines: Engines,
): Computation<Omit<CertaintyInput, "replicates">, BaselineComparison, BaselineProgress> => ({
  id: "baselines",
  key: ({ model, snapshot }) => `${modelKey(model)} ${identityOf(snapshot)}`,
  run: ({ model, image, snapshot }, { signal, priority, progress }) =>
    engines.use(
      model,
      (engine) =>
        compareBaselines({ model: model.manifest, image, snapshot }, engine, {
          signal,
          priority,
          onProgress: progress,
        }),
      signal,
    ),
});

/** What is found of a picture under noise, of the draws that are done; null while there are fewer than two. */
export interface NoiseNews {
  readonly progress: NoiseProgress;
  readonly found: StabilityToNoise | null;
}

/** How steady effects are to noise on the image: see `stabilityToNoise`. */
export const noisyDraws = (
  engines: Engines,
): Computation<Omit<CertaintyInput, "replicates"> & NoiseAsked, StabilityToNoise, NoiseNews> => ({
  id: "stability",
  key: ({ model, snapshot, sigma, draws, seed }) =>
    `${modelKey(model)} ${identityOf(snapshot)} ${sigma} ${draws} ${seed}`,
  run: ({ model, ...asked }, { signal, priority, progress }) =>
    engines.use(
      model,
      (engine) =>
        stabilityToNoise({ ...asked, model: model.manifest }, engine, {
          signal,
          priority,
          onProgress: (done, found) => progress({ progress: done, found }),
        }),
      signal,
    ),
});

/** How many concepts are salient at other κ: see `salientByKappa`. */
export const otherKappas = (
  engines: Engines,
): Computation<
  Pick<CertaintyInput, "model" | "snapshot">,
  KappaCounts,
  { readonly progress: KappaProgress; readonly found: KappaCounts }
> => ({
  id: "kappas",
  key: ({ snapshot }) => identityOf(snapshot),
  run: ({ model, snapshot }, { signal, priority, progress }) =>
    engines.use(
      model,
      ({ solver }) =>
        salientByKappa(snapshot, solver, {
          signal,
          priority,
          onProgress: (done, found) => progress({ progress: done, found }),
        }),
      signal,
    ),
});

/** Another network, and a finished picture's image at its size. */
export interface OtherInput extends Omit<OtherQuestion, "model"> {
  readonly model: LoadedModel;
}

/** The picture's question asked of another network: see `askOther`. */
export const otherNetwork = (engines: Engines): Computation<OtherInput, Exploration, OtherProgress> => ({
  id: "across",
  key: ({ model, imageSha256, snapshot }) => `${modelKey(model)} ${imageSha256} ${identityOf(snapshot)}`,
  run: ({ model, ...asked }, { signal, priority, progress }) =>
    engines.use(
      model,
      (engine) => askOther({ ...asked, model: model.manifest }, engine, { signal, priority, onProgress: progress }),
      signal,
    ),
});

/** A concept at a layer of a finished picture of which v is known at every mask. */
export interface UniquenessInput extends Pick<RangeQuestion, "concept"> {
  readonly snapshot: Snapshot;
  readonly layer: number;
}

/** How far the concept's effect can go in answers that are as good: see `effectRangeSteps`. Tells the share that is done. */
export const effectRange = (solver: RangeSolver): Computation<UniquenessInput, EffectRange | null, number> => ({
  id: "uniqueness",
  key: ({ snapshot, layer, concept: { kind, mask } }) => `${identityOf(snapshot)} ${layer} ${kind} ${mask}`,
  run: async ({ snapshot: { layers, values, players }, layer, concept }, { signal, priority, progress }) => {
    const v = values && valuesOfAll(values, players.n);
    if (v === null) throw new RangeError("v must be known at every mask");
    const { kappa } = layers[layer]!.interactions.exactness;
    const onProgress = ({ fraction }: SolveProgress): void => progress(fraction);
    return solver.effectRange(v[layer]!, { concept, kappa }, { signal, priority, onProgress });
  },
});

/** A picture from elsewhere, and the same computed here. */
export interface VerifyInput {
  readonly reference: Snapshot;
  readonly here: Snapshot;
}

/** Compares two pictures off the page's thread. */
export interface Verifier {
  /** See `verify`; rejects with the signal's reason, too. */
  verify(there: Snapshot, here: Snapshot, signal?: AbortSignal): Promise<Verification>;
}

/** Compares the two; null where they are of other images or networks. */
export const verifyPicture = (verifier: Verifier): Computation<VerifyInput, Verification | null> => ({
  id: "verify",
  key: ({ reference, here }) => `${identityOf(reference)} ${identityOf(here)}`,
  run: async ({ reference, here }, { signal }) =>
    sameQuestion(reference, here) ? verifier.verify(reference, here, signal) : null,
});
