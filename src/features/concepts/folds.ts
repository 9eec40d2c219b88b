import { isLargeOr, nearOrGroups } from "../../core/near-ors.ts";
import { orderOf, union } from "../../core/masks.ts";
import type { RowSort } from "../../session/shape.ts";
import { peakOf, sortRows, withReadout, type CellState, type PictureRow } from "./rows.ts";
import { standingRows } from "./sureness.ts";

/** The strongest one's name is not that of all. */
const withoutName = ({ name: _name, ...row }: PictureRow): PictureRow => row;

/** The row that stands for ORs of nearly the same patches while it is closed; its effects are their sums. It has the key of the strongest of them. */
function rowOfMembers(members: readonly PictureRow[], readout: boolean): PictureRow {
  const leader = withoutName(members[0]!);
  const last = leader.cells.length - 1;
  const effects = Float64Array.from(leader.cells, (_, l) =>
    members.reduce((sum, member) => sum + member.effects[l]!, 0),
  );
  const cells = leader.cells.map((_, l): CellState => {
    const states = members.map((member) => member.cells[l]!);
    return states.includes("alive") ? "alive" : states.includes("bridged") ? "bridged" : "below";
  });
  const stands = (layer: number): boolean => (cells[layer] ?? "below") !== "below";
  const layers = cells.map((_, layer) => layer);
  const born = layers.findIndex(stands);
  const end = layers.findLastIndex(stands);
  const mask = members.reduce((all, member) => union(all, member.mask), leader.mask);
  const row: PictureRow = {
    ...leader,
    mask,
    order: orderOf(mask),
    effects,
    cells,
    births: layers.filter((layer) => layer > 0 && stands(layer) && !stands(layer - 1)),
    deaths: layers.filter((layer) => layer < last && stands(layer) && !stands(layer + 1)),
    peak: peakOf(effects, cells),
    born: born < 0 ? null : born,
    died: end === last ? null : end + 1,
    share: members.reduce((sum, { share }) => sum + share, 0),
    course: null,
    sure: null,
    fold: { members, isOpen: false },
  };
  return readout ? withReadout(row) : row;
}

/**
 * Rows with one in place of large ORs of nearly the same patches, but for those that are `open` by the key of their strongest; in standing order.
 *
 * @param readout see `withReadout`.
 */
export function folded(
  rows: readonly PictureRow[],
  open: ReadonlySet<string>,
  sort: RowSort,
  readout: boolean,
): PictureRow[] {
  if (rows.filter(isLargeOr).length < 2) return [...rows];
  const strongest = sortRows(rows, "strength").map((row) => ({ ...row, row, sign: row.peak ?? 0 }));
  const groups = nearOrGroups(strongest).map((group) => group.map(({ row }) => row));
  const closed = groups.filter(([leader, ...more]) => more.length > 0 && !open.has(leader!.key));
  const opened = groups.filter(([leader, ...more]) => more.length > 0 && open.has(leader!.key));
  // Of a fold that is open its members stand below each other, where the strongest of them belongs.
  const follows = new Map(opened.map(([leader, ...more]) => [leader!.key, standingRows(more, sort)]));
  const hidden = new Set([...closed, ...opened].flatMap(([, ...more]) => more.map(({ key }) => key)));
  const merged = new Map(closed.map((members) => [members[0]!.key, rowOfMembers(members, readout)]));
  const standing = rows.flatMap((row) => (hidden.has(row.key) ? [] : [merged.get(row.key) ?? row]));
  return standingRows(standing, sort).flatMap((row) => {
    const more = follows.get(row.key);
    return more === undefined ? [row] : [{ ...row, fold: { members: [row, ...more], isOpen: true } }, ...more];
  });
}

/** The folds that are open once that of `key` is opened, or closed again. */
export function toggled(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set(open.has(key) ? [...open].filter((other) => other !== key) : [...open, key]);
}
