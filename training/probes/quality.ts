import * as ort from "onnxruntime-node";
import { decompose, DEFAULT_DECOMPOSE } from "../../src/core/and-or.ts";
import { maskSchedule, sparse } from "../../src/core/all-masks.ts";
import { gridPlayers } from "../../src/core/patches.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { logOdds } from "../../src/core/value.ts";
import { createLocalEvaluator } from "../../src/backends/local-engine.ts";
import { columnsOf, probesOf, type ModelManifest, type Quality } from "../../src/models/manifest.ts";
import { salientJaccard } from "../../src/probes/noise-floor.ts";
import { accuracyOf } from "../../src/probes/probe-fit.ts";
import { imagesOf } from "./features.ts";
import { ALL_SHOWN, hideRandomly, PATCHES, writeMasked } from "./masks.ts";
import { decodePhoto, wholePhoto, type Photo } from "./photos.ts";
import { ONE_THREAD, runImages } from "./run-images.ts";

/** Grid of the players on which the noise floor is measured: the page's default. */
const NOISE_GRID = 3;

/** Masks a run. */
const BATCH = 64;

/** Shown whole, with a random half of the patches hidden, and wholly hidden. */
const VERSIONS = 3;

/**
 * Quality of every layer and, last, of the output on photographs with known classes: accuracy, scale = mean |v(all shown) − v(none shown)|, and
 * mean |v(none shown)|, v being the log-odds of the true class in nats. The network's outputs must be the manifest's classes one to one.
 */
export async function measureQuality(
  model: Uint8Array,
  manifest: ModelManifest,
  photos: readonly Photo[],
  seed: number,
): Promise<Quality[]> {
  const random = mulberry32(seed);
  const classes = manifest.classes.length;
  const columns = columnsOf(manifest);
  const logits = columns.map(() => new Float32Array(photos.length * VERSIONS * classes));
  const images = imagesOf(photos, (photo) => {
    const image = wholePhoto(photo, manifest.input.width);
    return [ALL_SHOWN, hideRandomly(PATCHES / 2, random), 0].map(
      (mask) => (tensor) => writeMasked(image, mask, manifest, tensor),
    );
  });
  await runImages(
    model,
    manifest,
    columns.map((column) => column.logits),
    images,
    (column, first, batch) => logits[column]!.set(batch, first * classes),
  );
  return logits.map((values) =>
    qualityOf(
      values,
      photos.map(({ label }) => label),
      classes,
    ),
  );
}

/** `logits`: [photographs · versions · classes]. */
function qualityOf(logits: Float32Array, labels: readonly number[], classes: number): Quality {
  const width = VERSIONS * classes;
  const version = (which: number) =>
    Float32Array.from(
      { length: labels.length * classes },
      (_, i) => logits[Math.floor(i / classes) * width + which * classes + (i % classes)]!,
    );
  let scale = 0;
  let empty = 0;
  labels.forEach((label, i) => {
    const vFull = logOdds(logits, i * width, classes, label);
    const vEmpty = logOdds(logits, i * width + 2 * classes, classes, label);
    scale += Math.abs(vFull - vEmpty) / labels.length;
    empty += Math.abs(vEmpty) / labels.length;
  });
  return {
    accuracy: accuracyOf(version(0), labels, classes),
    accuracyHalfHidden: accuracyOf(version(1), labels, classes),
    scale,
    meanAbsVEmpty: empty,
  };
}

/**
 * Noise floor of every layer: mean Jaccard index of the salient concepts of its two half-data probes, true class, 3x3 players, mean
 * baseline, the page's default κ and τ. Costs 512 runs and two decompositions a layer for each photograph.
 */
export async function measureNoiseFloors(
  model: Uint8Array,
  manifest: ModelManifest,
  photos: readonly Photo[],
): Promise<number[]> {
  const {
    classes,
    input: { width, height },
  } = manifest;
  const layers = probesOf(manifest);
  const halves = layers.flatMap((layer) => layer.halves!.map((logits) => ({ ...layer, name: logits, logits })));
  const session = await ort.InferenceSession.create(model, ONE_THREAD);
  const evaluator = createLocalEvaluator(
    ort,
    session,
    { ...manifest, probes: { ...manifest.probes!, layers: halves } },
    BATCH,
  );
  const players = gridPlayers(NOISE_GRID, NOISE_GRID, width, height);
  const masks = maskSchedule(players.n);
  const sums = layers.map(() => ({ jaccard: 0, count: 0 }));
  for (const photo of photos) {
    const image = wholePhoto(await decodePhoto(photo), width);
    const v = halves.map(() => new Float64Array(masks.length));
    await evaluator.evaluate({ image, players, baseline: "mean" }, masks, {
      onBatch: (done, logits) =>
        done.forEach((mask, b) =>
          v.forEach((values, half) => {
            values[mask] = logOdds(
              logits,
              (b * evaluator.layerCount + half) * classes.length,
              classes.length,
              photo.label,
            );
          }),
        ),
    });
    layers.forEach((_, layer) => {
      const jaccard = salientJaccard(
        sparse(decompose(v[2 * layer]!, DEFAULT_DECOMPOSE)),
        sparse(decompose(v[2 * layer + 1]!, DEFAULT_DECOMPOSE)),
      );
      if (jaccard === null) return;
      sums[layer]!.jaccard += jaccard;
      sums[layer]!.count++;
    });
  }
  await session.release();
  return sums.map(({ jaccard, count }) => jaccard / count);
}
