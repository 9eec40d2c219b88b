import { memo } from "react";
import type { Units } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { sumDigits } from "../../ui/scale/numbers.ts";
import { columnCentre, type BodyPlace, type Columns } from "./layout.ts";
import type { ColumnHead, PictureGroup } from "./picture-model.ts";
import { unfolded } from "./rows.ts";
import { isFirmRow, verdictOf } from "./sureness.ts";

const READS = {
  kept: "group.keptRead",
  lost: "group.lostRead",
  transient: "group.transientRead",
  alone: "group.aloneRead",
  soFar: "group.soFarRead",
} as const;

/** A group's rule, name, count and what it means. */
export const GroupHeading = memo(function GroupHeading({
  group,
  place,
  ariaRow,
  columns,
}: {
  readonly group: PictureGroup;
  readonly place: BodyPlace;
  readonly ariaRow: number;
  readonly columns: Columns;
}) {
  const t = useStrings("picture");
  const members = unfolded([...group.rows, ...group.others]);
  const shown = members.length;
  const count =
    shown === group.total ? String(shown) : t("count.some", { shown: String(shown), total: String(group.total) });
  const aligned = !columns.compact && shown === group.total && group.name !== "alone" && group.name !== "soFar";
  const meaning = t(READS[group.name]);
  const read =
    group.total > 0 && shown === 0
      ? t("group.noneMatch")
      : members.some(({ sure }) => verdictOf(sure) !== null)
        ? t("sure.group", { read: meaning, count: members.filter(isFirmRow).length })
        : meaning;
  return (
    <g transform={`translate(0 ${place.y})`} role="row" aria-rowindex={ariaRow} className="picture-group">
      <line x1={0} x2={columns.width} y1={0.5} y2={0.5} stroke="var(--rule-2)" />
      <g
        role="rowheader"
        aria-colindex={1}
        aria-label={t("group.label", { name: t(`group.${group.name}`), rows: count, read })}
      >
        <text x={0} y={15}>
          <tspan className="picture-group-name">{t(`group.${group.name}`)}</tspan>
          <tspan dx={5} className="picture-group-count">
            {count}
          </tspan>
          <tspan {...(aligned ? { x: columns.left } : { dx: 8 })} className="picture-group-read">
            {read}
          </tspan>
        </text>
      </g>
    </g>
  );
});

interface OthersRowProps {
  readonly group: PictureGroup;
  readonly place: BodyPlace;
  readonly ariaRow: number;
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
  readonly units: Units;
  readonly open: boolean;
  readonly tabbable: boolean;
}

/** The row that stands for the weaker concepts of a fate: how many, and their strength per layer; opens and closes them. */
export const OthersRow = memo(function OthersRow({
  group,
  place,
  ariaRow,
  columns,
  heads,
  units,
  open,
  tabbable,
}: OthersRowProps) {
  const t = useStrings("picture");
  const others = unfolded(group.others);
  const count = others.length;
  const middle = place.height / 2;
  const digits = sumDigits(units);
  const strengths = heads.map((_, l) =>
    others.reduce(
      (sum, { cells, effects }) => (cells[l] === "alive" || cells[l] === "bridged" ? sum + Math.abs(effects[l]!) : sum),
      0,
    ),
  );
  const sumText = (strength: number): string => {
    const text = strength.toFixed(digits);
    return Number(text) === 0 ? "·" : columns.compact ? text.replace(/^0/, "") : text;
  };
  const words = t("others.label", {
    count,
    group: t(`group.${group.name}`),
    in: t(`units.in.${units}`),
    strengths: strengths.map((strength) => strength.toFixed(digits)).join(", "),
  });
  return (
    <g
      transform={`translate(0 ${place.y})`}
      role="row"
      aria-rowindex={ariaRow}
      className="picture-others"
      data-row={`others-${group.name}`}
      data-y={place.y}
    >
      <rect className="picture-row-tint" x={-8} y={0} width={columns.width + 16} height={place.height} rx={3} />
      <path
        d={open ? "M1 -2L4.5 1.5L8 -2" : "M2.5 -3.5L6 0L2.5 3.5"}
        transform={`translate(0 ${middle})`}
        className="picture-chevron"
      />
      <text x={13} y={middle + columns.type.drop} className="picture-others-count">
        {columns.compact ? t("others.short", { count }) : t("others.closed", { count })}
      </text>
      <g aria-hidden="true">
        {strengths.map((strength, l) => (
          <text key={l} x={columnCentre(columns, l)} y={middle + columns.type.drop} textAnchor="middle">
            {sumText(strength)}
          </text>
        ))}
        <text x={columns.width} y={middle + columns.type.drop} textAnchor="end">
          {columns.compact ? t("others.unitShort") : t("others.unit", { unit: t(`units.short.${units}`) })}
        </text>
      </g>
      <rect
        role="gridcell"
        aria-colspan={heads.length + 2}
        aria-label={words}
        aria-expanded={open}
        tabIndex={tabbable ? 0 : -1}
        data-cell={`others-${group.name}/0`}
        className="picture-hit"
        x={-8}
        y={place.hitTop - place.y}
        width={columns.width + 16}
        height={place.hitBottom - place.hitTop}
      />
    </g>
  );
});
