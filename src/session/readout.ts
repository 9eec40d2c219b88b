import type { StrataState } from "./state.ts";
import { knownManifestOf } from "./lock.ts";

/** Whether the output of the picture on the page is known to read its last layer directly: see `readsDirectly`. */
export function selectReadout(state: Pick<StrataState, "model" | "result" | "knownManifest">): boolean {
  const last = state.result?.layerNames.at(-2);
  const taps = knownManifestOf(state)?.taps ?? [];
  return last !== undefined && taps.some(({ name, readout }) => readout === true && name === last);
}
