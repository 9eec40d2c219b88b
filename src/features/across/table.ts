import type { NetworksAgreement } from "../../core/agreement-by-order.ts";
import type { Table, TableWords } from "../topics/table.ts";

const COLUMNS = ["order", "iou", "chance_mean", "chance_95", "both", "this_network", "other_network"] as const;

/** By order, and of all, how many concepts two networks have and share; orders of which neither has any have no row. */
export function acrossTable({ orders, all }: NetworksAgreement, words: TableWords): Table<(typeof COLUMNS)[number]> {
  return {
    columns: COLUMNS,
    rows: [...orders, all].flatMap((of, m) =>
      of.a + of.b === 0
        ? []
        : [
            [
              m === orders.length ? words.all : m + 1,
              of.iou,
              of.chance?.mean ?? null,
              of.chance?.high ?? null,
              of.both,
              of.a,
              of.b,
            ],
          ],
    ),
  };
}
