import type { AxisTick } from "./scale.ts";

/** From a text's middle down to its baseline at 12 px, pixels. */
export const BASELINE_DROP = 4.2;

/** Between the axis and the numbers on its left, pixels. */
const GAP = 6;

interface NatsAxisProps {
  readonly ticks: readonly AxisTick[];
  /** Where the lines begin and end, pixels; the numbers end left of `left`. */
  readonly left: number;
  readonly right: number;
}

/** Lines across a chart at round numbers of nats, the one at 0 stronger, and the numbers on their left. */
export function NatsAxis({ ticks, left, right }: NatsAxisProps) {
  return ticks.map(({ nats, y, text }) => (
    <g key={nats}>
      <line x1={left} x2={right} y1={y} y2={y} stroke={nats === 0 ? "var(--rule-2)" : "var(--rule)"} />
      <text x={left - GAP} y={y + BASELINE_DROP} textAnchor="end">
        {text}
      </text>
    </g>
  ));
}
