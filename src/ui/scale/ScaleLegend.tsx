import { useId } from "react";
import type { Units } from "../../session/shape.ts";
import { fittingText, textWidth } from "../language/fitting-text.ts";
import { useStrings } from "../language/strings.tsx";
import { scaleStops, scaleTicks, type EffectScale } from "./effect-scale.ts";

/** Steps of the legend's gradient on either side: enough that no step is seen at 200 px. */
const STEPS = 16;

/** Between what speaks against and what speaks for, pixels. */
const GAP = 8;

/** The signed colour scale with its ticks in `units`, and which end speaks against and for the target. */
export function ScaleLegend({
  scale,
  units,
  width,
  target,
}: {
  readonly scale: EffectScale;
  readonly units: Units;
  readonly width: number;
  readonly target: string | null;
}) {
  const t = useStrings("picture");
  const id = useId();
  const ticks = scaleTicks(scale);
  const against = t("legend.against");
  const room = width - textWidth(against) - GAP;
  return (
    <svg
      className="scale-legend"
      width={width}
      height={40}
      role="img"
      aria-label={t("legend.scale", { end: String(scale.end), in: t(`units.in.${units}`) })}
    >
      <defs>
        <linearGradient id={id}>
          {scaleStops(scale, STEPS).map(({ offset, fill }, i) => (
            <stop key={i} offset={offset} stopColor={fill} />
          ))}
        </linearGradient>
      </defs>
      <rect className="scale-ramp" width={width} height={8} rx={2} fill={`url(#${id})`} />
      {ticks.map(({ nats, text }, i) => {
        const x = (width * i) / (ticks.length - 1);
        return (
          <g key={nats}>
            <line x1={x} x2={x} y1={8} y2={11} stroke="var(--ink-3)" />
            <text x={x} y={22} textAnchor={i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle"}>
              {i === ticks.length - 1 ? `${text} ${t(`units.short.${units}`)}` : text}
            </text>
          </g>
        );
      })}
      {target !== null && (
        <text x={0} y={36} className="scale-against">
          {against}
        </text>
      )}
      {target !== null && (
        <text x={width} y={36} textAnchor="end" className="scale-for">
          {fittingText(t("legend.for", { target }), room)}
        </text>
      )}
    </svg>
  );
}
