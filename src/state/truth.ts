import type { TrueConcept } from "../core/truth.ts";
import type { ModelManifest } from "../model/manifest.ts";
import { heldTo, lockOf } from "./lock.ts";
import type { StrataState } from "./shape.ts";

/** What is known beforehand of the picture on the page: of a constructed network, for its own images only, for its own question only. */
export type KnownTruth = { readonly of: "image"; readonly concepts: readonly TrueConcept[] } | { readonly of: "other-image" };

const signed = new WeakMap<ModelManifest, { readonly plain: KnownTruth; readonly mirrored: KnownTruth }>();
const FOREIGN: KnownTruth = { of: "other-image" };

/** Of the class that the effects are written down for, and of the other one of two, for which every effect has the other sign. */
function bothOf(manifest: ModelManifest): { readonly plain: KnownTruth; readonly mirrored: KnownTruth } {
  const { concepts } = manifest.truth!;
  const known = signed.get(manifest) ?? {
    plain: { of: "image", concepts },
    mirrored: { of: "image", concepts: concepts.map((concept) => ({ ...concept, effects: concept.effects.map((effect) => -effect) })) },
  };
  signed.set(manifest, known);
  return known;
}

/** The truth of the picture on the page, null where nobody knows it; one object while the same holds. */
export function selectTruth({ model, image, result }: StrataState): KnownTruth | null {
  const truth = model?.manifest.truth;
  if (model === null || truth === undefined || image === null || result === null) return null;
  if (!truth.images.includes(image.sha256)) return FOREIGN;
  const { settings, target } = result;
  if (target === null || heldTo(model.manifest, settings) !== settings) return null;
  const { plain, mirrored } = bothOf(model.manifest);
  if (target.index === truth.target) return plain;
  return model.manifest.classes.length === 2 ? mirrored : null;
}

/** The grid and baseline that the network on the page is held to, or null. */
export const selectLock = ({ model }: StrataState): ReturnType<typeof lockOf> => (model === null ? null : lockOf(model.manifest));
