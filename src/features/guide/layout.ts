/** A rectangle in the window, pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
type Size = Pick<Box, "width" | "height">;

/** Between what is pointed at and the card, pixels. */
const GAP = 16;
/** Between the card and the window's edges, pixels. */
const EDGE = 16;

/**
 * Where a step's card stands in a window: beside what it points at, right or left, else below or above it, so that both are seen; in the corner
 * where it points at nothing, or at what leaves no room. Pixels from the left and the top.
 */
export function guideCardPlace(target: Box | null, card: Size, window: Size): Pick<Box, "left" | "top"> {
  const most = { left: window.width - card.width - EDGE, top: window.height - card.height - EDGE };
  const corner = { left: most.left, top: most.top };
  if (target === null) return corner;
  const right = target.left + target.width + GAP;
  const left = target.left - GAP - card.width;
  const below = target.top + target.height + GAP;
  const above = target.top - GAP - card.height;
  const within = (value: number, end: number): number => Math.max(EDGE, Math.min(value, end));
  if (right <= most.left) return { left: right, top: within(target.top, most.top) };
  if (left >= EDGE) return { left, top: within(target.top, most.top) };
  if (below <= most.top) return { left: within(target.left, most.left), top: below };
  if (above >= EDGE) return { left: within(target.left, most.left), top: above };
  return corner;
}

/** How far a phone's page is to be scrolled so that a target stands in the middle between what sticks to its top and the card; one that is too high stands at the top. Pixels, down is positive. */
export function phoneScroll({ top, height }: Pick<Box, "top" | "height">, from: number, to: number): number {
  return top - Math.max(from, from + (to - from - height) / 2);
}

/** What is heard of keys: the step that they lead to, or that the guide is left; null for all others, and beyond the ends. */
export function stepOfKey(key: string, step: number, steps: number): number | "leave" | null {
  if (key === "Escape") return "leave";
  const next = step + (key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0);
  return next === step || next < 0 || next >= steps ? null : next;
}
