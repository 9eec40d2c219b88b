import type { Units } from "../../session/shape.ts";
import { NatsAxis } from "../../ui/axis/NatsAxis.tsx";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import type { EffectScale } from "../../ui/scale/effect-scale.ts";
import { signed } from "../../ui/scale/numbers.ts";
import { barOf, type Detail } from "./detail.ts";
import type { Chart } from "./layout.ts";

/** Half the width of an error bar's ends, pixels. */
const CAP = 3;

interface EffectChartProps {
  readonly detail: Detail;
  readonly units: Units;
  readonly chart: Chart;
  readonly scale: EffectScale;
  readonly selected: number;
  /** Whether the output reads the last layer directly, so that nothing is born there. */
  readonly readout: boolean;
  readonly onSelect: (layer: number) => void;
}

/** The layers' names below the chart, where the choice of a layer does not stand there column by column. */
export function ChartNames({ detail, chart }: Pick<EffectChartProps, "detail" | "chart">) {
  const t = useStrings("picture");
  const names = fittingNames(
    detail.layers.map(({ name }) => name),
    chart.step - 2,
    t("head.out"),
  );
  return (
    <div className="concept-names" style={{ paddingLeft: chart.axis, width: chart.width }} aria-hidden="true">
      {names.map((name, layer) => (
        <span key={layer}>{name}</span>
      ))}
    </div>
  );
}

/** A concept's effect at each layer as a line; points carry the picture's colours, the grey band is ±τ of each layer, bars are those of `barOf`. */
export function EffectChart({ detail, units, chart, scale, selected, readout, onSelect }: EffectChartProps) {
  const t = useStrings("picture");
  const effects = detail.layers
    .flatMap(({ name, effect, ...layer }) => {
      const bar = barOf(layer);
      return effect === null ? [] : `${name} ${signed(effect)}${bar === null ? "" : ` ± ${bar.toFixed(2)}`}`;
    })
    .join(", ");
  const output = detail.layers.length - 1;
  const bornAt = detail.track?.born ?? 0;
  const born = bornAt > 0 && !(readout && bornAt === output) ? chart.points[bornAt]! : null;
  const lateBorn = born !== null && born.layer > detail.layers.length - 3;
  const last = chart.points.at(-1)!;
  return (
    <svg
      width={chart.width}
      height={chart.height}
      role="img"
      aria-label={t("detail.chartLabel", { effects, in: t(`units.in.${units}`) })}
    >
      {chart.points.map(
        ({ layer, x, band }) =>
          band && <rect key={layer} x={x - chart.step / 2} width={chart.step} {...band} className="concept-band" />,
      )}
      <NatsAxis ticks={chart.ticks} left={chart.axis} right={chart.width} />
      <rect
        x={chart.points[selected]!.x - chart.step / 2}
        width={chart.step}
        y={0}
        height={chart.height}
        className="concept-column"
      />
      {last.band && (
        <text x={chart.width - 4} y={last.band.y + last.band.height + 12} textAnchor="end">
          {t("detail.band")}
        </text>
      )}
      {born && (
        <>
          <path d={`M${born.x} 2V${chart.height - 4}`} className="concept-born" />
          <text
            x={born.x + (lateBorn ? -6 : 6)}
            y={11}
            textAnchor={lateBorn ? "end" : "start"}
            className="concept-born-text"
          >
            {t("detail.bornMark")}
          </text>
        </>
      )}
      <path d={chart.path} className="concept-line" />
      {chart.points.map(
        ({ layer, x, error }) =>
          error && (
            <path
              key={layer}
              className="concept-error"
              d={`M${x - CAP} ${error[0]}h${2 * CAP}M${x} ${error[0]}V${error[1]}M${x - CAP} ${error[1]}h${2 * CAP}`}
            />
          ),
      )}
      {chart.points.map(({ layer, x, y }) => {
        const { effect, alive } = detail.layers[layer]!;
        if (y === null || effect === null) return null;
        const on = layer === selected;
        return (
          <circle
            key={layer}
            cx={x}
            cy={y}
            r={on ? 5 : 4}
            fill={alive ? scale.colour(effect).fill : "var(--paper)"}
            stroke={on ? "var(--accent)" : alive ? "var(--ink-2)" : "var(--ink-3)"}
            strokeWidth={on ? 2 : 1}
          />
        );
      })}
      {chart.points.map(({ layer, x }) => (
        <rect
          key={layer}
          x={x - chart.step / 2}
          width={chart.step}
          y={0}
          height={chart.height}
          fill="transparent"
          className="concept-hit"
          onClick={() => onSelect(layer)}
        />
      ))}
    </svg>
  );
}
