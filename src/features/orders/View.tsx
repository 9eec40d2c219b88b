import { useMemo } from "react";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Firmness } from "../../exploration/firmness.ts";
import { selectLayerwiseChange } from "../../session/completeness.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectFirmness, selectLargestOrder, selectSolvedLayers } from "../../session/selectors.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { Frame } from "../topics/Frame.tsx";
import { KindPicker } from "../topics/KindPicker.tsx";
import { Wide } from "../topics/Wide.tsx";
import { ScaleSentence } from "../topics/ScaleSentence.tsx";
import { withHeads } from "../topics/use-table-words.ts";
import { firmShares } from "./firm-shares.ts";
import { ordersLayout, PARTS, strengthsOf, strongestOrder, type Panel, type Strength } from "./layout.ts";
import { ordersTable } from "./table.ts";
import "./orders.css";

/** Strength by order at each layer, against the output: the paper's main figure. */
export function OrdersView() {
  const t = useStrings("topics");
  const nameOf = useTargetName();
  const change = useStrata(selectLayerwiseChange);
  const layers = useStrata(selectSolvedLayers);
  const firmness = useStrata(selectFirmness);
  const kind = useStrata((state) => state.filters.kind);
  const target = nameOf(useStrata((state) => state.result?.target));
  const largest = useStrata(selectLargestOrder);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const strengths = useMemo(() => (change === null ? [] : strengthsOf(change.strengths, kind)), [change, kind]);
  const strongest = strongestOrder(strengths, names.length - 1);
  const found =
    strongest === null
      ? t("orders.foundNone")
      : strongest.order === 1
        ? t("orders.foundOne", { share: percentText(strongest.share) })
        : t("orders.foundMany", { order: String(strongest.order), share: percentText(strongest.share) });
  const numbers =
    change === null
      ? null
      : withHeads(ordersTable(strengths, names), (id) => t(id === "layer" || id === "order" ? id : `orders.${id}`));
  return (
    <Frame
      id="orders"
      title={t("orders.name")}
      read={t("orders.read", { target })}
      found={change === null ? [] : [found]}
      numbers={numbers}
      controls={<KindPicker />}
    >
      <Wide>{(width) => <Panels strengths={strengths} largest={largest} names={names} width={width} />}</Wide>
      <Keys target={target} />
      <p className="topic-note">
        <ScaleSentence layers={layers} />
      </p>
      {layers !== null && <Firm layers={layers} firmness={firmness} names={names} />}
    </Frame>
  );
}

const NO_NAMES: readonly string[] = [];

interface PanelsProps {
  readonly strengths: readonly Strength[];
  readonly largest: number;
  readonly names: readonly string[];
  readonly width: number;
}

function Panels({ strengths, largest, names, width }: PanelsProps) {
  const t = useStrings(["topics", "picture"]);
  const { selectLayer } = useActions();
  const selected = useStrata((state) => state.selection.layer);
  const layout = useMemo(
    () => ordersLayout(strengths, names.length, largest, width),
    [strengths, names.length, largest, width],
  );
  const output = names.length - 1;
  const short = fittingNames(names, (layout.panels[0]?.width ?? 0) - 2, t("picture:head.out"));
  return (
    <svg className="orders" width={layout.width} height={layout.height} role="img" aria-label={t("orders.chart")}>
      {layout.panels.map((panel) => (
        <PanelDrawing
          key={panel.layer}
          panel={panel}
          plot={layout.plot}
          name={short[panel.layer]!}
          isSelected={panel.layer === (selected ?? output)}
          onSelect={() => selectLayer(panel.layer === output ? null : panel.layer)}
        />
      ))}
    </svg>
  );
}

interface PanelDrawingProps {
  readonly panel: Panel;
  readonly plot: number;
  readonly name: string;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

function PanelDrawing({ panel, plot, name, isSelected, onSelect }: PanelDrawingProps) {
  const { x, width, top, bars, ticks, hasAxis, orders } = panel;
  return (
    <g onClick={onSelect}>
      <rect
        className={isSelected ? "orders-panel orders-selected" : "orders-panel"}
        x={x}
        y={top}
        width={width}
        height={plot}
      />
      <text className={isSelected ? "orders-name orders-name-selected" : "orders-name"} x={x + width / 2} y={top - 5}>
        {name}
      </text>
      {ticks.map(({ nats, y, text }) => (
        <g key={nats}>
          <line className={nats === 0 ? "orders-zero" : "orders-tick"} x1={x} x2={x + width} y1={y} y2={y} />
          {hasAxis && (
            <text className="orders-number" x={x - 5} y={y + 4}>
              {text}
            </text>
          )}
        </g>
      ))}
      {bars.map(({ part, sign, ...box }, i) => (
        <rect key={i} className={`orders-${sign > 0 ? "for" : "against"} orders-${part}`} {...box} />
      ))}
      {orders.map(({ x: middle, text }) => (
        <text key={text} className="orders-order" x={middle} y={top + plot + 13}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** What colours and shades mean. */
function Keys({ target }: { readonly target: string }) {
  const t = useStrings("topics");
  return (
    <ul className="topic-keys">
      {PARTS.map((part) => (
        <li key={part}>
          <svg className="orders" width={22} height={12} aria-hidden="true">
            <rect className={`orders-for orders-${part}`} x={0.5} y={0.5} width={9} height={11} />
            <rect className={`orders-against orders-${part}`} x={11.5} y={0.5} width={9} height={11} />
          </svg>
          {t(`orders.${part}`)}
        </li>
      ))}
      <li>
        <span className="orders-up" aria-hidden="true">
          ↑
        </span>
        {t("orders.up", { target })}
      </li>
      <li>
        <span className="orders-down" aria-hidden="true">
          ↓
        </span>
        {t("orders.down")}
      </li>
    </ul>
  );
}

/** How much of each layer's strength firm concepts hold, where that is known. */
function Firm({
  layers,
  firmness,
  names,
}: {
  readonly layers: readonly SolvedLayer[];
  readonly firmness: Firmness | null;
  readonly names: readonly string[];
}) {
  const t = useStrings("topics");
  const shares = useMemo(() => firmShares(layers, firmness), [layers, firmness]);
  // What to do on the page is no part of the figure.
  if (shares === null) return <p className="topic-note topic-todo">{t("firmUnknown")}</p>;
  const said = shares.flatMap((share, l) =>
    share === null ? [] : [t("firmAt", { layer: names[l] ?? "", share: percentText(share) })],
  );
  return (
    <p className="topic-note">
      <Marked text={t("firm", { shares: said.join(t("separator")) })} />
    </p>
  );
}
