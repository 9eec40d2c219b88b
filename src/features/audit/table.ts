import { KINDS, type Kind } from "../../core/interactions.ts";
import type { Players } from "../../core/patches.ts";
import { SIDES, type Side } from "../../core/regions.ts";
import { sumOf, type ConceptEffect } from "../../core/strongest.ts";
import { isFirmConcept, type Firmness } from "../../exploration/firmness.ts";
import { paintedOf, type Region, type Regions } from "../../session/regions.ts";
import { patchesText, type Table, type TableWords } from "../topics/table.ts";
import { onSide, type LayerSides } from "./layout.ts";

/** Of each region the layers' strength against it. */
export type RegionSides = ReadonlyMap<Region, readonly LayerSides[]>;

/** Names of the columns. */
export type AuditColumn = "region" | "patches" | "layer" | Side | `${Kind}_${Side}_nats` | "firm_inside";

/** How much of the concepts' strength a firm share of them holds; null where nobody looked, or there are none. */
export function firmShare(concepts: readonly ConceptEffect[], firmness: Firmness | null): number | null {
  const known = concepts.map((concept) => isFirmConcept(firmness, concept));
  if (known.length === 0 || known.includes(null)) return null;
  return sumOf(concepts.filter((_, i) => known[i] === true)) / sumOf(concepts);
}

/** Of every painted region and layer the shares of its strength, 0..1, and what they are of, nats. */
export function auditTable(
  sides: RegionSides,
  regions: Regions,
  names: readonly string[],
  players: Players,
  firmness: Firmness | null,
  words: TableWords,
): Table<AuditColumn> {
  return {
    columns: [
      "region",
      "patches",
      "layer",
      ...SIDES,
      ...KINDS.flatMap((kind) => SIDES.map((side) => `${kind}_${side}_nats` as const)),
      "firm_inside",
    ],
    rows: paintedOf(regions).flatMap((region) =>
      (sides.get(region) ?? []).map((of, layer) => [
        words.regions[region],
        patchesText(regions[region], players),
        names[layer]!,
        ...SIDES.map((side) => of.shares?.[side] ?? null),
        ...KINDS.flatMap((kind) => SIDES.map((side) => of.strengths[kind][side])),
        firmShare(onSide(of, regions[region], "inside"), firmness),
      ]),
    ),
  };
}
