import { assembleModel } from "../models/assemble.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { scoredModel } from "../models/scored.ts";
import { featureCount } from "../models/spec/taps.ts";
import type { ProbeTarget } from "../models/spec/probes.ts";
import { collectFeatures, type CollectedFeatures, type Photograph } from "./collect-features.ts";
import { describe } from "./describe.ts";
import { fitLayer, type FitPlan, type LayerFit, type RowTargets } from "./fit-layer.ts";
import type { PhotographLists, Prepared, PrepareOptions, PrepareProgress } from "./preparation.ts";
import { writeFiles } from "./probe-files.ts";
import type { ProbeTools } from "./tools.ts";

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
  // Its scores are logits in 32-bit floats, whatever the network's own are.
  const run = scoredModel({ manifest: draft, bytes: backbone }, readGraph(backbone));
  const fits = await fitLayers(run.bytes, run.manifest, photographs, options, tools, onProgress, signal);
  const files = writeFiles(draft, fits, options.target);
  const runner = await tools.open(assembleModel(run.bytes, files.measured), draft.input);
  try {
    const measured = { runner, manifest: run.manifest, signal };
    return await describe(draft, files, photographs, options, measured, onProgress);
  } finally {
    await runner.close();
  }
}

/** Fits every tap's probes, a layer at a time: no more features than one layer's are in memory. */
async function fitLayers(
  backbone: Uint8Array,
  draft: ModelManifest,
  { training, heldOut }: PhotographLists,
  { target, versions, augment, margin, replicates, sparse, seed }: PrepareOptions,
  tools: ProbeTools,
  onProgress: (progress: PrepareProgress) => void,
  signal?: AbortSignal,
): Promise<LayerFit[]> {
  const total = training.length + heldOut.length;
  const collect = (
    name: string,
    of: readonly Photograph[],
    from: number,
    drawnBy: number,
  ): Promise<CollectedFeatures> =>
    collectFeatures(
      backbone,
      draft,
      of,
      { name, versions, augment, seed: drawnBy },
      tools,
      (done) => onProgress({ stage: "features", done: from + done, total }),
      signal,
    );
  const rows = await collect("training", training, 0, seed);
  try {
    const heldOutRows = await collect("held-out", heldOut, training.length, seed + 1);
    try {
      const plan: FitPlan = {
        classes: draft.classes.length,
        targets: targetsOf(target, rows, heldOutRows),
        margin,
        replicates,
        sparse,
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
  const labels: RowTargets[] =
    training.labels === null || heldOut.labels === null
      ? []
      : [{ name: "labels", training: { labels: training.labels }, heldOut: { labels: heldOut.labels } }];
  const network: RowTargets = {
    name: "network",
    training: { shares: training.probabilities },
    heldOut: { shares: heldOut.probabilities },
  };
  return target === "network" ? [network, ...labels] : labels;
}
