import type { ModelManifest } from "./manifest.ts";
import type { ProbeChoice, ProbeTarget } from "./spec/probes.ts";

/** Which of its probes a network is at hand with. */
export const choiceOf = ({ probeChoice }: Pick<ModelManifest, "probeChoice">): ProbeChoice => probeChoice ?? "first";

/** A network with the probes that were chosen in the place of its first ones; as it is where these were, or where it has no others. */
export function withProbes(manifest: ModelManifest, choice: ProbeChoice): ModelManifest {
  const { labels, covers } = manifest.probes ?? {};
  if (choice !== "labels" || labels === undefined) return manifest;
  return { ...manifest, probes: { ...labels, ...(covers !== undefined && { covers }) }, probeChoice: choice };
}

/** A network whose probes' replicates are to answer beside them; as it is where it has none. */
export function withReplicates(manifest: ModelManifest): ModelManifest {
  const replicates = manifest.probes?.replicates;
  return replicates === undefined ? manifest : { ...manifest, replicateCount: replicates.count };
}

/** Which of a network's probes were fitted to a target; null where none were, or where that is not known. */
export function choiceFor({ probes }: Pick<ModelManifest, "probes">, target: ProbeTarget): ProbeChoice | null {
  if (probes?.fitted?.target === target) return "first";
  return target === "labels" && probes?.labels !== undefined ? "labels" : null;
}
