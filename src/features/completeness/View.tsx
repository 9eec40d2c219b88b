import { useMemo, useState } from "react";
import { probeAgreementOf } from "../../exploration/exploration.ts";
import { selectLayerwiseChange } from "../../session/completeness.ts";
import { useStrata } from "../../session/react.ts";
import { selectLargestOrder } from "../../session/selectors.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Frame } from "../topics/Frame.tsx";
import { withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { firstHalf, sharesLayout, sharesOf, type LayerShares } from "./layout.ts";
import { completenessTable } from "./table.ts";
import "./completeness.css";

const NO_NAMES: readonly string[] = [];
/** Room for a short name, pixels. */
const LEAST_NAME = 26;
const LINES = ["completeness", "redundancy"] as const;

/** Completeness and redundancy of each layer against the output: when the network knows. */
export function CompletenessView() {
  const t = useStrings("topics");
  const [asked, setOrder] = useState<number | null>(null);
  const change = useStrata(selectLayerwiseChange);
  const result = useStrata((state) => state.result);
  const names = useLayerNames(result?.layerNames ?? NO_NAMES);
  const largest = useStrata(selectLargestOrder);
  const order = asked !== null && asked > largest ? null : asked;
  const shares = useMemo(
    () =>
      change === null || result === null
        ? []
        : sharesOf(
            change.completeness,
            change.redundancy,
            result.layers.map((layer) => (layer === null ? null : probeAgreementOf(layer))),
            order,
          ),
    [change, result, order],
  );
  const isKnown = shares.some(({ agreement }) => agreement !== null);
  const isOwn = result?.layers.some((layer) => layer?.replicateAgreement !== undefined) === true;
  const half = firstHalf(shares);
  const found =
    half === null
      ? t("completeness.none")
      : t(`completeness.${half.kind}`, { layer: names[half.layer] ?? "", share: percentText(half.share) });
  const numbers =
    change === null
      ? null
      : withHeads(completenessTable(shares, names), (id) =>
          t(
            id === "layer"
              ? id
              : id === "probe_agreement"
                ? `completeness.agreement.${isOwn ? "image" : "photographs"}`
                : `completeness.${id}`,
          ),
        );
  return (
    <Frame
      id="completeness"
      title={t("completeness.name")}
      read={t(isKnown ? "completeness.read" : "completeness.readBare")}
      found={change === null ? [] : [found]}
      numbers={numbers}
      controls={
        <div className="topic-choice" role="group" aria-label={t("completeness.orders.label")}>
          <span>{t("completeness.orders.label")}</span>
          {[null, ...Array.from({ length: largest }, (_, i) => i + 1)].map((value) => (
            <button key={value ?? "all"} type="button" aria-pressed={order === value} onClick={() => setOrder(value)}>
              {value === null ? t("completeness.orders.all") : value}
            </button>
          ))}
        </div>
      }
    >
      <Wide>{(width) => <Shares shares={shares} names={names} width={width} />}</Wide>
      <ul className="topic-keys">
        {LINES.map((line) => (
          <li key={line}>
            <svg className="shares" width={22} height={12} aria-hidden="true">
              <path className={`shares-${line}`} d="M1 6H21" />
            </svg>
            {t(`completeness.${line}`)}
          </li>
        ))}
        {isKnown && (
          <li>
            <svg className="shares" width={12} height={12} aria-hidden="true">
              <rect className="shares-agreement" width={12} height={12} />
            </svg>
            {t(`completeness.agreement.${isOwn ? "image" : "photographs"}`)}
          </li>
        )}
      </ul>
    </Frame>
  );
}

interface SharesProps {
  readonly shares: readonly LayerShares[];
  readonly names: readonly string[];
  readonly width: number;
}

function Shares({ shares, names, width }: SharesProps) {
  const t = useStrings(["topics", "picture"]);
  const layout = useMemo(() => sharesLayout(shares, width), [shares, width]);
  // Of many layers on a phone some names stand for their neighbours, too; the output's always stands.
  const every = Math.max(1, Math.ceil(LEAST_NAME / layout.step));
  const short = fittingNames(names, layout.step - 2, t("picture:head.out"));
  return (
    <svg className="shares" width={layout.width} height={layout.height} role="img" aria-label={t("completeness.chart")}>
      {layout.points.map(
        ({ x, agreement }, l) =>
          agreement !== null && (
            <rect
              key={l}
              className="shares-agreement"
              x={x - layout.step / 3}
              width={(2 * layout.step) / 3}
              {...agreement}
            />
          ),
      )}
      {layout.ticks.map(({ share, y }) => (
        <g key={share}>
          <line
            className={share === 0 ? "shares-zero" : "shares-tick"}
            x1={layout.left}
            x2={layout.right}
            y1={y}
            y2={y}
          />
          <text className="shares-number" x={layout.left - 6} y={y + 4}>
            {percentText(share)}
          </text>
        </g>
      ))}
      {LINES.map((line) => (
        <path key={line} className={`shares-${line}`} d={layout[line]} />
      ))}
      {layout.points.map((point, l) => (
        <g key={l}>
          {LINES.map(
            (line) =>
              point[line] !== null && (
                <circle key={line} className={`shares-point-${line}`} cx={point.x} cy={point[line]} r={3} />
              ),
          )}
          {(names.length - 1 - l) % every === 0 && (
            <text className="shares-name" x={point.x} y={layout.height - 8}>
              {short[l]}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
