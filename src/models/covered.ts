import type { ModelManifest } from "./spec/model.ts";

/** Whether a network's probes tell a class, an index, from all others: those of a network with many classes know some of them only. */
export function isCovered({ probes }: Pick<ModelManifest, "probes">, target: number): boolean {
  return probes?.covers?.includes(target) ?? true;
}

/** A network with its own output alone. */
export function withoutProbes({ probeChoice: _, replicateCount: __, ...manifest }: ModelManifest): ModelManifest {
  return { ...manifest, probes: null };
}
