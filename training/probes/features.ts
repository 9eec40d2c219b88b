import { mulberry32 } from "../../src/core/random.ts";
import { assembleModel } from "../../src/models/assemble.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { featureCount, type Tap } from "../../src/models/spec/taps.ts";
import { featuresName, featuresTail } from "../../src/probes/probe-tail.ts";
import { ALL_SHOWN, drawTrainingMask, hideRandomly, PATCHES, writeMasked } from "./masks.ts";
import { decodePhoto, mirrored, randomCrop, wholePhoto, type Photo } from "./photos.ts";
import { runImages, type TensorWriter } from "./run-images.ts";

/** Photographs decoded at a time. */
const GROUP = 64;

/** Share of the photograph that a random crop holds at least. */
const LEAST_AREA = 0.5;

/** Versions of every training photograph that probes are fitted on. */
export const VERSIONS = 4;

/** Versions of every held-out photograph that the penalty is chosen on. */
const HELD_OUT_VERSIONS = 4;

/** Pooled features of images at every tap. */
export interface Features {
  /** Per tap [rows · features]. */
  readonly values: readonly Float32Array[];
  /** Class per row. */
  readonly labels: Uint8Array;
}

/** Features of VERSIONS random crops of each photograph, one after another, with patches hidden in half of them. Deterministic. */
export async function trainingFeatures(
  backbone: Uint8Array,
  manifest: ModelManifest,
  taps: readonly Tap[],
  photos: readonly Photo[],
  seed: number,
): Promise<Features> {
  const random = mulberry32(seed);
  const { width: size } = manifest.input;
  return features(backbone, manifest, taps, photos, VERSIONS, (photo) =>
    Array.from({ length: VERSIONS }, () => {
      const image = randomCrop(photo, size, LEAST_AREA, random);
      const mask = drawTrainingMask(random);
      return (tensor) => writeMasked(image, mask, manifest, tensor);
    }),
  );
}

/**
 * Features of each photograph and of its mirror image, as they are and with a random half of the patches hidden: four rows each, which
 * tell a better penalty from a luckier one with fewer photographs.
 */
export async function heldOutFeatures(
  backbone: Uint8Array,
  manifest: ModelManifest,
  taps: readonly Tap[],
  photos: readonly Photo[],
  seed: number,
): Promise<Features> {
  const random = mulberry32(seed);
  return features(backbone, manifest, taps, photos, HELD_OUT_VERSIONS, (photo) => {
    const image = wholePhoto(photo, manifest.input.width);
    return [image, mirrored(image)].flatMap((view) =>
      [ALL_SHOWN, hideRandomly(PATCHES / 2, random)].map(
        (mask): TensorWriter =>
          (tensor) =>
            writeMasked(view, mask, manifest, tensor),
      ),
    );
  });
}

/** Decodes photographs and turns each into images to run. */
export async function* imagesOf(
  photos: readonly Photo[],
  versionsOf: (photo: Awaited<ReturnType<typeof decodePhoto>>) => TensorWriter[],
): AsyncGenerator<TensorWriter[]> {
  for (let from = 0; from < photos.length; from += GROUP) {
    const decoded = await Promise.all(photos.slice(from, from + GROUP).map(decodePhoto));
    yield decoded.flatMap(versionsOf);
  }
}

async function features(
  backbone: Uint8Array,
  manifest: ModelManifest,
  taps: readonly Tap[],
  photos: readonly Photo[],
  versions: number,
  versionsOf: Parameters<typeof imagesOf>[1],
): Promise<Features> {
  const widths = taps.map(featureCount);
  const values = widths.map((width) => new Float32Array(photos.length * versions * width));
  const model = assembleModel(backbone, featuresTail(taps));
  await runImages(model, manifest, taps.map(featuresName), imagesOf(photos, versionsOf), (tap, first, batch) =>
    values[tap]!.set(batch, first * widths[tap]!),
  );
  const labels = Uint8Array.from(photos.flatMap(({ label }) => Array<number>(versions).fill(label)));
  return { values, labels };
}
