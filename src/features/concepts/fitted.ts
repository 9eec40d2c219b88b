import type { StrataState } from "../../session/state.ts";
import { PICTURE_ROWS } from "../../core/tracks.ts";
import type { RowSort } from "../../session/shape.ts";
import { entriesOf } from "./entries.ts";
import { headsHeight } from "./Heads.tsx";
import { bodyPlaces, columnsOfPicture, fillingRowHeight, roomBelow, roomyRowHeight } from "./layout.ts";
import type { PictureGroup, PictureModel } from "./picture-model.ts";
import { sortRows } from "./rows.ts";
import { standingRows } from "./sureness.ts";
import type { Room } from "./use-room.ts";

const CLOSED: StrataState["openOthers"] = { kept: false, lost: false, transient: false };

/** Keys of rows in the order in which they keep their place: each group's strongest and the one looked at, then the rest from strong to weak. */
function ranked(groups: readonly PictureGroup[], focus: string | null): string[] {
  const strongest = groups.map(({ rows }) => sortRows(rows, "strength"));
  const firsts = strongest.flatMap((rows) => rows.slice(0, 1));
  const looked = groups.flatMap(({ rows }) => rows.filter(({ key }) => key === focus));
  return [...new Set([...firsts, ...looked, ...sortRows(strongest.flat(), "strength")].map(({ key }) => key))];
}

function onlyRows(groups: readonly PictureGroup[], stay: ReadonlySet<string>, sort: RowSort): PictureGroup[] {
  return groups.map((group) => {
    const folded = group.rows.filter(({ key }) => !stay.has(key));
    return folded.length === 0
      ? group
      : {
          ...group,
          rows: group.rows.filter(({ key }) => stay.has(key)),
          others: standingRows([...folded, ...group.others], sort),
        };
  });
}

/**
 * Groups of which the weakest rows have gone to the "others", as few as it takes for all groups to be in sight within `room` pixels while the
 * others are closed. Every group keeps its strongest row, and the row at `focus` stays.
 */
export function foldedGroups(
  groups: readonly PictureGroup[],
  room: number,
  rowHeight: number,
  focus: string | null,
  sort: RowSort,
): readonly PictureGroup[] {
  const fits = (some: readonly PictureGroup[]): boolean =>
    bodyPlaces(entriesOf(some, CLOSED), rowHeight, 0).height <= room;
  if (fits(groups)) return groups;
  const keys = ranked(groups, focus);
  for (let stay = keys.length - 1; stay >= groups.length; stay--) {
    const fewer = onlyRows(groups, new Set(keys.slice(0, stay)), sort);
    if (fits(fewer)) return fewer;
  }
  return onlyRows(groups, new Set(keys.slice(0, groups.length)), sort);
}

/** The groups of an unfinished picture with no more rows than fit `room` pixels: the first, which stay where they are. */
export function firstRows(groups: readonly PictureGroup[], room: number, rowHeight: number): readonly PictureGroup[] {
  const { places, height } = bodyPlaces(entriesOf(groups, CLOSED), rowHeight, 0);
  if (height <= room) return groups;
  const fit = new Set(places.filter((place) => place.y + place.height <= room).map(({ key }) => key));
  return groups.map((group) => ({ ...group, rows: group.rows.filter(({ key }) => fit.has(key)) }));
}

/** A picture as it stands in its room. */
export interface FittedPicture {
  readonly picture: PictureModel;
  /** Height of its rows, pixels. */
  readonly rowHeight: number;
  /** Room for all rows together, pixels; null where the page goes on below them. */
  readonly bodyRoom: number | null;
}

/**
 * Whether groups that were fitted without it have folded the row at `focus` away, and so have to be fitted with it: where it stands there anyway, they
 * are the same either way.
 */
export function isFoldedAway(
  whole: readonly PictureGroup[],
  fitted: readonly PictureGroup[],
  focus: string | null,
): boolean {
  const isAmong = (groups: readonly PictureGroup[]): boolean =>
    groups.some(({ rows }) => rows.some(({ key }) => key === focus));
  return isAmong(whole) && !isAmong(fitted);
}

/** Fits a picture into its room: where the room has a height, rows grow to fill it or fold to leave every group in sight. */
export function fittedPicture(picture: PictureModel, room: Room, focus: string | null, sort: RowSort): FittedPicture {
  const { shares, heads, groups } = picture;
  // By rows before filters, so that a filter never changes their height.
  if (room.height === null)
    return {
      picture,
      rowHeight: shares === null ? room.rowHeight : roomyRowHeight(room.rowHeight, shares.rows),
      bodyRoom: null,
    };
  const body =
    room.height - headsHeight(columnsOfPicture(room.width, picture), heads) - roomBelow(room.rowHeight, room.tap);
  const rowHeight = fillingRowHeight(room.rowHeight, shares?.rows ?? PICTURE_ROWS, 3, body);
  return {
    picture: {
      ...picture,
      groups: shares === null ? firstRows(groups, body, rowHeight) : foldedGroups(groups, body, rowHeight, focus, sort),
    },
    rowHeight,
    bodyRoom: body,
  };
}
