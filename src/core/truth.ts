/** What a constructed network truly holds, beside what the picture shows of it. */
import type { Mask } from "./masks.ts";
import { KINDS, type Effects, type Kind, type SparseEffects } from "./interactions.ts";
import { sameConcept, type PictureTrack } from "./tracks.ts";

/** A concept that is there by construction; its effect at every layer, nats, 0 where it is not. */
export interface TrueConcept {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly effects: readonly number[];
}

/** Of one concept at one layer: truly there and shown, truly there and not shown, shown and not there, or neither. */
export type TruthMark = "there" | "missing" | "extra" | null;

/** How a picture agrees with the truth; counts are of concepts at single layers. */
export interface TruthComparison {
  /** Per row of the picture, in its order, a mark per layer. */
  readonly marks: readonly (readonly TruthMark[])[];
  readonly there: number;
  readonly missing: number;
  readonly extra: number;
  /** Concepts that are truly somewhere and have no row; their layers count as missing. */
  readonly absent: readonly TrueConcept[];
}

function markOf(isTrue: boolean, isShown: boolean): TruthMark {
  if (isTrue) return isShown ? "there" : "missing";
  return isShown ? "extra" : null;
}

function marksOf(
  { effects, lives, bridged }: Pick<PictureTrack, "effects" | "lives" | "bridged">,
  truth: TrueConcept | undefined,
): TruthMark[] {
  return Array.from(effects, (_, layer) => {
    const shown = lives.some(({ first, last }) => first <= layer && layer <= last) && !bridged.includes(layer);
    return markOf((truth?.effects[layer] ?? 0) !== 0, shown);
  });
}

/** Compares every row of a picture with the truth. A gap that is bridged shows nothing. Costs O(rows · concepts · layers). */
export function compareWithTruth(
  rows: readonly Pick<PictureTrack, "kind" | "mask" | "effects" | "lives" | "bridged">[],
  concepts: readonly TrueConcept[],
): TruthComparison {
  const marks = rows.map((row) =>
    marksOf(
      row,
      concepts.find((concept) => sameConcept(concept, row)),
    ),
  );
  const absent = concepts.filter(
    (concept) => concept.effects.some((effect) => effect !== 0) && !rows.some((row) => sameConcept(concept, row)),
  );
  const count = (wanted: TruthMark): number => marks.flat().filter((mark) => mark === wanted).length;
  return {
    marks,
    absent,
    there: count("there"),
    extra: count("extra"),
    missing: count("missing") + absent.flatMap(({ effects }) => effects).filter((effect) => effect !== 0).length,
  };
}

/** The layer at which an effect, of any concept there is, is farthest from the truth, and by how many nats. RangeError without layers. Costs O(layers · (effects + concepts)). */
export function farthestFromTruth(
  layers: readonly Effects[],
  concepts: readonly TrueConcept[],
): { readonly layer: number; readonly error: number } {
  if (layers.length === 0) throw new RangeError("layers must not be empty");
  const errors = layers.map((effects, layer) => {
    return Math.max(
      ...KINDS.map((kind) =>
        farthestOf(
          effects[kind],
          layer,
          concepts.filter((one) => one.kind === kind),
        ),
      ),
    );
  });
  const error = Math.max(...errors);
  return { layer: errors.indexOf(error), error };
}

/** By how much an effect of one kind is off at most at a layer, nats; `concepts` are those of that kind. */
function farthestOf({ masks, effects }: SparseEffects, layer: number, concepts: readonly TrueConcept[]): number {
  const rest = new Map<Mask, number>(Array.from(masks, (mask, i) => [mask, effects[i]]));
  for (const { mask, effects: truth } of concepts) rest.set(mask, (rest.get(mask) ?? 0) - truth[layer]!);
  return [...rest.values()].reduce((most, effect) => Math.max(most, Math.abs(effect)), 0);
}
