import type { Players } from "../../core/patches.ts";
import type { PictureModel } from "../concepts/picture-model.ts";
import { columnsOfPicture, PRINT, type BodyPlace, type Columns } from "../concepts/layout.ts";
import type { Fact } from "./caption.ts";
import { textLines, type Measure } from "./text-lines.ts";

/** A journal's two columns, 180 mm: text of 10 px is printed at 7.5 points. */
const PAGE_WIDTH = 680;
/** From the figure's pixels to print. */
export const MM_PER_PX = 180 / PAGE_WIDTH;
/** Room around everything; a selected row's bar and tint reach into it. */
export const MARGIN = 16;
/** Columns wide enough that "+12.5" at 10 px keeps clear of its neighbours; from 15 layers on the figure grows wider for it. */
const LEAST_PITCH = 34;
/** Between the two columns of legend and caption. */
const GUTTER = 32;
/** Between the blocks of the figure. */
export const BLOCK_GAP = 12;
/** Lines below the title are no longer than eyes follow. */
const SUBTITLE_WIDTH = 440;
/** Longer side of the small image. */
const PHOTO = 72;
/** Room for its patches' letters above and numbers beside it. */
export const PHOTO_LABELS = 13;
/** Air between label and value of a fact. */
const LABEL_GAP = 10;
/** Height of the scale's legend. */
const SCALE_HEIGHT = 37;
const KEY_GAP = 12;
/** Between a legend's mark and its word. */
export const KEY_TEXT_GAP = 4;
const KEY_LINE = 16;

/** Font size and line height of the title, pixels. */
export const TITLE = { size: 15, line: 20 } as const;
/** As `TITLE`, for captions, labels and legends. */
export const SMALL = { size: 10, line: 13 } as const;
/** Air between two paragraphs or facts. */
const PARAGRAPH_GAP = 3;

/** Lines of text with the baseline of the first. */
export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

/** The scale and the marks that rows and cells carry, with where they stand. */
export interface PlacedLegend {
  readonly top: number;
  readonly scaleWidth: number;
  readonly keys: readonly { readonly x: number; readonly y: number }[];
}

/** Heads and the rows below them. */
export interface PlacedRows {
  readonly headsTop: number;
  readonly bodyTop: number;
  readonly bodyHeight: number;
  readonly places: readonly BodyPlace[];
}

/** Where everything stands on a page, pixels; each block's own marks count from the block's top left. Null is what stands on another page. */
export interface FigureLayout {
  readonly width: number;
  readonly height: number;
  readonly title: PlacedText;
  readonly subtitles: readonly PlacedText[];
  /** The image without its labels. */
  readonly photo: { readonly x: number; readonly y: number; readonly scale: number } | null;
  readonly columns: Columns;
  readonly rows: PlacedRows | null;
  readonly legend: PlacedLegend | null;
  readonly paragraphs: readonly PlacedText[];
  readonly facts: readonly { readonly label: PlacedText; readonly value: PlacedText }[];
  /** Where it comes from, below everything else. */
  readonly provenance: PlacedText | null;
}

/** What the figure says, in words. */
export interface FigureWords {
  readonly title: string;
  readonly subtitles: readonly string[];
  /** The legend's keys: the width of each mark and its word, and whether it begins a line. */
  readonly keys: readonly { readonly width: number; readonly text: string; readonly first: boolean }[];
  readonly reading: readonly string[];
  readonly facts: readonly Fact[];
  /** What names the network, the image, the question and the program, to find the picture again. */
  readonly provenance: string;
  /** The title of a page that goes on. */
  readonly continued: (page: number) => string;
}

/** Paragraphs below each other from `y` on, and where the next thing may stand. */
function stacked(
  texts: readonly string[],
  x: number,
  y: number,
  width: number,
  measure: Measure,
): { readonly placed: PlacedText[]; readonly bottom: number } {
  let top = y;
  const placed = texts.map((text) => {
    const lines = textLines(text, { size: SMALL.size, width }, measure);
    const block = { x, y: top + SMALL.size, lines };
    top += lines.length * SMALL.line + PARAGRAPH_GAP;
    return block;
  });
  return { placed, bottom: top - PARAGRAPH_GAP };
}

function placedKeys(
  keys: FigureWords["keys"],
  left: number,
  right: number,
  measure: Measure,
): { readonly x: number; readonly y: number }[] {
  let [x, y] = [left, 0];
  return keys.map(({ width, text, first }) => {
    const whole = width + KEY_TEXT_GAP + measure(text, SMALL.size, 400);
    if (x > left && (first || x + whole > right)) [x, y] = [left, y + KEY_LINE];
    const place = { x, y };
    x += whole + KEY_GAP;
    return place;
  });
}

/** Title and what it stands beside: the small image, at the right edge. */
export function placedTop({ title, subtitles }: FigureWords, players: Players, right: number, measure: Measure) {
  const scale = PHOTO / Math.max(players.width, players.height);
  const photo = { x: right - players.width * scale, y: MARGIN + PHOTO_LABELS, scale };
  const width = photo.x - PHOTO_LABELS - GUTTER - MARGIN;
  const titleLines = textLines(title, { size: TITLE.size, weight: 600, width }, measure);
  const below = stacked(
    subtitles,
    MARGIN,
    MARGIN + titleLines.length * TITLE.line + 4,
    Math.min(width, SUBTITLE_WIDTH),
    measure,
  );
  return {
    title: { x: MARGIN, y: MARGIN + TITLE.size, lines: titleLines },
    subtitles: below.placed,
    photo,
    bottom: Math.max(below.bottom, photo.y + players.height * scale),
  };
}

/** Reading on the left, facts on the right, provenance below both. */
function placedCaption({ reading, facts, provenance }: FigureWords, top: number, width: number, measure: Measure) {
  const column = (width - 2 * MARGIN - GUTTER) / 2;
  const right = MARGIN + column + GUTTER;
  const paragraphs = stacked(reading, MARGIN, top, column, measure);
  const labelWidth = Math.max(...facts.map(({ label }) => measure(label, SMALL.size, 400))) + LABEL_GAP;
  let y = top;
  const placed = facts.map(({ label, text }) => {
    const value = stacked([text], right + labelWidth, y, column - labelWidth, measure);
    const fact = { label: { x: right, y: y + SMALL.size, lines: [label] }, value: value.placed[0]! };
    y = value.bottom + PARAGRAPH_GAP;
    return fact;
  });
  const origin = stacked(
    [provenance],
    MARGIN,
    Math.max(paragraphs.bottom, y - PARAGRAPH_GAP) + BLOCK_GAP,
    width - 2 * MARGIN,
    measure,
  );
  return { paragraphs: paragraphs.placed, facts: placed, provenance: origin.placed[0]!, bottom: origin.bottom };
}

/** The legend and the caption below it, as one block from `top` on. */
export function placedFoot(words: FigureWords, top: number, width: number, measure: Measure) {
  const column = (width - 2 * MARGIN - GUTTER) / 2;
  const keys = placedKeys(words.keys, MARGIN + column + GUTTER, width - MARGIN, measure);
  const legendHeight = Math.max(SCALE_HEIGHT, (keys.at(-1)?.y ?? 0) + KEY_LINE);
  const { bottom, ...caption } = placedCaption(words, top + legendHeight + BLOCK_GAP, width, measure);
  return { legend: { top, scaleWidth: Math.min(column, 220), keys }, ...caption, bottom };
}

/** The columns of a page, or of what is wider when their figures would run into each other. */
export function figureColumns(picture: Pick<PictureModel, "heads" | "groups">): Columns {
  const columns = columnsOfPicture(PAGE_WIDTH - 2 * MARGIN, picture, PRINT);
  return columns.pitch >= LEAST_PITCH
    ? columns
    : columnsOfPicture(columns.width + picture.heads.length * (LEAST_PITCH - columns.pitch), picture, PRINT);
}
