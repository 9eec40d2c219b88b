import type { ModelManifest } from "./manifest.ts";

/** The files that make up a model, as read from wherever they are. */
export interface ModelFiles {
  /** NAME.json, parsed but not checked. */
  readonly manifest: unknown;
  /** NAME.onnx. */
  readonly backbone: Uint8Array;
  /** The file of the manifest's probes, null where it has none. */
  readonly tail: Uint8Array | null;
}

/** A checked model, ready for a session. */
export interface LoadedModel {
  readonly manifest: ModelManifest;
  /** See `setupOf`; what is only run, and never kept, does without. */
  readonly setup?: string;
  /** Backbone and probes in one ONNX model that gives every layer's logits. */
  readonly bytes: Uint8Array;
}
