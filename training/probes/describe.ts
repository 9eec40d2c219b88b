import { writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { parseManifest, type ModelManifest, type Quality } from "../../src/models/manifest.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { writeIndex } from "../write-index.ts";

/** What training/export.py says of the network. */
export interface NetworkFacts {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** In the order of the labels and of the network's outputs. */
  readonly classes: readonly string[];
  /** Names of the tensors to look into. */
  readonly taps: readonly string[];
}

const INPUT_SIZE = 64;

/** Digits after the point of the numbers in a manifest. */
const DIGITS = 4;

/** Of a layer that is yet to be measured. */
export const UNKNOWN_QUALITY: Quality = { accuracy: null, accuracyHalfHidden: null, scale: null, meanAbsVEmpty: null };

/** The manifest of the shipped network before it has probes: everything but taps, probes and quality. */
export async function draftManifest(
  name: string,
  backbone: Uint8Array,
  { mean, std, classes }: NetworkFacts,
): Promise<ModelManifest> {
  return {
    format: "strata-model",
    version: 2,
    name,
    description:
      "A small residual network for 64 px photographs of ten kinds of things. In half of its training images some patches were hidden, so that it has a meaningful opinion of an image of which only parts are shown. Its probes were fitted on such images too.",
    licence: "MIT for the weights, with the terms of the training data.",
    network: { sha256: await sha256(backbone), bytes: backbone.length },
    input: {
      name: "input",
      width: INPUT_SIZE,
      height: INPUT_SIZE,
      layout: "NCHW",
      channels: "RGB",
      type: "float32",
      resize: "centre-crop",
      range: [0, 1],
      mean,
      std,
    },
    meanColour: mean,
    classes,
    classMap: classes.map((_, i) => [i]),
    output: { name: "output", logits: "logits", ...UNKNOWN_QUALITY },
    taps: [],
    probes: null,
    training: {
      data: "Imagenette (fast.ai), the training photographs of ten ImageNet classes.",
      terms:
        "The photographs are ImageNet's, for non-commercial research and education; they are not included. The choice of classes is fast.ai's, Apache 2.0.",
    },
  };
}

/** What the probes of the shipped network are fitted to. */
export const FITTED = {
  target: "labels",
  data: "Imagenette's training photographs without the held-out ones: four random crops of each, patches of a 4x4 grid hidden in half of them.",
} as const;

/** A number as a manifest has it. */
export const rounded = (value: number): number => Number(value.toFixed(DIGITS));

/** Writes the manifest of the network in the file `model` beside it, once it is found to be one, and into the list of models there. */
export async function writeManifest(model: string, manifest: ModelManifest): Promise<void> {
  await writeFile(model.replace(/\.onnx$/, ".json"), `${JSON.stringify(parseManifest(manifest), null, 2)}\n`);
  await writeIndex(dirname(model), basename(model, ".onnx"));
}
