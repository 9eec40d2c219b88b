import { heldShareOf } from "../../core/tracks.ts";
import type { RowSort } from "../../session/shape.ts";
import type { StrataState } from "../../session/state.ts";
import { folded } from "./folds.ts";
import type { PictureGroup, PictureModel } from "./picture-model.ts";
import { unfolded, type PictureRow } from "./rows.ts";
import { isFirmRow } from "./sureness.ts";

/** The rows that stand on the page: those shown, and the opened ones of "others". */
export function drawnRows(groups: PictureModel["groups"], open: StrataState["openOthers"]): PictureRow[] {
  return groups.flatMap(({ name, rows, others }) =>
    name !== "alone" && name !== "soFar" && open[name] ? [...rows, ...others] : rows,
  );
}

/** How many rows stand on the page, with the opened ones of "others", and what they hold of the strength, 0..1; null while layers are missing. */
export function heldByRows(
  { groups, shares }: Pick<PictureModel, "groups" | "shares">,
  open: StrataState["openOthers"],
): { readonly rows: number; readonly held: number } | null {
  if (shares === null) return null;
  const rows = drawnRows(groups, open);
  return { rows: rows.length, held: heldShareOf(unfolded(rows), shares.strengths) };
}

/** A finished picture with one row for ORs of many, nearly the same patches, but for those that are `open` by the key of their strongest. */
export function withFolds(picture: PictureModel, open: ReadonlySet<string>, sort: RowSort): PictureModel {
  if (picture.stage !== "done") return picture;
  const readout = picture.heads.some(({ isReadout }) => isReadout);
  const fold = (rows: readonly PictureRow[]) => folded(rows, open, sort, readout);
  return {
    ...picture,
    groups: picture.groups.map((group): PictureGroup => ({
      ...group,
      rows: fold(group.rows),
      others: fold(group.others),
    })),
  };
}

/** A picture of single concepts with those of its rows that are firm; null where there is none, and where that is not known. */
export function onlyFirm(picture: PictureModel): PictureModel | null {
  const groups = picture.groups.map((group): PictureGroup => ({
    ...group,
    rows: group.rows.filter(isFirmRow),
    others: group.others.filter(isFirmRow),
  }));
  return groups.some(({ rows }) => rows.length > 0) ? { ...picture, groups } : null;
}

/** The key of the row at which a concept stands: of a closed fold's members that of the fold. */
export function rowKeyOf(groups: readonly PictureGroup[], key: string): string {
  const rows = groups.flatMap((group) => [...group.rows, ...group.others]);
  const holds = ({ fold }: PictureRow): boolean =>
    fold?.isOpen === false && fold.members.some((member) => member.key === key);
  return rows.find(holds)?.key ?? key;
}
