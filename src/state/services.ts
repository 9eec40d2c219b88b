import type { Engine } from "../exploration/events.ts";
import type { DecodedImage } from "../inference/protocol.ts";
import type { LoadedModel } from "../model/model-files.ts";
import type { Language } from "../strings/index.ts";
import type { Sample, Theme } from "./shape.ts";

/** Workers that hold one model, and how to free them. */
export interface OpenEngine extends Engine {
  dispose(): void;
}

/** What the store needs from the world, so that its transitions can be tested without one. */
export interface Services {
  modelNames(): Promise<readonly string[]>;
  samples(): Promise<readonly Sample[]>;
  /** Rejects with ModelError. */
  loadModel(name: string): Promise<LoadedModel>;
  sampleFile(sample: Sample): Promise<Blob>;
  /** Fits an image file to width x height pixels; rejects with ImageError. */
  decode(file: Blob, width: number, height: number): Promise<DecodedImage>;
  /** Workers for a model; rejects with InferenceError. */
  openEngine(model: LoadedModel): Promise<OpenEngine>;
  /** Milliseconds on a clock that never runs backwards. */
  nowMs(): number;
  /** Keeps a choice for the next visit, where the browser allows it. */
  remember(choice: { readonly language: Language; readonly theme: Theme }): void;
}
