import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Fate } from "../../core/tracks.ts";
import { useActions, useStrata } from "../../state/react.ts";
import type { EffectScale } from "../scale/effect-scale.ts";
import { entriesOf, fateOfStop, othersStop, reservedHeight, stopsOf } from "./entries.ts";
import { GroupHeading, OthersRow } from "./Group.tsx";
import { Heads } from "./Heads.tsx";
import { bodyPlaces, columnsOf, columnX, roomyRowHeight, type BodyPlace, type Columns } from "./layout.ts";
import type { ColumnHead, PictureModel } from "./picture-model.ts";
import { Row } from "./Row.tsx";
import { useGrid } from "./use-grid.ts";
import { useResort } from "./use-resort.ts";
import type { Room } from "./use-room.ts";
import { cellWording } from "./words.ts";

interface PictureProps {
  readonly picture: PictureModel;
  readonly room: Room;
  readonly scale: EffectScale;
  /** Key of the concept that the page is about, if any. */
  readonly focus: string | null;
  /** The selected layer; null means the output. */
  readonly layer: number | null;
}

/** Shaded bands behind columns whose layer knows little. */
function Muted({ columns, heads, height }: { readonly columns: Columns; readonly heads: readonly ColumnHead[]; readonly height: number }) {
  return heads.map(({ knowsLittle }, l) => (knowsLittle
    ? <rect key={l} x={columnX(columns, l)} y={0} width={columns.pitch} height={height} className="picture-little" /> : null));
}

/** Opens and closes a fate's others; what opens comes into sight. */
function useOthers(picture: PictureModel): { readonly open: Readonly<Record<Fate, boolean>>; readonly toggle: (stop: string) => void } {
  const open = useDeferredValue(useStrata((state) => state.openOthers));
  const { toggleOthers } = useActions();
  const [opened, setOpened] = useState<{ readonly stop: string; readonly last: string } | null>(null);
  useLayoutEffect(() => {
    if (opened === null) return;
    // The row that opened them wins when both do not fit.
    for (const key of [opened.last, opened.stop]) document.querySelector(`.picture-body [data-row="${key}"]`)?.scrollIntoView({ block: "nearest" });
  }, [opened, open]);
  const toggle = (stop: string): void => {
    const fate = fateOfStop(stop);
    if (fate === null) return;
    const last = picture.groups.find(({ name }) => name === fate)?.others.at(-1);
    setOpened(open[fate] || last === undefined ? null : { stop, last: last.key });
    toggleOthers(fate);
  };
  return { open, toggle };
}

/** Heads and rows in one grid. */
export function Picture({ picture, room, scale, focus, layer }: PictureProps) {
  const { t } = useTranslation("picture");
  const cellWords = useMemo(() => cellWording(t), [t]);
  const patches = useStrata((state) => state.selection.patches);
  const body = useRef<SVGSVGElement>(null);
  const { heads, groups, flow, stage, players, shares } = picture;
  const { open, toggle } = useOthers(picture);
  const columns = useMemo(() => columnsOf(room.width, heads.length), [room.width, heads.length]);
  // By rows before filters, so that a filter never changes their height.
  const rowHeight = shares === null ? room.rowHeight : roomyRowHeight(room.rowHeight, shares.rows);
  const { places, height } = useMemo(() => bodyPlaces(entriesOf(groups, open), rowHeight, room.tap), [groups, open, rowHeight, room.tap]);
  const rows = useMemo(() => new Map(groups.flatMap((group) => [...group.rows, ...group.others].map((row) => [row.key, row]))), [groups]);
  const stops = useMemo(() => stopsOf(places), [places]);
  const selectedLayer = layer ?? heads.length - 1;
  const { tabStop, handlers } = useGrid({ stops, layers: heads.length, start: { key: focus ?? "", column: selectedLayer }, onOthers: toggle });
  // Rows glide when they are sorted, filtered or get their fates, not while single layers come in.
  useResort(body, stage === "done" || stage === "solving" ? stops.join() : "");
  const full = stage === "done" ? height : Math.max(height, reservedHeight(players, room.rowHeight, room.tap));
  const tabLayer = (stop: string): number | null => (tabStop.key === stop ? tabStop.column : null);

  const draw = (place: BodyPlace, index: number) => {
    const { type, key } = place;
    const ariaRow = index + 2;
    const group = groups.find(({ name }) => name === key);
    const row = rows.get(key);
    if (type === "heading") return group && <GroupHeading key={`heading-${key}`} group={group} place={place} ariaRow={ariaRow} columns={columns} />;
    if (type === "others") {
      const stop = othersStop(key);
      return group && (
        <OthersRow key={stop} group={group} place={place} ariaRow={ariaRow} columns={columns} heads={heads} open={open[key as Fate]}
          tabbable={tabLayer(stop) !== null} />
      );
    }
    return row && (
      <Row key={key} row={row} place={place} ariaRow={ariaRow} columns={columns} heads={heads} scale={scale} grid={players}
        patches={patches & row.mask} selectedLayer={focus === key ? selectedLayer : null} tabLayer={tabLayer(key)} cellWords={cellWords} />
    );
  };
  return (
    <div className="picture-grid" role="grid" aria-label={t("grid")} aria-rowcount={places.length + 1} aria-colcount={heads.length + 2} {...handlers}>
      <Heads columns={columns} heads={heads} flow={flow} selectedLayer={selectedLayer} tabLayer={tabLayer("heads")} />
      <svg className="picture-body" ref={body} width={columns.width} height={full + 2} role="rowgroup">
        <Muted columns={columns} heads={heads} height={height} />
        {places.map(draw)}
      </svg>
    </div>
  );
}
