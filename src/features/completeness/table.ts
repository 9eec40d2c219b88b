import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Table } from "../topics/table.ts";
import type { LayerShares } from "./layout.ts";

/** How far two fits of each layer's probe agree: on this image where its replicates were explained, else over photographs. */
export const agreementsOf = (
  layers: readonly (Pick<SolvedLayer, "probeAgreement" | "replicateAgreement"> | null)[],
): (number | null)[] =>
  layers.map((layer) =>
    layer === null ? null : layer.replicateAgreement === undefined ? layer.probeAgreement : layer.replicateAgreement,
  );

/** Shares of each layer, 0..1. */
export function completenessTable(
  shares: readonly LayerShares[],
  names: readonly string[],
): Table<"layer" | "completeness" | "redundancy" | "probe_agreement"> {
  return {
    columns: ["layer", "completeness", "redundancy", "probe_agreement"],
    rows: shares.map((of, l) => [names[l]!, of.completeness, of.redundancy, of.agreement]),
  };
}
