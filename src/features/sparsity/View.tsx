import { useMemo } from "react";
import { useStrata } from "../../session/react.ts";
import { selectSolvedLayers } from "../../session/selectors.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Frame } from "../topics/Frame.tsx";
import { Wide } from "../topics/Wide.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { possibleConcepts, salientAt, sortedShares, sparsityLayout } from "./layout.ts";
import "./sparsity.css";

const NO_NAMES: readonly string[] = [];
/** Shares of the largest effect at which the table counts. */
const TAUS = [0.01, 0.02, 0.05, 0.1, 0.2];

/** All effects of each layer by strength, with τ: how few concepts are salient, and how their number hangs on τ. */
export function SparsityView() {
  const t = useStrings("topics");
  const layers = useStrata(selectSolvedLayers);
  const tau = useStrata((state) => state.result?.settings.tauFraction ?? 0);
  const n = useStrata((state) => state.result?.players.n ?? 1);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const shares = useMemo(() => (layers ?? []).map(({ interactions }) => sortedShares(interactions)), [layers]);
  const count = (fraction: number): number => (layers === null ? 0 : salientAt(layers[at]!.interactions, fraction));
  const numbers = useMemo(
    () =>
      layers === null
        ? null
        : {
            columns: [
              { id: "layer", text: t("layer") },
              { id: "effects", text: t("sparsity.nonzero") },
              ...TAUS.map((fraction) => ({ id: `salient_${fraction}`, text: t("sparsity.at", { tau: fraction }) })),
            ],
            rows: layers.map(({ interactions }, l) => [
              names[l]!,
              shares[l]!.length,
              ...TAUS.map((fraction) => salientAt(interactions, fraction)),
            ]),
          },
    [layers, shares, names, t],
  );
  return (
    <Frame
      id="sparsity"
      title={t("sparsity.name")}
      read={t("sparsity.read", { layer: name, possible: grouped(possibleConcepts(n)) })}
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
            ]
      }
      numbers={numbers}
      controls={<LayerPicker names={names} />}
    >
      <Wide>{(width) => <Curves shares={shares} at={at} tau={tau} width={width} />}</Wide>
      <ul className="topic-keys">
        <li>
          <svg className="sparsity" width={22} height={12} aria-hidden="true">
            <path className="sparsity-selected" d="M1 6H21" />
          </svg>
          {t("sparsity.selected", { layer: name, salient: count(tau), count: shares[at]?.length ?? 0 })}
        </li>
        <li>
          <svg className="sparsity" width={22} height={12} aria-hidden="true">
            <path className="sparsity-other" d="M1 6H21" />
          </svg>
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
  const layout = useMemo(() => sparsityLayout(shares, tau, width), [shares, tau, width]);
  const [tauText] = fittingNames([t("sparsity.tau", { tau })], 60, "τ");
  return (
    <svg className="sparsity" width={layout.width} height={layout.height} role="img" aria-label={t("sparsity.chart")}>
      {layout.ticks.map(({ share, y }) => (
        <g key={share}>
          <line className="sparsity-tick" x1={layout.left} x2={layout.right} y1={y} y2={y} />
          <text className="sparsity-up" x={layout.left - 5} y={y + 4}>
            {percentText(share)}
          </text>
        </g>
      ))}
      {layout.ranks.map(({ x, text }) => (
        <text key={text} className="sparsity-across" x={x} y={layout.bottom + 14}>
          {text}
        </text>
      ))}
      <text className="sparsity-across" x={(layout.left + layout.right) / 2} y={layout.bottom + 29}>
        {t("sparsity.rank")}
      </text>
      {layout.curves.map((curve, l) => l !== at && <path key={l} className="sparsity-other" d={curve} />)}
      <path className="sparsity-selected" d={layout.curves[at] ?? ""} />
      <line className="sparsity-tau" x1={layout.left} x2={layout.right} y1={layout.tau} y2={layout.tau} />
      <text className="sparsity-end" x={layout.right} y={layout.tau - 5}>
        {tauText}
      </text>
    </svg>
  );
}
