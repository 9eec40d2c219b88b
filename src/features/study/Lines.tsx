import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Chart } from "../topics/Chart.tsx";
import { QUARTERS, roundTicks } from "../topics/chart-place.ts";
import { band, meanLine, nameTicks, seriesIn, seriesOf } from "./layout.ts";
import type { Point } from "./measures.ts";

/** What both kinds of figures are told. */
export interface DrawingProps {
  /** For screen readers. */
  readonly label: string;
  /** What stands above it where it is saved. */
  readonly caption: string | undefined;
  readonly points: readonly Point[];
  /** The highest value that the scale holds. */
  readonly highest: number;
  readonly width: number;
  readonly chosen: string | null;
  readonly onChoose: (point: string) => void;
  /** What a point is, and its number. */
  readonly tell: (point: Point) => string;
}

interface LinesProps extends DrawingProps {
  /** What stands below the points, from the left. */
  readonly names: readonly string[];
  /** Of orders what the numbers below are. */
  readonly across?: string;
}

/** Half the distance between lines' points where intervals stand beside each other, pixels. */
const APART = 3;

/** Means as lines, with their intervals: bands along layers, upright lines along orders. */
export function Lines({ label, points, highest, width, names, across, caption, chosen, onChoose, tell }: LinesProps) {
  const page = useStrings("page");
  const series = seriesIn(points);
  const isShare = points.every(({ unit }) => unit === "share");
  // Completeness ends at 1; other shares are small.
  const isWhole = isShare && series.includes("completeness");
  const top = isWhole || highest === 0 ? 1 : Math.min(isShare ? 1 : Infinity, 1.05 * highest);
  const marks = isWhole
    ? QUARTERS
    : roundTicks(0, top).map(({ at, text }) => ({ at, text: isShare ? percentText(at) : text }));
  const ticks = nameTicks(names, width - 56, page("strip.output"));
  return (
    <Chart
      label={label}
      caption={caption}
      width={width}
      x={{ ends: [-0.5, names.length - 0.5], ticks, ...(across !== undefined && { title: across }) }}
      y={{ ends: [0, top], ticks: marks }}
    >
      {({ x, y }) =>
        series.map((id, s) => {
          const along = seriesOf(points, id);
          const shift = across === undefined ? 0 : (2 * s - series.length + 1) * APART;
          const at = (place: number): number => x(place) + shift;
          return (
            <g key={id}>
              {across === undefined && <path className="chart-area" d={band(along, at, y)} />}
              <path className={s === 0 ? "chart-line" : "chart-dashed"} d={meanLine(along, at, y)} />
              {along.map((point, i) => {
                const { mean, interval } = point.estimate;
                if (mean === null) return null;
                return (
                  <g key={point.id} className="study-point" onClick={() => onChoose(point.id)}>
                    {across !== undefined && interval !== null && (
                      <path className="study-whisker" d={`M${at(i)} ${y(interval[0])}V${y(interval[1])}`} />
                    )}
                    <circle className={s === 0 ? "chart-dot" : "chart-ring"} cx={at(i)} cy={y(mean)} r={3} />
                    {point.id === chosen && <circle className="study-chosen" cx={at(i)} cy={y(mean)} r={6.5} />}
                    <circle cx={at(i)} cy={y(mean)} r={10} fill="none" pointerEvents="all">
                      <title>{tell(point)}</title>
                    </circle>
                  </g>
                );
              })}
            </g>
          );
        })
      }
    </Chart>
  );
}
