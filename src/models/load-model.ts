import { assembleModel } from "./assemble.ts";
import type { ModelManifest } from "./manifest.ts";
import type { LoadedModel } from "./model-files.ts";
import { setupOf } from "./setup.ts";
import type { ModelStore } from "./store.ts";

/**
 * Gets the files that a manifest names by their digests, and joins them. Linear in the bytes. Throws as the store does.
 */
export async function loadModel(manifest: ModelManifest, store: ModelStore): Promise<LoadedModel> {
  const { network, probes } = manifest;
  const [backbone, tail] = await Promise.all([
    store.get(network.sha256),
    probes === null ? null : store.get(probes.sha256),
  ]);
  return { ...joinModel(manifest, { backbone, tail }), setup: await setupOf(manifest) };
}

/** Network and probes in one, but for the probes of half the data: they have told the noise floors and need not be run. Linear in the bytes. */
export function joinModel(
  manifest: ModelManifest,
  { backbone, tail }: { readonly backbone: Uint8Array; readonly tail: Uint8Array | null },
): LoadedModel {
  const bytes = tail === null ? backbone : assembleModel(backbone, tail.subarray(0, manifest.probes?.halvesFrom));
  return { manifest, bytes };
}
