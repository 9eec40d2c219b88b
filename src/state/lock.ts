import type { ModelManifest } from "../model/manifest.ts";
import type { Settings } from "./shape.ts";

/** The grid and baseline that a constructed network is held to, since its truth is known for no other; null for all others. */
export function lockOf({ truth }: Pick<ModelManifest, "truth">): Pick<Settings, "rows" | "cols" | "baseline"> | null {
  return truth ?? null;
}

/** The settings as far as a network takes them; the same object where it takes them all. */
export function heldTo(manifest: Pick<ModelManifest, "truth">, settings: Settings): Settings {
  const lock = lockOf(manifest);
  return lock === null || (lock.rows === settings.rows && lock.cols === settings.cols && lock.baseline === settings.baseline) ? settings : { ...settings, rows: lock.rows, cols: lock.cols, baseline: lock.baseline };
}
