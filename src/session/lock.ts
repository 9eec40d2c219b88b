import type { StrataState } from "./state.ts";
import { sameGrid, type Grid } from "../core/patches.ts";
import type { ManifestTruth, ModelManifest } from "../models/manifest.ts";
import { remembered } from "../platform/remembered.ts";
import type { Settings } from "./shape.ts";

type Lock = Grid & Pick<Settings, "baseline">;

const lockOfTruth = remembered(({ rows, cols, baseline }: ManifestTruth): Lock => ({
  rows,
  cols,
  picked: null,
  cut: undefined,
  baseline,
}));

/** The grid and baseline that a constructed network is held to, since its truth is known for no other; null for all others. */
export function lockOf({ truth }: Pick<ModelManifest, "truth">): Lock | null {
  return truth === undefined ? null : lockOfTruth(truth);
}

/** The settings as far as a network takes them; the same object where it takes them all. */
export function heldTo(manifest: Pick<ModelManifest, "truth">, settings: Settings): Settings {
  const lock = lockOf(manifest);
  return lock === null || (sameGrid(lock, settings) && lock.baseline === settings.baseline && settings.sample === null)
    ? settings
    : { ...settings, ...lock, sample: null };
}

/** What is known of the network of the picture on the page, whether it is here itself or not; null where nothing is. */
export function knownManifestOf({
  model,
  result,
  knownManifest,
}: Pick<StrataState, "model" | "result" | "knownManifest">): ModelManifest | null {
  return model?.manifest ?? (knownManifest?.network.sha256 === result?.model.sha256 ? knownManifest : null);
}

/** The grid and baseline that the network of the picture on the page is held to, or null. */
export function selectLock(state: Pick<StrataState, "model" | "result" | "knownManifest">): ReturnType<typeof lockOf> {
  const manifest = knownManifestOf(state);
  return manifest === null ? null : lockOf(manifest);
}
