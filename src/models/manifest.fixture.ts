import type { ModelManifest } from "./manifest.ts";

/** A small valid manifest; tests change what they are about. */
export const manifestFixture: ModelManifest = {
  format: "strata-model",
  version: 2,
  name: "toy",
  description: "A toy.",
  licence: "MIT",
  network: { sha256: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", bytes: 3 },
  input: {
    name: "input",
    width: 2,
    height: 1,
    layout: "NCHW",
    channels: "RGB",
    type: "float32",
    resize: "centre-crop",
    range: [0, 1],
    mean: [0.5, 0.4, 0.3],
    std: [0.25, 0.5, 1],
  },
  meanColour: [0.5, 0.4, 0.3],
  classes: ["cat", "dog"],
  classMap: [[1], [0, 2]],
  output: { name: "output", logits: "logits", accuracy: 0.9, accuracyHalfHidden: 0.8, scale: 5, meanAbsVEmpty: 2.2 },
  taps: [
    { name: "stem", tensor: "conv1/Relu:0", kind: "maps", channels: 8, height: 10, width: 5, cell: [3, 2] },
    { name: "block1", tensor: "block1", kind: "vector", channels: 8 },
  ],
  probes: {
    file: "toy.tail.onnx",
    sha256: "a9f51566bd6705f7ea6ad54bb9deb449f795582d6529a0e22207b8981233ec58",
    bytes: 4,
    fitted: { target: "labels", data: "None." },
    layers: [
      {
        name: "stem",
        logits: "stem_probe",
        accuracy: 0.6,
        accuracyHalfHidden: 0.5,
        scale: 2,
        meanAbsVEmpty: 2.2,
        halves: ["stem_a", "stem_b"],
        noiseFloor: 0.5,
      },
      {
        name: "block1",
        logits: "block1_probe",
        accuracy: null,
        accuracyHalfHidden: null,
        scale: null,
        meanAbsVEmpty: null,
        halves: null,
        noiseFloor: null,
      },
    ],
  },
  training: { data: "None.", terms: "None." },
};

/** The fixture with its probes' layers changed. */
export function withLayers(
  manifest: ModelManifest,
  change: (layer: NonNullable<ModelManifest["probes"]>["layers"][number]) => object,
): ModelManifest {
  const probes = manifest.probes!;
  return { ...manifest, probes: { ...probes, layers: probes.layers.map((layer) => ({ ...layer, ...change(layer) })) } };
}
