import { useMemo } from "react";
import { patchesOf, type Mask } from "../../core/masks.ts";
import { playerName } from "../../core/patches.ts";
import { useStrata } from "../../session/react.ts";
import type { Result, Units } from "../../session/shape.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import type { Pixels } from "../../core/resize.ts";
import { NatsAxis } from "../../ui/axis/NatsAxis.tsx";
import { CloseIcon } from "../../ui/controls/icons.tsx";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { NO_NUMBER, signed } from "../../ui/scale/numbers.ts";
import { useWidth } from "../../ui/size/use-width.ts";
import { Facts } from "./Facts.tsx";
import { chartOf } from "./layout.ts";
import { callOf, partsOf, scoresOf } from "./masked.ts";
import "./contexts.css";

/** Height of the chart, pixels. */
const HEIGHT = 84;
/** Layers have no names or numbers below this chart, and need no more each, pixels. */
const STEP = 12;

export interface MaskViewProps {
  readonly shown: Mask;
  /** The input as the network sees it. */
  readonly pixels: Pixels;
  readonly result: Result;
  /** The selected layer. */
  readonly index: number;
  readonly units: Units;
  readonly onClose: () => void;
}

/** One masked input: what the network sees, its v at every layer as a line with numbers, and what v is made of at the selected one. */
export function MaskView({ shown, pixels, result, index, units, onClose }: MaskViewProps) {
  const t = useStrings(["behind", "picture"]);
  const { ref, width } = useWidth<HTMLDivElement>();
  const per = useStrata(selectNatsPerUnit);
  const names = useLayerNames(result.layerNames);
  const { players } = result;
  const scores = useMemo(() => scoresOf(result, shown, per), [result, shown, per]);
  const chart = chartOf(
    scores.layers.map((effect, l) => ({ name: names[l]!, effect, tau: 0, sd: null, error: null, alive: true })),
    width,
    HEIGHT,
    STEP,
  );
  const { how, patches } = callOf(shown, players.n);
  const title = t(`mask.${how}`, {
    patches: patchesOf(patches)
      .map((patch) => playerName(patch, players))
      .join(" "),
  });
  const layer = result.layers[index] ?? null;
  const unit = per[index] ?? 1;
  const v = scores.layers[index] ?? null;
  const parts = layer === null ? null : partsOf(layer.interactions, shown);
  const number = (nats: number): string => signed(nats / unit);
  const text = (score: number | null): string => (score === null ? NO_NUMBER : signed(score));
  const facts =
    parts === null || v === null
      ? []
      : [
          { key: "v", name: t("mask.v"), value: signed(v) },
          { key: "constant", name: t("mask.constant"), value: number(parts.constant) },
          { key: "and", name: t("mask.and"), value: number(parts.and) },
          { key: "or", name: t("mask.or"), value: number(parts.or) },
          ...(scores.isMeasured
            ? [
                {
                  key: "delta",
                  name: t("mask.delta"),
                  value: number(parts.constant + parts.and + parts.or - v * unit),
                },
              ]
            : []),
        ];
  const unitText = t(`picture:units.short.${units}`);
  return (
    <div className="mask-view" role="group" aria-label={title}>
      <div className="head">
        <h4>{title}</h4>
        <span className="tools">
          <span>{t("mask.unit", { unit: unitText })}</span>
          <button
            type="button"
            className="quiet"
            aria-label={t("mask.close")}
            title={t("mask.close")}
            onClick={onClose}
          >
            <CloseIcon />
          </button>
        </span>
      </div>
      <div className="mask-place">
        <PixelImage pixels={pixels} />
        <div ref={ref} className="mask-chart">
          {width > 0 && (
            <svg
              width={chart.width}
              height={chart.height}
              role="img"
              aria-label={t("mask.chart", {
                in: t(`picture:units.in.${units}`),
                scores: scores.layers
                  .map((score, l) => `${names[l]} ${text(score)}`)
                  .join(t("picture:words.separator")),
              })}
            >
              <NatsAxis ticks={chart.ticks} left={chart.axis} right={chart.width} />
              <rect
                x={chart.points[index]!.x - chart.step / 2}
                width={chart.step}
                y={0}
                height={chart.height}
                className="concept-column"
              />
              <path d={chart.path} className="concept-line" />
              {chart.points.map(
                ({ layer: at, x, y }) =>
                  y !== null && <circle key={at} cx={x} cy={y} r={at === index ? 4.5 : 3} className="mask-point" />,
              )}
            </svg>
          )}
        </div>
      </div>
      <dl className="mask-numbers">
        {scores.layers.map((score, l) => (
          <div key={l} data-selected={l === index || undefined}>
            <dt>{names[l]}</dt>
            <dd>{text(score)}</dd>
          </div>
        ))}
      </dl>
      <Facts facts={facts} />
      <p className="read">
        {t(scores.isMeasured ? "mask.measured" : "mask.rebuilt")}{" "}
        {layer !== null &&
          t("mask.sum", {
            kappa: t(`picture:units.amount.${units}`, {
              value: (layer.interactions.exactness.kappa / unit).toFixed(2),
            }),
            layer: names[index]!,
          })}
      </p>
    </div>
  );
}
