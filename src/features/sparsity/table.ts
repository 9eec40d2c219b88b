import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Table } from "../topics/table.ts";
import { salientAt, sortedShares } from "./layout.ts";

/** Shares of the largest effect at which the table counts. */
const TAUS = [0.01, 0.02, 0.05, 0.1, 0.2] as const;

/** Of each layer the effects that are not 0, and how many of them are salient by each τ. */
export function sparsityTable(
  layers: readonly Pick<SolvedLayer, "interactions">[],
  names: readonly string[],
): Table<"layer" | "effects" | `salient_${(typeof TAUS)[number]}`> {
  return {
    columns: ["layer", "effects", ...TAUS.map((tau) => `salient_${tau}` as const)],
    rows: layers.map(({ interactions }, l) => [
      names[l]!,
      sortedShares(interactions).length,
      ...TAUS.map((tau) => salientAt(interactions, tau)),
    ]),
  };
}
