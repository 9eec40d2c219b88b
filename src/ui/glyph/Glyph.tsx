import { everybody, hasPlayer, intersection, NOBODY, type Mask } from "../../core/masks.ts";
import type { Grid } from "../../core/patches.ts";
import type { Kind } from "../../core/interactions.ts";
import { glyphShape, kindPath, patchesPath, type GlyphShape } from "./shape.ts";

interface GlyphMarksProps {
  readonly shape: GlyphShape;
  readonly mask: Mask;
  /** Patches the person selected: drawn violet where the concept has them. */
  readonly selected: Mask;
}

/** A concept's patches on a pale field, of picked cells among the others that were, as SVG marks inside a picture; decoration, the text says the same. */
export function GlyphMarks({ shape, mask, selected }: GlyphMarksProps) {
  const { x, y, cell, rows, cols, places } = shape;
  const both = intersection(mask, selected);
  const isFull = places.length === rows * cols;
  return (
    <>
      <rect x={x - 1} y={y - 1} width={cols * cell + 2} height={rows * cell + 2} rx={1.5} fill="var(--field)" />
      {!isFull && <path d={patchesPath(shape, everybody(places.length))} fill="var(--rule-2)" />}
      <path d={patchesPath(shape, mask)} fill="var(--ink)" />
      {both !== NOBODY && <path d={patchesPath(shape, both)} fill="var(--accent-mark)" />}
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
  readonly grid: Grid;
  readonly mask: Mask;
  readonly selected: Mask;
  readonly width: number;
  readonly height: number;
}

/** A glyph large enough to show its single patches, for a title. */
export function Glyph({ grid, mask, selected, width, height }: GlyphProps) {
  const { cell, mark, places } = glyphShape(grid, width, height);
  const gap = Math.min(1, cell / 4);
  const fields = places.map((place, player) => ({ place, player }));
  // Marks that are larger than their cells lie over their neighbours'.
  const inOrder = [
    ...fields.filter(({ player }) => !hasPlayer(mask, player)),
    ...fields.filter(({ player }) => hasPlayer(mask, player)),
  ];
  const other = grid.picked === null ? "var(--field)" : "var(--rule-2)";
  const colour = (i: number): string => {
    if (!hasPlayer(mask, i)) return other;
    return hasPlayer(selected, i) ? "var(--accent-mark)" : "var(--ink)";
  };
  return (
    <svg width={width} height={height} aria-hidden="true">
      {inOrder.map(({ place: [x, y], player }) => {
        const side = Math.max(cell - gap, hasPlayer(mask, player) && mark > cell ? mark : 0);
        return (
          <rect
            key={player}
            x={x + (cell - side) / 2}
            y={y + (cell - side) / 2}
            width={side}
            height={side}
            rx={Math.min(1.5, side / 4)}
            fill={colour(player)}
          />
        );
      })}
    </svg>
  );
}
