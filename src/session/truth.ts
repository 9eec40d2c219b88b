import type { StrataState } from "./state.ts";
import type { TrueConcept } from "../core/truth.ts";
import { columnsOf, type ModelManifest } from "../models/manifest.ts";
import { heldTo, knownManifestOf } from "./lock.ts";

/** What is known beforehand of the picture on the page: of a constructed network, for its own images only, for its own question only. */
export type KnownTruth =
  { readonly of: "image"; readonly concepts: readonly TrueConcept[] } | { readonly of: "other-image" };

const signed = new WeakMap<ModelManifest, { readonly plain: KnownTruth; readonly mirrored: KnownTruth }>();
const FOREIGN: KnownTruth = { of: "other-image" };

/** Of the class that the effects are written down for, and of the other one of two, for which every effect has the other sign. */
function bothOf(manifest: ModelManifest): { readonly plain: KnownTruth; readonly mirrored: KnownTruth } {
  const { concepts } = manifest.truth!;
  const known = signed.get(manifest) ?? {
    plain: { of: "image", concepts },
    mirrored: {
      of: "image",
      concepts: concepts.map((concept) => ({ ...concept, effects: concept.effects.map((effect) => -effect) })),
    },
  };
  signed.set(manifest, known);
  return known;
}

/**
 * The truth of the picture on the page, null where nobody knows it; one object while the same holds. An opened picture is taken at its word:
 * its image is the one that it says it is of, also where only a smaller copy of it came along.
 */
export function selectTruth(state: StrataState): KnownTruth | null {
  const { image, result } = state;
  const manifest = knownManifestOf(state);
  const truth = manifest?.truth;
  if (manifest === null || truth === undefined || image === null || result === null) return null;
  if (!truth.images.includes(result.snapshot?.image.sha256 ?? image.sha256)) return FOREIGN;
  const { settings, target, layerNames } = result;
  if (
    target === null ||
    target.rather !== undefined ||
    heldTo(manifest, settings) !== settings ||
    layerNames.length !== columnsOf(manifest).length
  )
    return null;
  const { plain, mirrored } = bothOf(manifest);
  if (target.index === truth.target) return plain;
  return manifest.classes.length === 2 ? mirrored : null;
}
