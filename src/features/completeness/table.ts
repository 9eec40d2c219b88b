import type { Table } from "../topics/table.ts";
import type { LayerShares } from "./layout.ts";

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
