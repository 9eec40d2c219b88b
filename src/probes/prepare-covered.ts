import type { ModelManifest } from "../models/manifest.ts";
import type { Photograph } from "./collect-features.ts";
import { foldedDraft, foldedLabel, widened } from "./covered.ts";
import { prepareProbes } from "./prepare.ts";
import type { PhotographLists, Prepared, PrepareOptions, PrepareProgress } from "./preparation.ts";
import type { ProbeTools } from "./tools.ts";

/**
 * Probes of all of a network's classes, or of the covered ones and one for the others: see `coveredClasses`, `prepareProbes`, which is given the same.
 *
 * @param covers ascending indices of classes; null: all. @param lists with labels among all classes.
 */
export async function prepareCovered(
  network: Uint8Array,
  draft: ModelManifest,
  covers: readonly number[] | null,
  { training, heldOut, measured }: PhotographLists,
  options: PrepareOptions,
  tools: ProbeTools,
  onProgress: (progress: PrepareProgress) => void,
  signal?: AbortSignal,
): Promise<Prepared> {
  if (covers === null)
    return prepareProbes(network, draft, { training, heldOut, measured }, options, tools, onProgress, signal);
  const folded = (photographs: readonly Photograph[]): Photograph[] =>
    photographs.map((photograph) =>
      photograph.label === null
        ? photograph
        : { ...photograph, label: foldedLabel(photograph.label, covers), read: () => photograph.read() },
    );
  const lists = { training: folded(training), heldOut: folded(heldOut), measured: folded(measured) };
  const prepared = await prepareProbes(network, foldedDraft(draft, covers), lists, options, tools, onProgress, signal);
  return widened(prepared, draft, covers);
}
