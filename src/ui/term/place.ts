/** A rectangle in the window, pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Between a word and its card, pixels. */
const GAP = 6;
/** Between a card and the window's edge, pixels. */
export const EDGE = 12;

/** Where a card of a size stands by its word in a window: below it where there is room, else above, and never beyond an edge; pixels. */
export function cardPlace(
  word: Box,
  card: Pick<Box, "width" | "height">,
  window: Pick<Box, "width" | "height">,
): Pick<Box, "left" | "top"> {
  const most = window.height - EDGE - card.height;
  const below = word.top + word.height + GAP;
  const above = word.top - GAP - card.height;
  const top = below <= most || above < EDGE ? below : above;
  return {
    left: Math.max(EDGE, Math.min(word.left, window.width - EDGE - card.width)),
    top: Math.max(EDGE, Math.min(top, most)),
  };
}
