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

function cellHeight(state: CellBox["state"], rowHeight: number): number {
  return state === "thin" || state === "waiting" ? THIN[state] : barHeight(rowHeight);
}

/** One layer of a concept's life: its part of the joined bar, in the colour of its effect. */
export function Cell({
  box,
  middle,
  rowHeight,
  effect,
  scale,
}: {
  readonly box: CellBox;
  readonly middle: number;
  readonly rowHeight: number;
  readonly effect: number;
  readonly scale: EffectScale;
}) {
  const height = cellHeight(box.state, rowHeight);
  const fill = box.state === "waiting" ? "var(--field)" : scale.colour(effect).fill;
  const path = boxPath(box, middle - height / 2, height);
  if (box.state !== "bridged")
    return <path d={path} fill={fill} className={box.state === "waiting" ? undefined : "picture-cell"} />;
  const inset = boxPath({ ...box, x: box.x + 0.5, width: box.width - 1 }, middle - height / 2 + 0.5, height - 1);
  return (
    <>
      <path d={path} fill={fill} className="picture-cell" />
      <path d={inset} className="picture-bridge" />
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
