import type { ModelManifest } from "./spec/model.ts";

/** Whether a network's probes tell a class, an index, from all others: those of a network with many classes know some of them only. */
export function isCovered(
  { probes }: Pick<ModelManifest, "probes">,
  { index, rather }: { readonly index: number; readonly rather?: { readonly index: number } | undefined },
): boolean {
  const covers = probes?.covers;
  return covers === undefined || (covers.includes(index) && (rather === undefined || covers.includes(rather.index)));
}

/** A network with its own output alone. */
export function withoutProbes({
  probeChoice: _,
  replicateCount: __,
  largestEffects: ___,
  ...manifest
}: ModelManifest): ModelManifest {
  return { ...manifest, probes: null };
}
