import { barHeight } from "./Cell.tsx";
import { columnX, type Columns } from "./layout.ts";
import type { LifeMark } from "./sureness.ts";

/** A bar over opinions that differ by less still has a width, pixels. */
const LEAST_BAR = 6;
const BAR_HEIGHT = 2;
/** Of paper around it, so that it stands out on a cell. */
const BAR_EDGE = 0.5;

/** A dot where a concept is born, a ring where it is gone; small and pale where it is not known how sure that is. */
export function LifePoint({
  end,
  how,
  x,
  y,
}: Pick<LifeMark, "end" | "how"> & { readonly x: number; readonly y: number }) {
  if (how === "unknown") return <circle className="picture-unsure" cx={x} cy={y} r={2.5} />;
  return end === "birth" ? (
    <circle cx={x} cy={y} r={3} fill="var(--ink)" stroke="var(--paper)" strokeWidth={1.5} />
  ) : (
    <circle cx={x} cy={y} r={2.75} fill="var(--paper)" stroke="var(--ink)" strokeWidth={1.25} />
  );
}

/** A bar from the earliest to the latest place that a fit names: of births at the upper edge of a row's cells, of deaths at the lower. */
export function LifeBar({ from, to, y }: { readonly from: number; readonly to: number; readonly y: number }) {
  const spare = Math.max(0, LEAST_BAR - (to - from)) / 2;
  // The edge of paper lies below: drawn as a stroke it would cover half of the bar where a file's reader knows no other order.
  return [BAR_EDGE, 0].map((edge) => (
    <rect
      key={edge}
      x={from - spare - edge}
      y={y - BAR_HEIGHT / 2 - edge}
      width={to - from + 2 * (spare + edge)}
      height={BAR_HEIGHT + 2 * edge}
      rx={BAR_HEIGHT / 2 + edge}
      fill={edge === 0 ? "var(--ink-2)" : "var(--paper)"}
    />
  ));
}

/** The beginnings and ends of a row's lives. */
export function LifeMarks({
  marks,
  columns,
  middle,
  rowHeight,
}: {
  readonly marks: readonly LifeMark[];
  readonly columns: Columns;
  readonly middle: number;
  readonly rowHeight: number;
}) {
  const reach = (barHeight(rowHeight) - BAR_HEIGHT) / 2;
  return marks.map(({ end, how, span }) => {
    const [from, to] = span.map((layer) => columnX(columns, layer) + (end === "birth" ? 0.5 : columns.pitch - 0.5));
    const key = `${end}${span.join("-")}`;
    return how === "within" ? (
      <LifeBar key={key} from={from!} to={to!} y={middle + (end === "birth" ? -reach : reach)} />
    ) : (
      <LifePoint key={key} end={end} how={how} x={from!} y={middle} />
    );
  });
}
