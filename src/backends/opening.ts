/** What opening a network takes and gives. */
import type { InferenceSession } from "onnxruntime-web";
import type { ModelManifest } from "../models/spec/model.ts";
import type { OpeningFacts } from "./batching.ts";
import type { OrtRuntime } from "./run-batch.ts";

/** What is needed of ONNX Runtime to open networks, whichever build of it. */
export interface OpeningRuntime extends OrtRuntime {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
}

/** How a session of a model is opened. */
export type SessionOptionsOf = (bytes: Uint8Array) => InferenceSession.SessionOptions;

/** A network that is ready to run. */
export interface OpenNetwork {
  readonly session: InferenceSession;
  /** Of what runs: it names the output that gives logits in 32-bit floats. */
  readonly manifest: ModelManifest;
  readonly facts: OpeningFacts;
}
