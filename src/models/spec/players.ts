import * as v from "valibot";
import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { MAX_GRID_SIDE, MIN_PICKED, OTHERS } from "../../core/patches.ts";
import { mostPicked, PICKS, problemOfRule, type PickRule } from "../../core/picking.ts";
import { badField } from "./fields.ts";

/** The players that a network's images are explained with where nobody says otherwise. */
export type ManifestPlayers = Omit<PickRule, "seed" | "cut">;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_GRID_SIDE));

export const playersSchema = v.object({
  rows: side,
  cols: side,
  pick: v.picklist(PICKS),
  from: v.optional(v.tuple([side, side])),
  count: v.pipe(v.number(), v.integer(), v.minValue(MIN_PICKED), v.maxValue(MAX_ENUMERABLE)),
  others: v.picklist(OTHERS),
});

/** Checks what only several fields together can show, of an input of this size. */
export function checkPlayersRule(
  players: ManifestPlayers,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const { rows, cols } = players;
  if (rows > height || cols > width)
    throw badField("players", `expected at most ${height} rows and ${width} columns, as the input has pixels`);
  const problem = problemOfRule(players);
  if (problem === "from") throw badField("players.from", `expected at most ${rows} rows and ${cols} columns`);
  if (problem === "count")
    throw badField("players.count", `expected ${MIN_PICKED} to ${Math.min(MAX_ENUMERABLE, mostPicked(players))}`);
}
