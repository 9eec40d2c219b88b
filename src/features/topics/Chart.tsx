import type { ReactNode } from "react";
import { chartPlace, type ChartAxis, type ChartPlace } from "./chart-place.ts";
import "./chart.css";

interface ChartProps {
  /** For screen readers. */
  readonly label: string;
  /** What stands above it where it is saved and others stand beside it. */
  readonly caption?: string | undefined;
  readonly width: number;
  readonly height?: number;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** What is drawn over the lines of the axes. */
  readonly children: (place: ChartPlace) => ReactNode;
}

/** A chart with lines across at the marks of its upright axis, the one at 0 stronger. */
export function Chart({ label, caption, width, height = 260, x, y, children }: ChartProps) {
  const place = chartPlace(x, y, width, height);
  const { left, right, bottom } = place;
  return (
    <svg className="chart" width={width} height={height} role="img" aria-label={label} data-caption={caption}>
      {y.ticks.map(({ at, text }) => (
        <g key={at}>
          <line
            className={at === 0 ? "chart-zero" : "chart-tick"}
            x1={left}
            x2={right}
            y1={place.y(at)}
            y2={place.y(at)}
          />
          <text className="chart-up" x={left - 6} y={place.y(at) + 4}>
            {text}
          </text>
        </g>
      ))}
      {x.ticks.map(({ at, text }) => (
        <text key={at} className="chart-across" x={place.x(at)} y={bottom + 14}>
          {text}
        </text>
      ))}
      {x.title !== undefined && (
        <text className="chart-across" x={(left + right) / 2} y={bottom + 29}>
          {x.title}
        </text>
      )}
      {children(place)}
    </svg>
  );
}

/** The marks of a legend. */
export function KeyLine({ name }: { readonly name: string }) {
  return (
    <svg className="chart" width={22} height={12} aria-hidden="true">
      <path className={name} d="M1 6H21" />
    </svg>
  );
}
