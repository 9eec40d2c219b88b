import type { TruthMark } from "../../core/truth.ts";
import type { EffectScale } from "../../ui/scale/effect-scale.ts";
import { boxPath, type CellBox } from "./layout.ts";

/** Air above and below a cell within its row, together. */
const CELL_MARGIN = 4;
/** In rows as high as a finger needs, bars keep the look of bars. */
const TALLEST_BAR = 26;
/** Heights of cells whose numbers are provisional, and of those that are still waited for. */
const THIN = { thin: 6, waiting: 3 } as const;

/** The height of a finished cell's bar in a row of this height, pixels. */
export const barHeight = (rowHeight: number): number => Math.min(rowHeight - CELL_MARGIN, TALLEST_BAR);

/**
 * Heights of cells that not all replicates bear out, as shares of a full one: where none does, and where nearly all do. Well below full, since at
 * rows of 17 pixels a doubt of one in eight would else be a single pixel; and linear in between.
 */
const DOUBTED = { none: 0.4, nearlyAll: 0.8 } as const;

/** The height of a cell that this share of the replicates bears out, as a share of a full one; full where nobody asked them. */
export function heightShare(agreement: number | null): number {
  if (agreement === null || agreement === 1) return 1;
  return DOUBTED.none + (DOUBTED.nearlyAll - DOUBTED.none) * agreement;
}

function cellHeight(state: CellBox["state"], rowHeight: number, agreement: number | null): number {
  return state === "thin" || state === "waiting" ? THIN[state] : barHeight(rowHeight) * heightShare(agreement);
}

/** One layer of a concept's life: its part of the joined bar, in the colour of its effect; lower where replicates doubt it, its outline broken where it is not robust. */
export function Cell({
  box,
  middle,
  rowHeight,
  effect,
  agreement,
  fragile,
  scale,
}: {
  readonly box: CellBox;
  readonly middle: number;
  readonly rowHeight: number;
  readonly effect: number;
  /** Share of the replicates that bear it out, 0..1; null where there are none. */
  readonly agreement: number | null;
  /** Whether it is not robust. */
  readonly fragile: boolean;
  readonly scale: EffectScale;
}) {
  const height = cellHeight(box.state, rowHeight, agreement);
  const colour = scale.colour(effect);
  const fill = box.state === "waiting" ? "var(--field)" : colour.fill;
  const path = boxPath(box, middle - height / 2, height);
  if (box.state !== "bridged" && !fragile)
    return <path d={path} fill={fill} className={box.state === "waiting" ? undefined : "picture-cell"} />;
  const inset = boxPath({ ...box, x: box.x + 0.5, width: box.width - 1 }, middle - height / 2 + 0.5, height - 1);
  return (
    <>
      <path d={path} fill={fill} className="picture-cell" data-fragile={fragile || undefined} />
      {fragile ? (
        <path d={inset} className="picture-fragile" stroke={colour.ink} />
      ) : (
        <path d={inset} className="picture-bridge" />
      )}
    </>
  );
}

/** A cell's number; in `ink` on a full cell, with an edge of paper where the cell is lower than the number. */
export function CellNumber({
  x,
  y,
  text,
  ink,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly ink: string | null;
}) {
  const place = { x, y, textAnchor: "middle" } as const;
  if (ink !== null)
    return (
      <text {...place} style={{ fill: ink }}>
        {text}
      </text>
    );
  return (
    <>
      <text {...place} className="picture-number-edge" aria-hidden="true">
        {text}
      </text>
      <text {...place} className="picture-number">
        {text}
      </text>
    </>
  );
}

/** An outline where the concept truly is, dashed where the picture lacks it; a cross where it is not. */
export function TruthSign({
  mark,
  x,
  width,
  middle,
  rowHeight,
}: {
  readonly mark: Exclude<TruthMark, null>;
  readonly x: number;
  readonly width: number;
  readonly middle: number;
  readonly rowHeight: number;
}) {
  const height = barHeight(rowHeight);
  if (mark !== "extra")
    return (
      <rect
        className="picture-true"
        data-missing={mark === "missing" || undefined}
        x={x + 1.25}
        y={middle - height / 2 + 0.75}
        width={width - 2.5}
        height={height - 1.5}
        rx={2}
      />
    );
  const [arm, centre] = [3, x + width / 2];
  return (
    <path
      className="picture-untrue"
      d={`M${centre - arm} ${middle - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`}
    />
  );
}
