/** Where a layer's concepts lie against a part of the image. */
import type { Kind } from "./interactions.ts";
import { isWithin, meets, type Mask } from "./masks.ts";
import type { ConceptEffect } from "./strongest.ts";

/** Against a region a concept lies wholly inside, across its border, or wholly outside. */
export const SIDES = ["inside", "across", "outside"] as const;
export type Side = (typeof SIDES)[number];

/** Where a concept's patches lie; AND and OR alike: an OR that one of its patches outside is enough for lies across. */
export function sideOf(mask: Mask, region: Mask): Side {
  return isWithin(mask, region) ? "inside" : meets(mask, region) ? "across" : "outside";
}

/** Σ |effect| by kind and side, nats. */
export type SideStrengths = Readonly<Record<Kind, Readonly<Record<Side, number>>>>;

/** How strong the concepts of each kind are on each side of a region; together all of them. Linear in the concepts. */
export function sideStrengths(concepts: readonly ConceptEffect[], region: Mask): SideStrengths {
  const sums = {
    and: { inside: 0, across: 0, outside: 0 },
    or: { inside: 0, across: 0, outside: 0 },
  };
  for (const { kind, mask, effect } of concepts) sums[kind][sideOf(mask, region)] += Math.abs(effect);
  return sums;
}
