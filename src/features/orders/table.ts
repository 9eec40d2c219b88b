import type { Table } from "../topics/table.ts";
import { PARTS, type Strength } from "./layout.ts";

export const ORDERS_COLUMNS = ["layer", "order", "sign", ...PARTS, "all"] as const;

/** Strengths by layer, order and sign, in units of the layers' scales; what is nothing has no row. */
export function ordersTable(
  strengths: readonly Strength[],
  names: readonly string[],
): Table<(typeof ORDERS_COLUMNS)[number]> {
  return {
    columns: ORDERS_COLUMNS,
    rows: strengths
      .filter((of) => of.all > 0 || of.new > 0)
      .map((of) => [names[of.layer]!, of.order, of.sign, ...PARTS.map((part) => of[part]), of.all]),
  };
}
