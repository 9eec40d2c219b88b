import { assembleModel } from "./assemble.ts";
import { ModelError, type ModelPart } from "./errors.ts";
import type { ModelManifest } from "./manifest.ts";
import type { LoadedModel } from "./model-files.ts";
import { choiceOf } from "./probe-choice.ts";
import { setupOf } from "./setup.ts";
import type { ModelStore } from "./store.ts";

/**
 * Gets the files that a manifest names by their digests, and joins them. Linear in the bytes. Throws as the store does; the context of a ModelError says
 * which `part` it is about, where that is one without which the network runs.
 */
export async function loadModel(manifest: ModelManifest, store: ModelStore): Promise<LoadedModel> {
  const { network, probes } = manifest;
  const sampled = manifest.replicateCount === undefined ? undefined : probes?.replicates;
  const coming = store.get(network.sha256);
  /** Throws what went wrong with a part, and says with which, once the network is here: who goes on without the part need not wait for that again. */
  const about =
    (part: ModelPart | null) =>
    async (error: unknown): Promise<never> => {
      if (part === null || !(error instanceof ModelError)) throw error;
      await coming;
      throw new ModelError(error.code, error.message, { ...error.context, part }, error);
    };
  const [backbone, tail, replicates] = await Promise.all([
    coming,
    probes === null ? null : store.get(probes.sha256).catch(about(choiceOf(manifest) === "labels" ? "labels" : null)),
    sampled === undefined ? null : store.get(sampled.sha256).catch(about("replicates")),
  ]);
  return { ...joinModel(manifest, { backbone, tail, replicates }), setup: await setupOf(manifest) };
}

/** The files of a model; null what it has not, or is not to be run. */
interface ModelParts {
  readonly backbone: Uint8Array;
  readonly tail: Uint8Array | null;
  readonly replicates?: Uint8Array | null;
}

/**
 * Network, probes and, where they are to answer, replicates in one, but for the probes of half the data: they have told the noise floors and need
 * not be run. Linear in the bytes.
 */
export function joinModel(manifest: ModelManifest, { backbone, tail, replicates = null }: ModelParts): LoadedModel {
  const probed = tail === null ? backbone : assembleModel(backbone, tail.subarray(0, manifest.probes?.halvesFrom));
  return { manifest, bytes: replicates === null ? probed : assembleModel(probed, replicates) };
}
