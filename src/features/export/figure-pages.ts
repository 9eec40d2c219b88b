import { FATES } from "../../core/tracks.ts";
import { entriesOf } from "../concepts/entries.ts";
import { headsHeight } from "../concepts/Heads.tsx";
import { bodyPlaces, roomyRowHeight, type BodyEntry, type Columns } from "../concepts/layout.ts";
import {
  BLOCK_GAP,
  figureColumns,
  MARGIN,
  MM_PER_PX,
  placedFoot,
  placedTop,
  SMALL,
  type FigureLayout,
  type FigureWords,
  type PlacedRows,
} from "./figure-layout.ts";
import type { PictureSource } from "./source.ts";
import { textLines, type Measure } from "./text-lines.ts";

/** A sheet of A4, millimetres. */
export const A4 = { width: 210, height: 297, margin: 15 } as const;
/** What its margins leave of it: no figure is taller. */
const PAGE_HEIGHT = Math.floor((A4.height - 2 * A4.margin) / MM_PER_PX);
/** Denser than on the page, where a pointer must hit them: two dozen rows and all around them fit a journal's page, 247 mm. */
const ROW_HEIGHT = 14;

type Source = Pick<PictureSource, "picture" | "view">;

/** What pages have in common: how wide they are, where columns stand, how high rows are. */
interface Frame {
  readonly columns: Columns;
  readonly width: number;
  readonly headsHeight: number;
  readonly rowHeight: number;
}

function frameOf({ picture }: Pick<Source, "picture">): Frame {
  const columns = figureColumns(picture);
  // Columns are fractions of a pixel wide; their sum should be whole.
  const width = Math.round(columns.width) + 2 * MARGIN;
  return {
    columns,
    width,
    headsHeight: headsHeight(columns, picture.heads),
    rowHeight: roomyRowHeight(ROW_HEIGHT, picture.shares?.rows ?? 0),
  };
}

/** Heads from `top` on, with some of the rows below them. */
function placedRows(entries: readonly BodyEntry[], top: number, frame: Frame): PlacedRows {
  const bodyTop = top + frame.headsHeight;
  const { places, height: bodyHeight } = bodyPlaces(entries, frame.rowHeight, 0);
  return { headsTop: top, bodyTop, bodyHeight, places };
}

const bottomOf = ({ bodyTop, bodyHeight }: PlacedRows): number => bodyTop + bodyHeight;

const NOTHING_BELOW = { legend: null, paragraphs: [], facts: [], provenance: null } as const;

/** The whole picture on one page, however tall that is. */
function onOnePage({ picture, view }: Source, words: FigureWords, measure: Measure): FigureLayout {
  const frame = frameOf({ picture });
  const { columns, width } = frame;
  const { bottom: top, ...opening } = placedTop(words, picture.players, width - MARGIN, measure);
  const rows = placedRows(entriesOf(picture.groups, view.openOthers), top + BLOCK_GAP, frame);
  const { bottom, ...foot } = placedFoot(words, bottomOf(rows) + BLOCK_GAP, width, measure);
  return { width, height: Math.ceil(bottom + MARGIN), ...opening, columns, rows, ...foot };
}

/** A page with what stands on it. */
export interface FigurePage<S extends Source, W extends FigureWords> {
  readonly source: S;
  readonly words: W;
  readonly layout: FigureLayout;
  /** Whether rows that are open on the page are folded here for want of room. */
  readonly folded: boolean;
}

/** As many entries as fit `room` pixels, at least one row; a heading goes along with a row of its group. */
function fitting(entries: readonly BodyEntry[], room: number, { rowHeight }: Frame): number {
  const { places } = bodyPlaces(entries, rowHeight, 0);
  const over = places.findIndex(({ y, height }) => y + height > room);
  const fit = over === -1 ? entries.length : over;
  const whole = entries[fit - 1]?.type === "heading" && fit < entries.length ? fit - 1 : fit;
  return whole > 0 ? whole : Math.min(entries.length, entries.findIndex(({ type }) => type !== "heading") + 1);
}

/** The picture on pages that are no taller than A4 with its margins: heads on each, the group that goes on named again, the caption on the last. */
export function figurePages(source: Source, words: FigureWords, measure: Measure): FigureLayout[] {
  const whole = onOnePage(source, words, measure);
  if (whole.height <= PAGE_HEIGHT) return [whole];
  const frame = frameOf(source);
  const { columns, width } = frame;
  const { bottom: openingBottom, ...opening } = placedTop(words, source.picture.players, width - MARGIN, measure);
  const pages: FigureLayout[] = [];
  let rest: readonly BodyEntry[] = entriesOf(source.picture.groups, source.view.openOthers);
  let footStands = false;
  while (rest.length > 0 || !footStands) {
    const first = pages.length === 0;
    const lines = textLines(
      words.continued(pages.length + 1),
      { size: SMALL.size, width: width - 2 * MARGIN },
      measure,
    );
    const head = first ? opening : { title: { x: MARGIN, y: MARGIN + SMALL.size, lines }, subtitles: [], photo: null };
    let bottom = first ? openingBottom : MARGIN + lines.length * SMALL.line;
    let rows: PlacedRows | null = null;
    if (rest.length > 0) {
      const top = bottom + BLOCK_GAP;
      const count = fitting(rest, PAGE_HEIGHT - MARGIN - top - frame.headsHeight, frame);
      rows = placedRows(rest.slice(0, count), top, frame);
      bottom = bottomOf(rows);
      const going = rest.slice(0, count).findLast(({ type }) => type === "heading");
      rest = rest.slice(count);
      if (rest[0] !== undefined && rest[0].type !== "heading" && going !== undefined) rest = [going, ...rest];
    }
    const page = { width, height: Math.ceil(bottom + MARGIN), ...head, columns, rows, ...NOTHING_BELOW };
    const { bottom: footBottom, ...foot } = placedFoot(words, bottom + BLOCK_GAP, width, measure);
    footStands = rest.length === 0 && footBottom + MARGIN <= PAGE_HEIGHT;
    // A caption that fits no page at all stands on one of its own all the same.
    footStands ||= rest.length === 0 && rows === null;
    pages.push(footStands ? { ...page, ...foot, height: Math.ceil(footBottom + MARGIN) } : page);
  }
  return pages;
}

/**
 * The picture as one page no taller than A4 with its margins: others that are open on the page are folded as far as that takes, the last fates first.
 * Costs a layout for each fate that is folded.
 *
 * @param wordsOf what a source's figure says; folded, it says so
 */
export function figurePage<S extends Source, W extends FigureWords>(
  source: S,
  wordsOf: (source: S, folded: boolean) => W,
  measure: Measure,
): FigurePage<S, W> {
  const fates = FATES.filter((fate) => source.view.openOthers[fate]).toReversed();
  for (let count = 0; ; count++) {
    const openOthers = {
      ...source.view.openOthers,
      ...Object.fromEntries(fates.slice(0, count).map((fate) => [fate, false])),
    };
    const shown = { ...source, view: { ...source.view, openOthers } };
    const words = wordsOf(shown, count > 0);
    const layout = onOnePage(shown, words, measure);
    if (layout.height <= PAGE_HEIGHT || count === fates.length)
      return { source: shown, words, layout, folded: count > 0 };
  }
}
