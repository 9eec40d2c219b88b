import { estimateHere } from "../backends/drain-steps.ts";
import { placeOf } from "../core/all-masks.ts";
import type { Masks } from "../core/masks.ts";
import { decompose } from "../core/and-or.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { manifestFixture } from "../models/manifest.fixture.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { LayerSolver, MaskEvaluator, SampleSolver } from "../backends/evaluator.ts";
import type { AnalyseRequest } from "./events.ts";

/** A model of two probes and three classes. */
export const threeClasses: ModelManifest = {
  ...manifestFixture,
  input: { ...manifestFixture.input, width: 4, height: 4 },
  classes: ["cat", "dog", "owl"],
  classMap: [[0], [1], [2]],
};

/** How the fake network scores a mask at a layer (2: the output) for a class. */
export type Scores = (mask: number, layer: number, target: number) => number;

/** By default: at the output patches 0 and 1 together speak for the dog and patch 2 against it; the first layer knows nothing. */
export const dogScores: Scores = (mask, layer, target) =>
  layer === 0 || target !== 1 ? 0 : layer * ((mask & 3) === 3 ? 2 : 0) - ((mask & 4) === 4 ? 0.5 : 0);

/** An evaluator that answers batches of `batchSize` from a formula, the second batch before the first. */
export function fakeEvaluator(
  scores: Scores = dogScores,
  batchSize = 4,
): MaskEvaluator & { readonly runs: () => number } {
  let runs = 0;
  return {
    layerCount: 3,
    replicateCount: 0,
    classCount: 3,
    evaluate: async (_, masks, { signal, onBatch }) => {
      const batches: Masks[] = [];
      for (let from = 0; from < masks.length; from += batchSize) batches.push(masks.slice(from, from + batchSize));
      if (batches.length > 1) [batches[0], batches[1]] = [batches[1]!, batches[0]!];
      for (const batch of batches) {
        signal?.throwIfAborted();
        await Promise.resolve();
        runs += 1;
        onBatch(
          batch,
          Float32Array.from({ length: batch.length * 9 }, (_, i) =>
            scores(placeOf(batch[Math.floor(i / 9)]!), Math.floor(i / 3) % 3, i % 3),
          ),
        );
      }
    },
    dispose: () => undefined,
    runs: () => runs,
  };
}

/** The core's solver, at once. */
export const fakeSolver: LayerSolver & SampleSolver = {
  solve: async (v, options, watch) => {
    await Promise.resolve();
    watch?.signal?.throwIfAborted();
    return interactionsOf(v, decompose(v, options));
  },
  estimate: estimateHere,
  dispose: () => undefined,
};

/** 2 x 2 patches of a grey image. */
export const request: AnalyseRequest = {
  model: threeClasses,
  image: { width: 4, height: 4, rgb: new Uint8Array(48).fill(128) },
  imageSha256: "5".repeat(64),
  rows: 2,
  cols: 2,
  target: "auto",
  rather: null,
  baseline: "mean",
  kappaFraction: 0,
  kappaOf: "range",
  tauFraction: 0.05,
};
