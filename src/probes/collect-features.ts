import { mulberry32 } from "../core/random.ts";
import { mapClasses, softmax } from "../core/value.ts";
import { assembleModel } from "../models/assemble.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { featureCount } from "../models/spec/taps.ts";
import { featuresName, featuresTail } from "./probe-tail.ts";
import { runImages, type MaskedImage } from "./run-images.ts";
import type { FeatureStore, Mark, ProbeTools } from "./tools.ts";
import { drawVersions, type Augment, type Decoded } from "./versions.ts";

/** A photograph, not yet read. */
export interface Photograph {
  readonly name: string;
  /** Index of its class; null where nobody says. */
  readonly label: number | null;
  read(): Promise<Decoded>;
}

/** A photograph whose class is known. */
export interface LabelledPhotograph extends Photograph {
  readonly label: number;
}

/** Features of versions of photographs, those of a photograph one after another; and what the network says of each. */
export interface CollectedFeatures {
  readonly rows: number;
  /** Layers in the order of the taps. */
  readonly store: FeatureStore;
  /** The network's probabilities of the mapped classes, [rows · classes]. */
  readonly probabilities: Float32Array;
  /** [rows], classes of the photographs; null where one has none. */
  readonly labels: Uint16Array | null;
}

/** How versions are drawn, and what their features are called in a store. */
export interface Drawing {
  readonly name: string;
  readonly versions: number;
  readonly augment: Augment;
  readonly seed: number;
}

/**
 * Runs the network on versions of every photograph and puts the features of its taps into a store, which the caller closes. A store that is filled in
 * part is filled on: batches and versions are those of one go, so that the features are the same bytes.
 */
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
  const { versions, name } = drawing;
  const rows = photographs.length * versions;
  const classes = classMap.length;
  // The network's own answer stands behind the layers as one more.
  const store = await tools.store(name, [...taps.map(featureCount), classes]);
  try {
    const start = store.mark ?? { rows: 0, photograph: 0, drawn: 0 };
    if (start.rows < rows) {
      const runner = await tools.open(assembleModel(backbone, featuresTail(taps)), manifest.input);
      const versionsFrom = new Versions(photographs, manifest, drawing, start, onProgress);
      try {
        await runImages(
          runner,
          manifest,
          versionsFrom,
          [...taps.map(featuresName), output.logits],
          async (outputs, first, count) => {
            for (const [layer] of taps.entries()) await store.append(layer, outputs[layer]!);
            await store.append(taps.length, probabilitiesOf(outputs.at(-1)!, classMap, count));
            await store.reached(versionsFrom.markAt(start.rows + first + count));
          },
          signal,
        );
      } finally {
        await runner.close();
      }
    }
    const labels = photographs.map(({ label }) => label);
    return {
      rows,
      store,
      probabilities: await store.read(taps.length, 0, rows),
      labels: labels.every((label) => label !== null)
        ? Uint16Array.from(labels.flatMap((label) => Array<number>(versions).fill(label)))
        : null,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Versions of photographs one after another, from a mark on. */
class Versions implements AsyncIterable<MaskedImage> {
  readonly #photographs: readonly Photograph[];
  readonly #manifest: ModelManifest;
  readonly #drawing: Drawing;
  readonly #start: Mark;
  readonly #onProgress: (done: number) => void;
  /** Numbers drawn so far, and before the photograph that is at hand. */
  #drawn: number;
  #drawnBefore: number;
  #photograph: number;

  constructor(
    photographs: readonly Photograph[],
    manifest: ModelManifest,
    drawing: Drawing,
    start: Mark,
    onProgress: (done: number) => void,
  ) {
    this.#photographs = photographs;
    this.#manifest = manifest;
    this.#drawing = drawing;
    this.#start = start;
    this.#onProgress = onProgress;
    this.#drawn = this.#drawnBefore = start.drawn;
    this.#photograph = start.photograph;
  }

  /** The mark of so many rows, the last one of which was the last to be handed out. */
  markAt(rows: number): Mark {
    return rows === (this.#photograph + 1) * this.#drawing.versions
      ? { rows, photograph: this.#photograph + 1, drawn: this.#drawn }
      : { rows, photograph: this.#photograph, drawn: this.#drawnBefore };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MaskedImage> {
    const { versions, augment, seed } = this.#drawing;
    const { rows, photograph: first, drawn } = this.#start;
    const generator = mulberry32(seed, drawn);
    const random = (): number => {
      this.#drawn++;
      return generator();
    };
    for (let i = first; i < this.#photographs.length; i++) {
      this.#photograph = i;
      this.#drawnBefore = this.#drawn;
      this.#onProgress(i);
      const drawnVersions = drawVersions(await this.#photographs[i]!.read(), this.#manifest, augment, versions, random);
      const known = i === first ? rows - first * versions : 0;
      for (const { mask, ...shown } of drawnVersions.slice(known)) yield { ...shown, masks: [mask] };
    }
  }
}

/** Probabilities of the mapped classes, [rows · classes], of rows of logits. */
function probabilitiesOf(logits: Float32Array, classMap: ModelManifest["classMap"], rows: number): Float32Array {
  const classes = classMap.length;
  const width = logits.length / rows;
  const probabilities = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++)
    probabilities.set(softmax(mapClasses(logits, row * width, classMap), 0, classes), row * classes);
  return probabilities;
}
