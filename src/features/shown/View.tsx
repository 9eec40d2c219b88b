import { useMemo } from "react";
import { byNumberShown, fallsOf, type ScoresShown } from "../../core/by-number-shown.ts";
import { useStrata } from "../../session/react.ts";
import { selectAllValues } from "../../session/selectors.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { Chart, KeyLine } from "../topics/Chart.tsx";
import { countTicks, roundTicks } from "../topics/chart-place.ts";
import { useWithoutValues } from "../topics/use-without-values.ts";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { shownTable } from "./table.ts";

const NO_NAMES: readonly string[] = [];

/** What stands above the columns. */
const HEADS = {
  shown: "count",
  masks: "masks",
  mean_nats: "mean",
  deviation_nats: "deviation",
  least_nats: "least",
  most_nats: "most",
} as const;

/** Whether the score rises as more patches are shown, on average. */
export function ShownView() {
  const t = useStrings("topics");
  const withoutValues = useWithoutValues();
  const nameOf = useTargetName();
  const values = useStrata(selectAllValues);
  const hasPicture = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const target = nameOf(useStrata((state) => state.result?.target));
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const layers = useMemo(() => values?.layers.map((v) => byNumberShown(values.masks, v)) ?? null, [values]);
  const scores = layers?.[at] ?? null;
  const numbers =
    layers === null
      ? null
      : withHeads(shownTable(layers, names), (id) => (id === "layer" ? t(id) : t(`shown.${HEADS[id]}`)));
  return (
    <Frame
      id="shown"
      title={t("shown.name")}
      read={t("shown.read", { target, layer: name })}
      found={scores === null ? [] : [foundOf(t, scores, name)]}
      missing={hasPicture ? withoutValues : undefined}
      numbers={numbers}
      controls={<LayerPicker names={names} />}
    >
      {scores !== null && (
        <>
          <Wide>{(width) => <Means scores={scores} name={name} width={width} />}</Wide>
          <ul className="topic-keys">
            <li>
              <KeyLine name="chart-line" />
              {t("shown.mean")}
            </li>
            <li>
              <svg className="chart" width={22} height={12} aria-hidden="true">
                <rect className="chart-area" width={22} height={12} />
              </svg>
              {t("shown.spread")}
            </li>
            <li>
              <KeyLine name="chart-dashed" />
              {t("shown.ends")}
            </li>
          </ul>
        </>
      )}
    </Frame>
  );
}

function foundOf(t: ReturnType<typeof useStrings<"topics">>, scores: readonly ScoresShown[], layer: string): string {
  const falls = fallsOf(scores);
  const [none, all] = [scores[0]!.mean, scores.at(-1)!.mean];
  const values = { layer, none: signed(none), all: signed(all) };
  return falls.length === 0
    ? t("shown.rises", values)
    : falls.length === scores.length - 1
      ? t("shown.sinks", values)
      : t("shown.falls", {
          ...values,
          where: falls.map((from) => t("shown.step", { from, to: from + 1 })).join(t("separator")),
        });
}

interface MeansProps {
  readonly scores: readonly ScoresShown[];
  readonly name: string;
  readonly width: number;
}

function Means({ scores, name, width }: MeansProps) {
  const t = useStrings("topics");
  const [least, most] = [
    Math.min(...scores.map((of) => Math.min(of.least, of.mean - of.deviation))),
    Math.max(...scores.map((of) => Math.max(of.most, of.mean + of.deviation))),
  ];
  const pad = 0.04 * (most - least || 1);
  const ends = [least - pad, most + pad] as const;
  const n = scores.at(-1)!.shown;
  return (
    <Chart
      label={t("shown.chart", { layer: name })}
      width={width}
      x={{ ends: [0, n], ticks: countTicks(n, 16, 0), title: t("shown.across") }}
      y={{ ends, ticks: roundTicks(...ends, "signed") }}
    >
      {({ x, y }) => {
        const line = (of: (one: ScoresShown) => number): string =>
          scores.map((one, i) => `${i === 0 ? "M" : "L"}${x(one.shown).toFixed(1)} ${y(of(one)).toFixed(1)}`).join("");
        const back = scores
          .toReversed()
          .map((one) => `L${x(one.shown).toFixed(1)} ${y(one.mean - one.deviation).toFixed(1)}`)
          .join("");
        return (
          <>
            <path className="chart-area" d={`${line(({ mean, deviation }) => mean + deviation)}${back}Z`} />
            <path className="chart-dashed" d={line(({ least: low }) => low)} />
            <path className="chart-dashed" d={line(({ most: high }) => high)} />
            <path className="chart-line" d={line(({ mean }) => mean)} />
            {scores.map(({ shown, mean }) => (
              <circle key={shown} className="chart-dot" cx={x(shown)} cy={y(mean)} r={3} />
            ))}
          </>
        );
      }}
    </Chart>
  );
}
