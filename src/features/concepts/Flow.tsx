import type { TFunction } from "i18next";
import { useId } from "react";
import type { LayerFlow } from "../../core/layer-flow.ts";
import type { Units } from "../../session/shape.ts";
import { textWidth } from "../../ui/language/fitting-text.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { sumDigits } from "../../ui/scale/numbers.ts";
import { flowPaths } from "./flow-paths.ts";
import { columnCentre, type Columns } from "./layout.ts";
import type { PictureModel } from "./picture-model.ts";

interface FlowProps {
  readonly columns: Columns;
  /** Null until every layer is solved: then a line holds its place. */
  readonly flow: LayerFlow | null;
  readonly units: Units;
  readonly height: number;
}

const KEYS = ["born", "kept", "died"] as const;
/** The band's name and its keys are as high as the band. */
const KEY_LINES = KEYS.length + 1;

/** Baseline of the band's name in a band of a height, pixels. */
export const strengthLine = (height: number): number => height / KEY_LINES - 2.5;

function FlowKey({ hatch, line }: { readonly hatch: string; readonly line: number }) {
  const t = useStrings("picture");
  return (
    <>
      {KEYS.map((key, i) => (
        <g key={key} transform={`translate(0 ${1.5 + (i + 1) * line})`}>
          <rect
            width={8}
            height={8}
            rx={1}
            className={`picture-flow-${key}`}
            fill={key === "died" ? hatch : undefined}
          />
          <text x={13} y={8}>
            {t(`flow.${key}`)}
          </text>
        </g>
      ))}
    </>
  );
}

/** The band in words; what a grid's rows may hold is no picture, so that its description stands beside the grid. */
export function flowWords(
  t: TFunction<"picture">,
  { flow, heads, units }: Pick<PictureModel, "flow" | "heads" | "units">,
): string {
  if (flow === null) return t("head.flowWaiting");
  const { totals, gaps } = flow;
  const sum = (value: number | undefined): string => (value ?? 0).toFixed(sumDigits(units));
  const name = (l: number): string => heads[l]?.name ?? "";
  const start = { in: t(`units.in.${units}`), first: name(0), from: sum(totals[0]) };
  if (gaps.length === 0) return t("head.flowAlone", start);
  const words = gaps.map(({ born, keptAfter, died }, l) =>
    heads[l]?.isReadout
      ? t("head.flowReadout", { from: name(l), to: name(l + 1) })
      : t("head.flowGap", { from: name(l), to: name(l + 1), born: sum(born), kept: sum(keptAfter), died: sum(died) }),
  );
  return t("head.flow", {
    ...start,
    last: name(totals.length - 1),
    to: sum(totals.at(-1)),
    gaps: words.join(t("head.flowSeparator")),
  });
}

/** Pixels from a number to its unit below. */
const UNIT_DROP = 14;

/** The alluvial band: how much strength is born, kept and dies from layer to layer, with its totals at both ends. */
export function Flow({ columns, flow, units, height }: FlowProps) {
  const t = useStrings("picture");
  const hatchId = useId();
  const hatch = `url(#${hatchId})`;
  const middle = height / 2;
  const [from, to] = [columnCentre(columns, 0), columnCentre(columns, columns.count - 1)];
  const [first, last] = [flow?.totals[0], flow?.totals.at(-1)].map((total) => (total ?? 0).toFixed(sumDigits(units)));
  const unit = t(`units.short.${units}`);
  // Where there is no room beside the number, its unit stands below it.
  const below = columns.width - to - 7 < textWidth(`${last} ${unit}`);
  const paths = flow === null ? null : flowPaths(flow, columns, height - 2);
  return (
    <g aria-hidden="true">
      <defs>
        <pattern id={hatchId} width={4} height={4} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1={0} y1={0} x2={0} y2={4} stroke="var(--ink-3)" strokeWidth={1.6} />
        </pattern>
      </defs>
      <text x={0} y={strengthLine(height)} className="picture-quiet">
        {t("head.strength")}
      </text>
      {!columns.compact && <FlowKey hatch={hatch} line={height / KEY_LINES} />}
      {paths === null && (
        <line
          x1={from}
          x2={to}
          y1={middle}
          y2={middle}
          stroke="var(--rule-2)"
          strokeDasharray="1 4"
          strokeLinecap="round"
        />
      )}
      {paths !== null && flow !== null && (
        <g transform="translate(0 1)">
          {paths.gaps.map(({ kept, born, died }, l) => (
            <g key={l}>
              <path d={kept} className="picture-flow-kept" />
              <path d={died} fill={hatch} />
              <path d={born} className="picture-flow-born" />
            </g>
          ))}
          {paths.nodes.map((node, l) => (
            <rect key={l} {...node} rx={1} fill="var(--ink)" />
          ))}
          <text x={from - 7} y={middle + columns.type.drop} textAnchor="end" className="picture-quiet">
            {first}
          </text>
          <text x={to + 7} y={middle + columns.type.drop - (below ? UNIT_DROP / 2 : 0)} className="picture-quiet">
            {last}
            <tspan {...(below ? { x: to + 7, dy: UNIT_DROP } : { dx: 3 })}>{unit}</tspan>
          </text>
        </g>
      )}
    </g>
  );
}
