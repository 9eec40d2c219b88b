import type { StrataState } from "./state.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { Settings } from "./shape.ts";

/** The grid and baseline that a constructed network is held to, since its truth is known for no other; null for all others. */
export function lockOf({ truth }: Pick<ModelManifest, "truth">): Pick<Settings, "rows" | "cols" | "baseline"> | null {
  return truth ?? null;
}

/** The settings as far as a network takes them; the same object where it takes them all. */
export function heldTo(manifest: Pick<ModelManifest, "truth">, settings: Settings): Settings {
  const lock = lockOf(manifest);
  return lock === null ||
    (lock.rows === settings.rows && lock.cols === settings.cols && lock.baseline === settings.baseline)
    ? settings
    : { ...settings, rows: lock.rows, cols: lock.cols, baseline: lock.baseline };
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
