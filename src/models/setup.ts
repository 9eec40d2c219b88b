import { sha256 } from "../platform/sha256.ts";
import type { ModelManifest } from "./spec/model.ts";
import { asVersion1 } from "./spec/as-version-1.ts";

/**
 * Stands for all that turns an image into scores and pictures beside the network's own bytes: the probes, how pixels are prepared, which
 * outputs mean which class, the scales. 64 hexadecimal digits; the same for manifests that differ in words only, and for both versions of one.
 */
export async function setupOf(manifest: ModelManifest): Promise<string> {
  return sha256(new TextEncoder().encode(JSON.stringify(partsOf(manifest))));
}

/** What version 1 could say is named as it was named then: the answers that were kept are found by it. */
function partsOf(manifest: ModelManifest): readonly unknown[] {
  const before = asVersion1(manifest);
  if (before !== null) {
    const { tail, input, preprocessing, baseline, classes, classMap, layers, head } = before;
    return [tail.sha256, input, preprocessing, baseline, classes, classMap, layers, head];
  }
  const { input, meanColour, classes, classMap, probes } = manifest;
  // Which images are familiar changes no answer.
  const output = { ...manifest.output, familiar: undefined };
  // Neither does how alike neighbouring layers are, by which pictures steady lives, nor what a probe is said to be worth.
  const layers = (probes?.layers ?? []).map((layer) => ({ ...layer, nextAgreement: undefined, verdict: undefined }));
  const covers = probes?.covers === undefined ? [] : [probes.covers];
  return [2, input, meanColour, classes, classMap, output, probes?.sha256 ?? null, layers, ...covers];
}
