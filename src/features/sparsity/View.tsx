import { useMemo } from "react";
import { mostEffects } from "../../core/estimate/sample.ts";
import { useStrata } from "../../session/react.ts";
import { selectSample, selectSolvedLayers } from "../../session/selectors.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Chart, KeyLine } from "../topics/Chart.tsx";
import { countTicks, QUARTERS } from "../topics/chart-place.ts";
import { Frame } from "../topics/Frame.tsx";
import { withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { isFull, possibleConcepts, salientAt, sortedShares } from "./layout.ts";
import { sparsityTable } from "./table.ts";

const NO_NAMES: readonly string[] = [];
/** All effects of each layer by strength, with τ: how few concepts are salient, and how their number hangs on τ. */
export function SparsityView() {
  const t = useStrings("topics");
  const layers = useStrata(selectSolvedLayers);
  const tau = useStrata((state) => state.result?.settings.tauFraction ?? 0);
  const n = useStrata((state) => state.result?.players.n ?? 1);
  const sample = useStrata(selectSample);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const shares = useMemo(() => (layers ?? []).map(({ interactions }) => sortedShares(interactions)), [layers]);
  const count = (fraction: number): number => (layers === null ? 0 : salientAt(layers[at]!.interactions, fraction));
  const full = (layers ?? []).flatMap(({ interactions }, l) => (isFull(interactions) ? [names[l]!] : []));
  const numbers = useMemo(
    () =>
      layers === null
        ? null
        : withHeads(sparsityTable(layers, names), (id) =>
            id === "layer"
              ? t(id)
              : id === "effects"
                ? t("sparsity.nonzero")
                : t("sparsity.at", { tau: Number(id.slice("salient_".length)) }),
          ),
    [layers, names, t],
  );
  return (
    <Frame
      id="sparsity"
      title={t("sparsity.name")}
      read={
        sample === null
          ? t("sparsity.read", { layer: name, possible: possibleConcepts(n) })
          : t("sparsity.readEstimated", {
              layer: name,
              possible: possibleConcepts(n),
              masks: grouped(sample.masks),
              most: mostEffects(sample.masks - sample.heldOut),
            })
      }
      found={
        layers === null
          ? []
          : [
              t("sparsity.found", {
                layer: name,
                tau,
                salient: count(tau),
                double: count(2 * tau),
                half: count(tau / 2),
              }),
              ...(full.length === 0 ? [] : [t("sparsity.full", { layers: full.join(t("separator")) })]),
            ]
      }
      numbers={numbers}
      controls={<LayerPicker names={names} />}
    >
      <Wide>{(width) => <Curves shares={shares} at={at} tau={tau} width={width} />}</Wide>
      <ul className="topic-keys">
        <li>
          <KeyLine name="chart-line" />
          {t("sparsity.selected", { layer: name, salient: count(tau), count: shares[at]?.length ?? 0 })}
        </li>
        <li>
          <KeyLine name="chart-soft" />
          {t("sparsity.others")}
        </li>
      </ul>
    </Frame>
  );
}

interface CurvesProps {
  readonly shares: readonly (readonly number[])[];
  readonly width: number;
  readonly at: number;
  readonly tau: number;
}

function Curves({ shares, at, tau, width }: CurvesProps) {
  const t = useStrings("topics");
  const most = Math.max(2, ...shares.map(({ length }) => length));
  const [tauText] = fittingNames([t("sparsity.tau", { tau })], 60, "τ");
  return (
    <Chart
      label={t("sparsity.chart")}
      width={width}
      x={{ ends: [1, most], ticks: countTicks(most, 8), title: t("sparsity.rank") }}
      y={{ ends: [0, 1], ticks: QUARTERS }}
    >
      {({ x, y, left, right }) => {
        const curve = (of: readonly number[]): string =>
          of.map((share, i) => `${i === 0 ? "M" : "L"}${x(i + 1).toFixed(1)} ${y(share).toFixed(1)}`).join("");
        return (
          <>
            {shares.map((of, l) => l !== at && <path key={l} className="chart-soft" d={curve(of)} />)}
            <path className="chart-line" d={curve(shares[at] ?? [])} />
            <path className="chart-mark" d={`M${left} ${y(tau)}H${right}`} />
            <text className="chart-up" x={right} y={y(tau) - 5}>
              {tauText}
            </text>
          </>
        );
      }}
    </Chart>
  );
}
