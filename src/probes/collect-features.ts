import { mapClasses, softmax } from "../core/value.ts";
import { assembleModel } from "../models/assemble.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { featureCount } from "../models/spec/taps.ts";
import { featuresName, featuresTail } from "./probe-tail.ts";
import { runImages, type MaskedImage } from "./run-images.ts";
import type { FeatureStore, ProbeTools } from "./tools.ts";
import { drawVersions, type Augment, type Decoded } from "./versions.ts";

/** A photograph with its class, not yet read. */
export interface Photograph {
  readonly name: string;
  /** Index of its class. */
  readonly label: number;
  read(): Promise<Decoded>;
}

/** Features of versions of photographs, those of a photograph one after another; and what the network says of each. */
export interface CollectedFeatures {
  readonly rows: number;
  /** Layers in the order of the taps. */
  readonly store: FeatureStore;
  /** The network's probabilities of the mapped classes, [rows · classes]. */
  readonly probabilities: Float32Array;
  /** [rows], classes of the photographs. */
  readonly labels: Uint16Array;
}

/** How versions are drawn. */
export interface Drawing {
  readonly versions: number;
  readonly augment: Augment;
  readonly random: () => number;
}

/** Runs the network on versions of every photograph and puts the features of its taps into a store, which the caller closes. */
export async function collectFeatures(
  backbone: Uint8Array,
  manifest: ModelManifest,
  photographs: readonly Photograph[],
  drawing: Drawing,
  tools: ProbeTools,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<CollectedFeatures> {
  const { taps, classMap, output } = manifest;
  const rows = photographs.length * drawing.versions;
  const classes = classMap.length;
  const probabilities = new Float32Array(rows * classes);
  const store = await tools.store(taps.map(featureCount));
  try {
    const runner = await tools.open(assembleModel(backbone, featuresTail(taps)), manifest.input);
    try {
      await runImages(
        runner,
        manifest,
        versionsOf(photographs, manifest, drawing, onProgress),
        [...taps.map(featuresName), output.logits],
        async (outputs, first, count) => {
          for (const [layer] of taps.entries()) await store.append(layer, outputs[layer]!);
          setProbabilities(outputs.at(-1)!, classMap, count, probabilities.subarray(first * classes));
        },
        signal,
      );
    } finally {
      await runner.close();
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  const labels = Uint16Array.from(photographs.flatMap(({ label }) => Array<number>(drawing.versions).fill(label)));
  return { rows, store, probabilities, labels };
}

async function* versionsOf(
  photographs: readonly Photograph[],
  manifest: ModelManifest,
  { versions, augment, random }: Drawing,
  onProgress: (done: number) => void,
): AsyncGenerator<MaskedImage> {
  for (const [i, photograph] of photographs.entries()) {
    onProgress(i);
    for (const { mask, ...shown } of drawVersions(await photograph.read(), manifest, augment, versions, random))
      yield { ...shown, masks: [mask] };
  }
}

/** Writes the probabilities of the mapped classes, [rows · classes], of a batch's rows of logits. */
function setProbabilities(
  logits: Float32Array,
  classMap: ModelManifest["classMap"],
  rows: number,
  probabilities: Float32Array,
): void {
  const classes = classMap.length;
  const width = logits.length / rows;
  for (let row = 0; row < rows; row++)
    probabilities.set(softmax(mapClasses(logits, row * width, classMap), 0, classes), row * classes);
}
