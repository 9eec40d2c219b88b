import { useMemo } from "react";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { ordersLayout, type Panel, type Strength } from "../orders/layout.ts";
import "../orders/orders.css";
import type { DrawingProps } from "./Lines.tsx";
import type { Point } from "./measures.ts";

interface PanelsProps extends DrawingProps {
  readonly bars: readonly Strength[];
  readonly n: number;
  readonly names: readonly string[];
  /** The ends of the scale, where it holds more than these bars. */
  readonly also: readonly number[];
}

/** A small chart a layer, a bar an order, with the interval of what the layer has. */
export function Panels({ label, points, bars, n, names, also, caption, width, chosen, onChoose, tell }: PanelsProps) {
  const page = useStrings("page");
  const [low = 0, high = 0] = also;
  const layout = useMemo(
    () => ordersLayout(bars, names.length, n, width, [low, high]),
    [bars, names.length, n, width, low, high],
  );
  const short = fittingNames(names, (layout.panels[0]?.width ?? 0) - 2, page("strip.output"));
  return (
    <svg
      className="orders"
      width={layout.width}
      height={layout.height}
      role="img"
      aria-label={label}
      data-caption={caption}
    >
      {layout.panels.map((panel) => (
        <g key={panel.layer}>
          <rect className="orders-panel" x={panel.x} y={panel.top} width={panel.width} height={layout.plot} />
          <text className="orders-name" x={panel.x + panel.width / 2} y={panel.top - 5}>
            {short[panel.layer]}
          </text>
          {panel.ticks.map(({ nats, y, text }) => (
            <g key={nats}>
              <line
                className={nats === 0 ? "orders-zero" : "orders-tick"}
                x1={panel.x}
                x2={panel.x + panel.width}
                y1={y}
                y2={y}
              />
              {panel.hasAxis && (
                <text className="orders-number" x={panel.x - 5} y={y + 4}>
                  {text.replace("+", "")}
                </text>
              )}
            </g>
          ))}
          {panel.bars.map(({ part, sign, ...box }, i) => (
            <rect key={i} className={`${classOf(points, sign)} orders-${part}`} {...box} />
          ))}
          {panel.orders.map(({ x, text }) => (
            <text key={text} className="orders-order" x={x} y={panel.top + layout.plot + 13}>
              {text}
            </text>
          ))}
          {points
            .filter(({ layer }) => layer === panel.layer)
            .map((point) => (
              <Bar
                key={point.id}
                point={point}
                panel={panel}
                plot={layout.plot}
                step={panel.width / n}
                isChosen={point.id === chosen}
                onChoose={() => onChoose(point.id)}
                text={tell(point)}
              />
            ))}
        </g>
      ))}
    </svg>
  );
}

const classOf = ([first]: readonly Point[], sign: 1 | -1): string =>
  first?.series === "born" ? "study-born" : sign > 0 ? "orders-for" : "orders-against";

interface BarProps {
  readonly point: Point;
  readonly panel: Panel;
  readonly plot: number;
  readonly step: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly text: string;
}

/** A bar's interval, and where it is pressed: all of the plot on its side of zero. */
function Bar({ point, panel, plot, step, isChosen, onChoose, text }: BarProps) {
  const { estimate, order, series } = point;
  const sign = series === "against" ? -1 : 1;
  const x = panel.x + step * (order! - 1);
  const zero = panel.y(0);
  const [from, to] = sign > 0 ? [panel.top, zero] : [zero, panel.top + plot];
  const { interval } = estimate;
  return (
    <g className="study-point" onClick={onChoose}>
      {interval !== null && interval[1] > 0 && (
        <path
          className="study-whisker"
          d={`M${x + step / 2} ${panel.y(sign * interval[0])}V${panel.y(sign * interval[1])}`}
        />
      )}
      {isChosen && <rect className="study-chosen" x={x} y={from} width={step} height={Math.max(0, to - from)} />}
      <rect x={x} y={from} width={step} height={Math.max(0, to - from)} fill="none" pointerEvents="all">
        <title>{text}</title>
      </rect>
    </g>
  );
}
