import type { Pixels } from "../core/resize.ts";
import type { MaskEvaluator } from "../inference/evaluator.ts";
import type { LayerSolver } from "../inference/solver-pool.ts";
import type { LoadedModel } from "../model/model-files.ts";
import type { Language } from "../strings/index.ts";
import type { Sample, Theme } from "./shape.ts";

/** Workers ready for one model. */
export interface Engine {
  readonly evaluator: MaskEvaluator;
  readonly solver: LayerSolver;
  dispose(): void;
}

/** What the store needs from the world, so that its transitions can be tested without one. */
export interface Services {
  modelNames(signal: AbortSignal): Promise<readonly string[]>;
  samples(signal: AbortSignal): Promise<readonly Sample[]>;
  loadModel(name: string, signal: AbortSignal): Promise<LoadedModel>;
  sampleFile(sample: Sample, signal: AbortSignal): Promise<Blob>;
  /** Decode, crop and resize to the model's input; rejects with ImageError. */
  decode(file: Blob, width: number, height: number, signal: AbortSignal): Promise<Pixels>;
  /** Workers for a model; `onReplaced` is told when one died and was replaced. */
  engine(model: LoadedModel, signal: AbortSignal): Promise<Engine>;
  /** Milliseconds on a monotonic clock. */
  now(): number;
  remember(preference: { readonly language?: Language; readonly theme?: Theme }): void;
}
