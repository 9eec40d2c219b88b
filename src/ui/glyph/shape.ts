import { patchesOf, type Mask } from "../../core/masks.ts";
import type { Kind } from "../../core/interactions.ts";

/** A glyph's box and its cells, pixels. `x`, `y` are the top left of the first cell. */
export interface GlyphShape {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly rows: number;
  readonly cols: number;
}

/**
 * The largest whole-pixel grid of `rows` x `cols` cells within `width` x `height`, centred; whole pixels keep 3 px cells sharp.
 *
 * @throws RangeError when not even one pixel per cell fits.
 */
export function glyphShape(rows: number, cols: number, width: number, height: number): GlyphShape {
  const cell = Math.floor(Math.min(width / cols, height / rows));
  if (cell < 1) throw new RangeError(`a glyph of ${rows} x ${cols} cells does not fit ${width} x ${height} pixels`);
  return {
    width,
    height,
    cell,
    rows,
    cols,
    x: Math.floor((width - cell * cols) / 2),
    y: Math.floor((height - cell * rows) / 2),
  };
}

/** One solid SVG path over the patches of a mask: neighbours join, since their squares touch; "" for none. */
export function patchesPath(shape: GlyphShape, mask: Mask): string {
  const { cell, cols, x, y } = shape;
  return patchesOf(mask)
    .map((i) => `M${x + (i % cols) * cell} ${y + Math.floor(i / cols) * cell}h${cell}v${cell}h${-cell}z`)
    .join("");
}

/** The stroke of ∧ (AND) or ∨ (OR) within a box of 2·`size` pixels around the origin. */
export function kindPath(kind: Kind, size: number): string {
  const [foot, peak] = kind === "and" ? [size - 0.5, -size + 0.5] : [-size + 0.5, size - 0.5];
  return `M${-size} ${foot}L0 ${peak}L${size} ${foot}`;
}
