import type { ModelManifest } from "../models/manifest.ts";
import type { ProbeTarget } from "../models/spec/probes.ts";
import type { Photograph } from "./collect-features.ts";
import type { LayerFit } from "./fit-layer.ts";
import type { Augment } from "./versions.ts";

/** Nothing is random but by this seed. */
export const SEED = 1;

/**
 * Share of what there is to gain that the penalty may cost. On Imagenette, 4,000 photographs, it costs the probes of a residual network about a point of
 * accuracy against the penalty of least cross-entropy, and their replicates agree on .05 to .14 more of their concepts.
 */
export const MARGIN = 0.03;

/** Of each layer's probe. */
export const REPLICATES = 8;

/** Of each layer's probe, on samples of half as many photographs: they tell how many more would do. */
export const SPARSE_REPLICATES = 3;

/** Held-out photographs on which the replicates' agreement is measured. */
export const NOISE_PHOTOGRAPHS = 100;

/** Fewer photographs than this, to fit on or held out, cannot tell one penalty from another. */
export const LEAST_PHOTOGRAPHS = 4;

/** Photographs of a data set, none in two of the lists. */
export interface PhotographLists {
  /** Probes are fitted on these. */
  readonly training: readonly Photograph[];
  /** Penalties are chosen, and the noise of probes is measured, on these. */
  readonly heldOut: readonly Photograph[];
  /** Accuracy and scale are measured on these; they may be the held-out ones. */
  readonly measured: readonly Photograph[];
}

/** How probes are prepared. */
export interface PrepareOptions {
  /**
   * "network": probes of the network's own answers with their replicates, and beside them, where all photographs have labels, probes of these. "labels":
   * these alone.
   */
  readonly target: ProbeTarget;
  /** Versions of each photograph. */
  readonly versions: number;
  readonly augment: Augment;
  readonly margin: number;
  readonly replicates: number;
  /** Of replicates on samples of half as many photographs, by which it is told how many more would do. */
  readonly sparse: number;
  /** Held-out photographs on which the agreement of replicates is measured; the finer grids take fewer. */
  readonly noisePhotographs: number;
  readonly seed: number;
  /** What the manifest says that the probes were fitted on. */
  readonly data: string;
}

/** How far the work is. */
export type PrepareProgress =
  | { readonly stage: "features" | "noise"; readonly done: number; readonly total: number }
  | { readonly stage: "fitted"; readonly layer: string; readonly features: number; readonly fit: LayerFit }
  | { readonly stage: "quality" };

/** A network with its probes: what its manifest says, and the files that this names. */
export interface Prepared {
  readonly manifest: ModelManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}
