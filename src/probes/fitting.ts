/** Probes fitted on images that somebody has at hand: what is given, told and answered, by whoever does it. */
import { CodedError, carry } from "../platform/coded-error.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { OnImageNews, OnImageProbes, OnImageQuestion } from "./on-image.ts";
import type { Prepared } from "./preparation.ts";
import type { Augment } from "./versions.ts";

/**
 * What can be wrong with fitting probes: `too-few-images` (`context.images` can be used, `context.least` are needed); `not-kept`: nothing is kept under the id, or
 * not all of it; `elsewhere`: another page is at it.
 */
export type FittingErrorCode = "too-few-images" | "not-kept" | "elsewhere";

/** An expected failure of fitting probes. */
export class FittingError extends CodedError<FittingErrorCode> {
  override readonly name = "FittingError";
}
carry("FittingError", FittingError);

/** An image that was given, not yet read. */
export interface GivenImage {
  readonly name: string;
  readonly file: Blob;
  /** Index of its class; null where nobody says. */
  readonly label: number | null;
}

/** A network and images to fit its probes on. */
export interface GivenFit {
  /** With taps, without probes. */
  readonly draft: ModelManifest;
  readonly network: Blob;
  readonly images: readonly GivenImage[];
  readonly augment: Augment;
  /** What the images are called in the manifest, such as their folder; may be empty. */
  readonly source: string;
}

/** A fit under its id; null: it goes on with what is kept under that. */
export interface FitJob {
  readonly id: string;
  readonly given: GivenFit | null;
}

/** An image that is not used: an ImageError's code says why it cannot be read; "not-needed": there is no memory for so many. */
export interface LeftOut {
  readonly name: string;
  readonly code: string;
}

/** How far a fit is. */
export type FitNews =
  | { readonly stage: "keeping" | "looking" | "features" | "noise"; readonly done: number; readonly total: number }
  /** Whether it goes on after a reload. */
  | { readonly stage: "kept"; readonly isKept: boolean }
  | {
      readonly stage: "planned";
      readonly versions: number;
      readonly training: number;
      readonly heldOut: number;
      readonly left: readonly LeftOut[];
      /** See `coveredClasses`. */
      readonly covers: readonly number[] | null;
    }
  | {
      readonly stage: "fitted";
      readonly layer: string;
      readonly index: number;
      readonly of: number;
      readonly l2: number;
    }
  | { readonly stage: "quality" };

/** A fit that a reload or a closed page broke off. */
export interface UnfinishedFit {
  readonly id: string;
  /** The network's name, and its file's SHA-256. */
  readonly name: string;
  readonly sha256: string;
  readonly images: number;
  /** Share of the features that are there, 0..1. */
  readonly done: number;
  /** What it takes up. */
  readonly bytes: number;
  readonly startedMs: number;
}

/** Whoever fits probes. */
export interface ProbeFitter {
  /** See `fitOnImages`. What is kept of it stays until it is discarded. Rejects with the signal's reason when cancelled: then nothing of it stays. */
  fit(job: FitJob, onNews: (news: FitNews) => void, signal?: AbortSignal): Promise<Prepared>;
  /** See `fitOnImage`. */
  onImage(question: OnImageQuestion, onNews: (news: OnImageNews) => void, signal?: AbortSignal): Promise<OnImageProbes>;
  /** The oldest first. */
  unfinished(): Promise<readonly UnfinishedFit[]>;
  discard(id: string): Promise<void>;
  dispose(): void;
}
