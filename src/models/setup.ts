import type { ModelManifest } from "./manifest.ts";
import { sha256 } from "../platform/sha256.ts";

/**
 * Stands for all that turns an image into scores and pictures beside the network's own bytes: the probes, how pixels are prepared, which
 * outputs mean which class, the scales. 64 hexadecimal digits; the same for manifests that differ in words only.
 */
export async function setupOf({
  tail,
  input,
  preprocessing,
  baseline,
  classes,
  classMap,
  layers,
  head,
}: ModelManifest): Promise<string> {
  return sha256(
    new TextEncoder().encode(
      JSON.stringify([tail.sha256, input, preprocessing, baseline, classes, classMap, layers, head]),
    ),
  );
}
