import type { ModelManifest } from "../../src/model/manifest.ts";
import { sha256 } from "../../src/model/sha256.ts";

/** What training/evaluate.py, or export.py for an unfinished network, says of the network. */
export interface NetworkFacts {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** In the order of the labels and of the network's outputs. */
  readonly classes: readonly string[];
  /** Names of the tensors to look into. */
  readonly taps: readonly string[];
}

const INPUT_SIZE = 64;

/** The manifest of the shipped network before it has probes: everything but layers, tail and quality. */
export async function draftManifest(name: string, backbone: Uint8Array, { mean, std, classes }: NetworkFacts): Promise<ModelManifest> {
  return {
    format: "strata-model",
    version: 1,
    name,
    description: "A small residual network for 64 px photographs of ten kinds of things. In half of its training images some patches were hidden, so that it has a meaningful opinion of an image of which only parts are shown. Its probes were fitted on such images too.",
    licence: "MIT for the weights, with the terms of the training data.",
    bytes: backbone.length,
    sha256: await sha256(backbone),
    tail: { file: `${name}.tail.onnx`, sha256: "", bytes: 0 },
    input: { name: "input", width: INPUT_SIZE, height: INPUT_SIZE },
    preprocessing: { order: "RGB", mean, std },
    baseline: mean,
    classes,
    classMap: classes.map((_, i) => [i]),
    layers: [],
    head: { name: "output", logits: "logits", accuracy: null, accuracyHalfHidden: null, scale: null, meanAbsVEmpty: null },
    training: {
      data: "Imagenette (fast.ai), the training photographs of ten ImageNet classes.",
      terms: "The photographs are ImageNet's, for non-commercial research and education; they are not included. The choice of classes is fast.ai's, Apache 2.0.",
    },
  };
}
