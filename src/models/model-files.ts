import type { ModelManifest } from "./manifest.ts";

/** A checked model, ready for a session. */
export interface LoadedModel {
  readonly manifest: ModelManifest;
  /** See `setupOf`; what is only run, and never kept, does without. */
  readonly setup?: string;
  /** Where its publisher has the network, where it came from there. */
  readonly address?: string;
  /** Network and probes in one ONNX model that gives every layer's logits. */
  readonly bytes: Uint8Array;
}
