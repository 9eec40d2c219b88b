import { useId } from "react";
import type { Units } from "../../session/shape.ts";
import { amount } from "../concepts/words.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { NO_NUMBER, signed } from "../../ui/scale/numbers.ts";
import type { Detail } from "./detail.ts";
import type { Chart } from "./layout.ts";

interface LayerChoiceProps {
  readonly detail: Detail;
  readonly units: Units;
  /** The refitted effect at each layer; null where none is known. */
  readonly refitted: readonly string[] | null;
  readonly chart: Chart;
  /** Whether the columns are too narrow for a finger or a number: the choice then stands in rows of tiles. */
  readonly tiled: boolean;
  readonly selected: number;
  readonly onSelect: (layer: number) => void;
}

/** A tile's width for its layer's name, pixels. */
const TILE_NAME = 56;

/** The chart's numbers, one column per layer below its point, or one tile per layer; picking one selects the layer. */
export function LayerChoice({ detail, units, refitted, chart, tiled, selected, onSelect }: LayerChoiceProps) {
  const t = useStrings("picture");
  const group = useId();
  const names = fittingNames(
    detail.layers.map(({ name }) => name),
    tiled ? TILE_NAME : chart.step - 2,
    t("head.out"),
  );
  return (
    <fieldset
      className="concept-layers"
      data-tiled={tiled || undefined}
      style={
        tiled
          ? undefined
          : {
              gridTemplateColumns: `${chart.axis}px repeat(${detail.layers.length}, ${chart.step}px)`,
              width: chart.width,
            }
      }
    >
      <legend className="sr">{t("detail.chart")}</legend>
      {!tiled && (
        <span className="concept-layer-labels" aria-hidden="true">
          <span />
          <span>{t(`units.short.${units}`)}</span>
          {refitted && <span title={t("detail.unshrunk.fitted")}>{t("detail.unshrunk.short")}</span>}
          <span>{t("detail.tau")}</span>
        </span>
      )}
      {detail.layers.map(({ name, effect, tau, alive }, layer) => (
        <label
          key={layer}
          data-alive={alive || undefined}
          data-sign={effect === null ? undefined : Math.sign(effect)}
          title={name}
        >
          <input
            type="radio"
            className="sr"
            name={group}
            checked={layer === selected}
            onChange={() => onSelect(layer)}
            aria-label={t("detail.selectLayer", {
              layer: name,
              effect: effect === null ? NO_NUMBER : amount(t, effect, units),
              tau: tau === null ? NO_NUMBER : tau.toFixed(2),
            })}
          />
          <span>{names[layer]}</span>
          <b>{effect === null ? "~" : chart.plus || tiled ? signed(effect) : signed(effect).replace("+", "")}</b>
          {refitted && (
            <small>
              {tiled && `${t("detail.unshrunk.short")} `}
              {chart.plus || tiled ? refitted[layer] : refitted[layer]!.replace("+", "")}
            </small>
          )}
          <small>
            {tiled && `${t("detail.tau")} `}
            {tau === null ? "~" : tau.toFixed(2)}
          </small>
        </label>
      ))}
    </fieldset>
  );
}
