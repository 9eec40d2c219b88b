import type { ScoresShown } from "../../core/by-number-shown.ts";
import type { Table } from "../topics/table.ts";

const COLUMNS = ["layer", "shown", "masks", "mean_nats", "deviation_nats", "least_nats", "most_nats"] as const;

/** Of each layer the scores by how many patches are shown, nats. */
export function shownTable(
  layers: readonly (readonly ScoresShown[])[],
  names: readonly string[],
): Table<(typeof COLUMNS)[number]> {
  return {
    columns: COLUMNS,
    rows: layers.flatMap((of, l) =>
      of.map(({ shown, masks, mean, deviation, least, most }) => [
        names[l]!,
        shown,
        masks,
        mean,
        deviation,
        least,
        most,
      ]),
    ),
  };
}
