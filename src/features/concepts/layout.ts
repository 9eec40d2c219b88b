import { textWidth } from "../../ui/language/fitting-text.ts";
import type { PictureModel } from "./picture-model.ts";
import type { PictureRow } from "./rows.ts";

/** Below this width the picture drops to a phone's heads: narrower row heads, fewer lines. */
const COMPACT_WIDTH = 440;
/** From here on a number of five characters such as "+0.43" fits a cell, beside the mark of a birth. */
const NUMBER_PITCH = 45;
/** Below this a score's plus sign would reach its neighbour. */
const PLUS_PITCH = 38;
/** The column of the output stands apart, since it is the network's own answer; with it what it reads directly. */
const OUTPUT_GAP = { wide: 8, compact: 4 } as const;

/** Measures of the picture's text and of what must hold it, pixels. */
export interface PictureType {
  /** From one line of the heads to the next. */
  readonly line: number;
  /** From the middle of a row down to the baseline of a text in it. */
  readonly drop: number;
  /** Height of the band of strength, whose key has three lines. */
  readonly flow: number;
  /** Room for what stands before the first column, and behind the last. */
  readonly left: { readonly wide: number; readonly compact: number };
  readonly peak: { readonly wide: number; readonly compact: number };
  /** Below this the heads' numbers would run into each other; the picture then scrolls sideways. */
  readonly minPitch: { readonly wide: number; readonly compact: number };
}

/** On a screen: text of 12 px. */
export const SCREEN: PictureType = {
  line: 15,
  drop: 4.2,
  flow: 54,
  left: { wide: 88, compact: 54 },
  peak: { wide: 50, compact: 40 },
  minPitch: { wide: 34, compact: 26 },
};
/** On paper: text of 10 px, which is printed at 7.5 points. */
export const PRINT: PictureType = {
  line: 12,
  drop: 3.5,
  flow: 46,
  left: { wide: 84, compact: 58 },
  peak: { wide: 46, compact: 38 },
  minPitch: { wide: 16, compact: 16 },
};

/** A longer name of a row is shortened, also where layers leave it less; with less than the shortest none is drawn. Then comes a gap. */
const LONGEST_NAME = 96;
const SHORTEST_NAME = 36;
const NAME_GAP = 8;

/** Where the columns stand, pixels from the picture's left edge. */
export interface Columns {
  readonly count: number;
  readonly compact: boolean;
  /** Of the whole picture; larger than the room given when many layers need it. */
  readonly width: number;
  /** Left edge of the first column. */
  readonly left: number;
  /** Room for the names of rows before it; 0 where none has one, and on a phone. */
  readonly names: number;
  /** From one column to the next. */
  readonly pitch: number;
  /** Extra room before the columns that stand apart. */
  readonly gap: number;
  /** The first column that stands apart. */
  readonly apart: number;
  /** Right edge of the output column. */
  readonly right: number;
  /** Whether cells are wide enough for their number. */
  readonly numbers: boolean;
  /** Whether columns are wide enough for the plus sign of a score. */
  readonly plus: boolean;
  readonly type: PictureType;
}

/** The columns of `count` layers within `width` pixels; with a `readout` the last layer before the output is joined to it; rows have names of up to `longestName` pixels. */
export function columnsOf(
  width: number,
  count: number,
  type: PictureType = SCREEN,
  readout = false,
  longestName = 0,
): Columns {
  const compact = width < COMPACT_WIDTH;
  const size = compact ? "compact" : "wide";
  const [head, peak] = [type.left[size], type.peak[size]];
  const apart = readout ? count - 2 : count - 1;
  const gap = apart > 0 ? OUTPUT_GAP[size] : 0;
  const spare = width - head - peak - gap - count * type.minPitch[size] - NAME_GAP;
  const room = Math.min(longestName, LONGEST_NAME, spare);
  const names = compact || room < Math.min(longestName, SHORTEST_NAME) || room <= 0 ? 0 : room + NAME_GAP;
  const left = head + names;
  const pitch = Math.max(type.minPitch[size], (width - left - peak - gap) / count);
  const right = left + pitch * count + gap;
  const [numbers, plus] = [pitch >= NUMBER_PITCH, pitch >= PLUS_PITCH];
  return { count, compact, width: right + peak, left, names, pitch, gap, apart, right, numbers, plus, type };
}

/** `columnsOf` a picture's layers and rows. */
export function columnsOfPicture(
  width: number,
  { heads, groups }: Pick<PictureModel, "heads" | "groups">,
  type: PictureType = SCREEN,
): Columns {
  const names = groups.flatMap(({ rows, others }) => [...rows, ...others].map(({ name }) => name ?? ""));
  const longest = Math.ceil(names.reduce((most, name) => Math.max(most, textWidth(name)), 0));
  return columnsOf(width, heads.length, type, heads.at(-2)?.isReadout, longest);
}

/** Left edge of a row's name, and how much of it there is room for, pixels. */
export function namePlace({ left, names }: Columns): { readonly x: number; readonly width: number } {
  return { x: left - names, width: names - NAME_GAP };
}

/** Left edge of a layer's column. */
export function columnX({ apart, left, pitch, gap }: Columns, layer: number): number {
  return left + layer * pitch + (layer >= apart ? gap : 0);
}

/** Centre of a layer's column. */
export function columnCentre(columns: Columns, layer: number): number {
  return columnX(columns, layer) + columns.pitch / 2;
}

/** A drawn cell: 1 px apart from its neighbours, rounded where a life or the gap ends it. */
export interface CellBox {
  readonly layer: number;
  readonly x: number;
  readonly width: number;
  readonly state: "alive" | "bridged" | "thin" | "waiting";
  readonly roundLeft: boolean;
  readonly roundRight: boolean;
}

/** The cells of a row that are drawn as boxes; those below the threshold are a hairline. */
export function cellBoxes(columns: Columns, row: Pick<PictureRow, "cells">): CellBox[] {
  const { cells } = row;
  const joins = (from: number, to: number): boolean =>
    to >= 0 && to < cells.length && Math.max(from, to) !== columns.apart && drawn(cells[from]) && drawn(cells[to]);
  return cells.flatMap((state, layer) => {
    if (state === "below") return [];
    const box = { layer, state, x: columnX(columns, layer) + 0.5, width: columns.pitch - 1 };
    return [{ ...box, roundLeft: !joins(layer, layer - 1), roundRight: !joins(layer, layer + 1) }];
  });
}

function drawn(state: PictureRow["cells"][number] | undefined): boolean {
  return state === "alive" || state === "bridged" || state === "thin";
}

/** Hairlines of a row, `[from, to]` in pixels: runs of cells below the threshold, broken at the gap. */
export function hairlines(columns: Columns, row: Pick<PictureRow, "cells">): (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  for (let first = 0; first < columns.count; first++) {
    if (row.cells[first] !== "below") continue;
    let last = first;
    while (last + 1 < columns.count && last + 1 !== columns.apart && row.cells[last + 1] === "below") last++;
    lines.push([columnX(columns, first) + 2, columnX(columns, last) + columns.pitch - 2]);
    first = last;
  }
  return lines;
}

/** An SVG path of a box with its own left and right corners. */
export function boxPath(
  { x, width, roundLeft, roundRight }: Pick<CellBox, "x" | "width" | "roundLeft" | "roundRight">,
  top: number,
  height: number,
): string {
  const radius = Math.min(3, height / 2);
  const left = roundLeft ? radius : 0;
  const right = roundRight ? radius : 0;
  return (
    `M${x + left} ${top}H${x + width - right}q${right} 0 ${right} ${right}V${top + height - right}q0 ${right} ${-right} ${right}` +
    `H${x + left}q${-left} 0 ${-left} ${-left}V${top + left}q0 ${-left} ${left} ${-left}Z`
  );
}

/** What the body's rows are made of, from top to bottom. */
export type BodyEntry =
  | { readonly type: "heading"; readonly key: string }
  | { readonly type: "row"; readonly key: string }
  | { readonly type: "others"; readonly key: string };

/** An entry with its place; `hitTop` and `hitBottom` bound where a pointer means it. */
export interface BodyPlace {
  readonly type: BodyEntry["type"];
  readonly key: string;
  readonly y: number;
  readonly height: number;
  readonly hitTop: number;
  readonly hitBottom: number;
}

/** Rows grow up to this where there are few of them: easier to read and to hit, and still one picture. */
const ROOMY_ROW = 22;
/** And up to this where the picture has a column to fill. */
const TALLEST_ROW = 28;
/** The number of rows that the look's row height is made for. */
const FULL_ROWS = 24;

/** Height of `rows` rows, pixels: the look's `rowHeight`, more when there are fewer rows than a full picture has. */
export function roomyRowHeight(rowHeight: number, rows: number): number {
  return Math.max(rowHeight, Math.min(ROOMY_ROW, Math.floor((rowHeight * FULL_ROWS) / Math.max(1, rows))));
}

/** Room below the last row, pixels: as far as it answers a pointer, and air for its outline. */
export function roomBelow(rowHeight: number, tap: number): number {
  return Math.max(2, Math.ceil((tap - rowHeight) / 2));
}

/** Room above a group's rows: a rule, its name, and air. */
const HEADING_HEIGHT = 22;
/** Air between one group's last row and the next group's rule. */
const GROUP_GAP = 5;

/** Height of a row, pixels, so that `rows` concepts with `groups` headings and as many rows of others fill `room`: at least `rowHeight`, whatever the room. */
export function fillingRowHeight(rowHeight: number, rows: number, groups: number, room: number): number {
  const headings = groups * (HEADING_HEIGHT + GROUP_GAP) - GROUP_GAP;
  return Math.max(rowHeight, Math.min(TALLEST_ROW, Math.floor((room - headings) / (rows + groups))));
}

/**
 * Places the body's entries. Rows and "others" may be lower than the `tap` pixels a finger needs: they then answer up to `tap`/2 from their centre,
 * and where two reach for the same pixel the nearer one has it.
 */
export function bodyPlaces(
  entries: readonly BodyEntry[],
  rowHeight: number,
  tap: number,
): { readonly places: readonly BodyPlace[]; readonly height: number } {
  let y = 0;
  const bare = entries.map(({ type, key }, index) => {
    if (type === "heading" && index > 0) y += GROUP_GAP;
    const place = { type, key, y, height: type === "heading" ? HEADING_HEIGHT : rowHeight };
    y += place.height;
    return place;
  });
  const places = bare.map((place, index) => {
    const { y: top, height } = place;
    if (place.type === "heading") return { ...place, hitTop: top, hitBottom: top + height };
    const reach = Math.max(0, (tap - height) / 2);
    const free = (neighbour: { readonly type: BodyEntry["type"] } | undefined): boolean =>
      neighbour === undefined || neighbour.type === "heading";
    return {
      ...place,
      hitTop: top - (free(bare[index - 1]) ? reach : 0),
      hitBottom: top + height + (free(bare[index + 1]) ? reach : 0),
    };
  });
  return { places, height: y };
}
