import type { ModelManifest } from "./manifest.ts";

/** A small valid manifest; tests change what they are about. */
export const manifestFixture: ModelManifest = {
  format: "strata-model",
  version: 1,
  name: "toy",
  description: "A toy.",
  licence: "MIT",
  bytes: 3,
  sha256: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
  tail: { file: "toy.tail.onnx", sha256: "a9f51566bd6705f7ea6ad54bb9deb449f795582d6529a0e22207b8981233ec58", bytes: 4 },
  input: { name: "input", width: 2, height: 1 },
  preprocessing: { order: "RGB", mean: [0.5, 0.4, 0.3], std: [0.25, 0.5, 1] },
  baseline: [0.5, 0.4, 0.3],
  classes: ["cat", "dog"],
  classMap: [[1], [0, 2]],
  layers: [
    {
      name: "stem",
      logits: "stem_probe",
      halves: ["stem_a", "stem_b"],
      accuracy: 0.6,
      accuracyHalfHidden: 0.5,
      noiseFloor: 0.5,
      scale: 2,
      meanAbsVEmpty: 2.2,
    },
    {
      name: "block1",
      logits: "block1_probe",
      halves: null,
      accuracy: null,
      accuracyHalfHidden: null,
      noiseFloor: null,
      scale: null,
      meanAbsVEmpty: null,
    },
  ],
  head: { name: "output", logits: "logits", accuracy: 0.9, accuracyHalfHidden: 0.8, scale: 5, meanAbsVEmpty: 2.2 },
  training: { data: "None.", terms: "None." },
};
