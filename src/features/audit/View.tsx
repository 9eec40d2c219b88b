import { useMemo, useState, type ReactNode } from "react";
import type { Kind } from "../../core/interactions.ts";
import { NOBODY, type Mask } from "../../core/masks.ts";
import { SIDES, type Side } from "../../core/regions.ts";
import type { ConceptEffect } from "../../core/strongest.ts";
import type { Firmness } from "../../exploration/firmness.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { paintedOf, REGIONS, type Region } from "../../session/regions.ts";
import { selectFirmness, selectSolvedLayers } from "../../session/selectors.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { namesOf } from "../image/layout.ts";
import { ConceptList } from "../topics/ConceptList.tsx";
import { Frame } from "../topics/Frame.tsx";
import { KindPicker } from "../topics/KindPicker.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { useTableWords, withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { auditLayout, layerSides, onSide, type LayerSides } from "./layout.ts";
import { Painter } from "./Painter.tsx";
import { auditTable, firmShare, type AuditColumn } from "./table.ts";
import "./audit.css";

const NO_NAMES: readonly string[] = [];

/** How much of each layer's strength lies in a part of the image that the person paints, across its edge and outside. */
export function AuditView() {
  const t = useStrings("topics");
  const picture = useStrings("picture");
  const layers = useStrata(selectSolvedLayers);
  const players = useStrata((state) => state.result?.players ?? null);
  const image = useStrata((state) => state.result?.image ?? null);
  const regions = useStrata((state) => state.regions);
  const kind = useStrata((state) => state.filters.kind);
  const units = useStrata((state) => state.units);
  const perUnit = useStrata(selectNatsPerUnit);
  const firmness = useStrata(selectFirmness);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const painted = paintedOf(regions);
  const words = useTableWords();
  const [chosen, setBrush] = useState<Region | null>(null);
  const brush = chosen ?? painted[0] ?? "object";
  const sides = useMemo(
    () =>
      new Map(
        REGIONS.map((region) => [region, (layers ?? []).map((layer) => layerSides(layer, regions[region], kind))]),
      ),
    [layers, regions, kind],
  );
  const region = regions[brush];
  const shown = sides.get(brush)!;
  const here = shown[at];
  const headOf = (id: AuditColumn): string => {
    if (id === "layer") return t(id);
    if (id === "region" || id === "patches") return t(`audit.${id}`);
    if (id === "firm_inside") return t("audit.firmInside");
    if (id === "inside" || id === "across" || id === "outside") return t(`audit.sides.${id}`);
    const [kind, side] = id.split("_") as [Kind, Side];
    return t("audit.nats", { kind: t(`orders.kinds.${kind}`), side: t(`audit.sides.${side}`) });
  };
  const numbers =
    layers === null || players === null || region === NOBODY
      ? null
      : withHeads(auditTable(sides, regions, names, players, firmness, words), headOf);
  const found = painted.flatMap((one) => {
    const shares = sides.get(one)![at]?.shares;
    if (shares === undefined) return [];
    const where = { layer: name, region: t(`audit.of.${one}`), strength: t(`audit.strength.${kind}`) };
    return [
      shares === null
        ? t("audit.nothing", where)
        : t("audit.found", { ...where, inside: percentText(shares.inside), across: percentText(shares.across) }),
    ];
  });
  return (
    <Frame
      id="audit"
      title={t("audit.name")}
      read={t("audit.read")}
      found={found.length === 0 ? [] : [[...new Set(found)].join(" ")]}
      missing={
        layers === null
          ? undefined
          : painted.length === 0
            ? t("audit.unpainted")
            : t("audit.other", { region: t(`audit.of.${brush}`) })
      }
      numbers={numbers}
      controls={
        <>
          {image !== null && players !== null && (
            <Painter image={image} players={players} brush={brush} onBrush={setBrush} />
          )}
          <LayerPicker names={names} />
          <KindPicker />
        </>
      }
    >
      {here !== undefined && players !== null && (
        <>
          <Wide>{(width) => <Bars sides={shown} at={at} names={names} brush={brush} width={width} />}</Wide>
          <ul className="topic-keys">
            {SIDES.map((side) => (
              <li key={side}>
                <svg className="audit" width={12} height={12} aria-hidden="true">
                  <rect className={`audit-${side}`} x={0.5} y={0.5} width={11} height={11} />
                </svg>
                {t(`audit.sidesOf.${side}`, {
                  region: t(`audit.of.${brush}`),
                  patches: namesOf(region, players).join(" "),
                })}
              </li>
            ))}
          </ul>
          <Responsible
            sides={here}
            region={region}
            firmness={firmness}
            name={name}
            of={t(`audit.of.${brush}`)}
            list={(side, concepts) => (
              <ConceptList
                title={t(`audit.list.${side}`, {
                  layer: name,
                  region: t(`audit.of.${brush}`),
                  unit: picture(`units.short.${units}`),
                })}
                concepts={concepts}
                strength={here.strength}
                per={perUnit[at] ?? 1}
                players={players}
              />
            )}
          />
        </>
      )}
    </Frame>
  );
}

interface ResponsibleProps {
  readonly sides: LayerSides;
  readonly region: Mask;
  readonly firmness: Firmness | null;
  readonly name: string;
  readonly of: string;
  readonly list: (side: Exclude<Side, "outside">, concepts: readonly ConceptEffect[]) => ReactNode;
}

/** Which concepts those are that lie in the region and across its edge, and how much of the former is firm. */
function Responsible({ sides, region, firmness, name, of, list }: ResponsibleProps) {
  const t = useStrings("topics");
  const [inside, across] = [onSide(sides, region, "inside"), onSide(sides, region, "across")];
  const firm = firmShare(inside, firmness);
  return (
    <>
      {inside.length > 0 && (
        <p className="topic-note">
          {firm === null ? t("firmUnknown") : t("audit.firm", { layer: name, region: of, share: percentText(firm) })}
        </p>
      )}
      {inside.length > 0 && list("inside", inside)}
      {across.length > 0 && list("across", across)}
    </>
  );
}

interface BarsProps {
  readonly sides: readonly LayerSides[];
  readonly at: number;
  readonly names: readonly string[];
  readonly brush: Region;
  readonly width: number;
}

function Bars({ sides, at, names, brush, width }: BarsProps) {
  const t = useStrings(["topics", "picture"]);
  const { selectLayer } = useActions();
  const layout = useMemo(
    () =>
      auditLayout(
        sides.map(({ shares }) => shares),
        width,
      ),
    [sides, width],
  );
  const short = fittingNames(names, layout.step - 2, t("picture:head.out"));
  return (
    <svg
      className="audit"
      width={layout.width}
      height={layout.height}
      role="img"
      aria-label={t("audit.chart", { region: t(`audit.of.${brush}`) })}
    >
      {layout.ticks.map(({ share, y }) => (
        <g key={share}>
          <line className="audit-tick" x1={layout.left} x2={layout.right} y1={y} y2={y} />
          <text className="audit-up" x={layout.left - 5} y={y + 4}>
            {percentText(share)}
          </text>
        </g>
      ))}
      {layout.columns.map(({ x, left, boxes }, layer) => (
        <g key={layer} onClick={() => selectLayer(layer === names.length - 1 ? null : layer)}>
          <rect className="audit-hit" x={left} y={0} width={layout.step} height={layout.height} />
          {boxes.map(({ side, ...box }) => (
            <rect key={side} className={`audit-${side}`} {...box} />
          ))}
          <text className={layer === at ? "audit-layer audit-selected" : "audit-layer"} x={x} y={layout.bottom + 15}>
            {short[layer]}
          </text>
        </g>
      ))}
    </svg>
  );
}
