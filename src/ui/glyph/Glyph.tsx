import { hasPlayer, type Mask } from "../../core/masks.ts";
import type { Kind } from "../../core/interactions.ts";
import { glyphShape, kindPath, patchesPath, type GlyphShape } from "./shape.ts";

interface GlyphMarksProps {
  readonly shape: GlyphShape;
  readonly mask: Mask;
  /** Patches the person selected: drawn violet where the concept has them. */
  readonly selected: Mask;
}

/** A concept's patches on a pale field, as SVG marks inside a picture; decoration, the text says the same. */
export function GlyphMarks({ shape, mask, selected }: GlyphMarksProps) {
  const { x, y, cell, rows, cols } = shape;
  const both = mask & selected;
  return (
    <>
      <rect x={x - 1} y={y - 1} width={cols * cell + 2} height={rows * cell + 2} rx={1.5} fill="var(--field)" />
      <path d={patchesPath(shape, mask)} fill="var(--ink)" />
      {both !== 0 && <path d={patchesPath(shape, both)} fill="var(--accent-mark)" />}
    </>
  );
}

/** ∧ or ∨ drawn as a stroke around (x, y), so that it looks the same in every font. */
export function KindMark({
  kind,
  x,
  y,
  size = 3.4,
}: {
  readonly kind: Kind;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
}) {
  return (
    <path
      d={kindPath(kind, size)}
      transform={`translate(${x} ${y})`}
      fill="none"
      stroke="var(--ink-2)"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

interface GlyphProps {
  readonly rows: number;
  readonly cols: number;
  readonly mask: Mask;
  readonly selected: Mask;
  readonly width: number;
  readonly height: number;
}

/** A glyph large enough to show its single patches, for a title. */
export function Glyph({ rows, cols, mask, selected, width, height }: GlyphProps) {
  const shape = glyphShape(rows, cols, width, height);
  const cells = Array.from({ length: rows * cols }, (_, i) => i);
  const colour = (i: number): string => {
    if (!hasPlayer(mask, i)) return "var(--field)";
    return hasPlayer(selected, i) ? "var(--accent-mark)" : "var(--ink)";
  };
  return (
    <svg width={width} height={height} aria-hidden="true">
      {cells.map((i) => (
        <rect
          key={i}
          x={shape.x + (i % cols) * shape.cell + 0.5}
          y={shape.y + Math.floor(i / cols) * shape.cell + 0.5}
          width={shape.cell - 1}
          height={shape.cell - 1}
          rx={1.5}
          fill={colour(i)}
        />
      ))}
    </svg>
  );
}
