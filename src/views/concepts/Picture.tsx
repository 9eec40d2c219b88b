import { useMemo, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Players } from "../../core/patches.ts";
import { DEFAULT_PICTURE, type Fate, type Kind } from "../../core/tracks.ts";
import { useActions, useStrata } from "../../state/react.ts";
import type { ConceptId } from "../../state/shape.ts";
import type { EffectScale } from "../scale/effect-scale.ts";
import { movedBy } from "./grid-moves.ts";
import { GroupHeading, OthersRow } from "./Group.tsx";
import { Heads, headsHeight } from "./Heads.tsx";
import { bodyPlaces, columnsOf, columnX, type BodyEntry, type BodyPlace, type Columns } from "./layout.ts";
import type { PictureModel } from "./picture-model.ts";
import { Row } from "./Row.tsx";
import type { PictureRow } from "./rows.ts";
import { useResort } from "./use-resort.ts";
import type { Room } from "./use-room.ts";

interface PictureProps {
  readonly picture: PictureModel;
  readonly players: Players;
  readonly room: Room;
  readonly scale: EffectScale;
  /** Key of the concept that the page is about, if any. */
  readonly focus: string | null;
  /** The selected layer; null means the output. */
  readonly layer: number | null;
}

/** The body's entries from top to bottom; opened "others" stand below the row that opens them. */
function entriesOf({ groups }: PictureModel, open: Readonly<Record<Fate, boolean>>): BodyEntry[] {
  return groups.flatMap(({ name, rows, others }): BodyEntry[] => {
    const asEntries = (some: readonly PictureRow[]): BodyEntry[] => some.map(({ key }) => ({ type: "row", key }));
    const opens = name !== "alone" && name !== "soFar" && open[name];
    return [
      { type: "heading", key: name }, ...asEntries(rows),
      ...(others.length === 0 ? [] : [{ type: "others", key: name } as const, ...(opens ? asEntries(others) : [])]),
    ];
  });
}

/** The height that a full picture will need, kept free while the run goes on so that nothing below it moves. */
function reservedHeight(players: Players, room: Room): number {
  const concepts = 2 ** (players.n + 1) - 2 - players.n;
  const rows = Math.min(DEFAULT_PICTURE.rows, concepts);
  const fates: BodyEntry[] = ["kept", "lost", "transient"].flatMap((key) => [{ type: "heading", key }, { type: "others", key }] as const);
  return bodyPlaces([...fates, ...Array.from({ length: rows }, (_, i): BodyEntry => ({ type: "row", key: String(i) }))], room.rowHeight, room.tap).height;
}

/** The grid's cell under an event, as written in `data-cell`: a row's key and a layer. */
function cellOf(event: { readonly target: EventTarget }): { readonly key: string; readonly column: number } | null {
  const cell = (event.target as Element).closest<SVGElement>("[data-cell]")?.dataset.cell;
  if (cell === undefined) return null;
  const [key = "", column = "0"] = cell.split("/");
  return { key, column: Number(column) };
}

function rowOf(event: { readonly target: EventTarget }): string | null {
  return (event.target as Element).closest<SVGElement>("[data-row]")?.dataset.row ?? null;
}

/** The concept that a row's key names, null for rows that are none. */
function conceptOf(key: string | null): ConceptId | null {
  const parts = /^(and|or)(\d+)$/.exec(key ?? "");
  return parts === null ? null : { kind: parts[1] as Kind, mask: Number(parts[2]) };
}

/** Shaded bands behind columns whose layer knows little. */
function Muted({ columns, picture, height }: { readonly columns: Columns; readonly picture: PictureModel; readonly height: number }) {
  return picture.heads.map(({ knowsLittle }, l) => (knowsLittle
    ? <rect key={l} x={columnX(columns, l)} y={0} width={columns.pitch} height={height} className="picture-little" /> : null));
}

/** Heads and rows in one grid: one tab stop, arrows move cell by cell, Enter or a click selects. */
export function Picture({ picture, players, room, scale, focus, layer }: PictureProps) {
  const { t } = useTranslation("picture");
  const actions = useActions();
  const open = useStrata((state) => state.openOthers);
  const patches = useStrata((state) => state.selection.patches);
  const grid = useRef<HTMLDivElement>(null);
  const body = useRef<SVGSVGElement>(null);
  const [tab, setTab] = useState<{ readonly key: string; readonly column: number } | null>(null);

  const output = picture.heads.length - 1;
  const columns = useMemo(() => columnsOf(room.width, picture.heads.length), [room.width, picture.heads.length]);
  const { places, height } = useMemo(() => bodyPlaces(entriesOf(picture, open), room.rowHeight, room.tap), [picture, open, room]);
  const rows = useMemo(() => new Map(picture.groups.flatMap((group) => [...group.rows, ...group.others].map((row) => [row.key, row]))), [picture]);
  const stops = useMemo(() => ["heads", ...places.flatMap(({ type, key }) => (type === "row" ? [key] : type === "others" ? [`others-${key}`] : []))], [places]);
  useResort(body, picture.stage === "done" || picture.stage === "solving" ? stops.join() : "");

  const wanted = tab ?? { key: focus ?? "", column: layer ?? output };
  const stop = stops.includes(wanted.key) ? wanted : { key: stops[1] ?? "heads", column: wanted.column };
  const full = picture.stage === "done" ? height : Math.max(height, reservedHeight(players, room));

  const select = (key: string, column: number | null): void => {
    if (key === "heads") return actions.selectLayer(column === output ? null : column);
    const others = /^others-(kept|lost|transient)$/.exec(key);
    if (others !== null) return actions.toggleOthers(others[1] as Fate);
    const concept = conceptOf(key);
    if (concept !== null) actions.selectConcept(concept, column === output ? null : column);
  };
  const onClick = (event: MouseEvent): void => {
    const cell = cellOf(event);
    const key = cell?.key ?? rowOf(event);
    if (key !== null) select(key, cell?.column ?? null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = cellOf(event);
    if (at === null || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return select(at.key, at.column);
    }
    const to = movedBy(event.key, event.ctrlKey, { row: stops.indexOf(at.key), column: tab?.column ?? at.column }, stops.length, picture.heads.length);
    if (to === null) return;
    event.preventDefault();
    const key = stops[to.row] ?? "heads";
    grid.current?.querySelector<SVGElement>(`[data-cell="${key}/${key.startsWith("others-") ? 0 : to.column}"]`)?.focus();
    setTab({ key, column: to.column });
  };
  const onFocus = (event: FocusEvent): void => {
    const cell = cellOf(event);
    if (cell === null) return;
    if (!cell.key.startsWith("others-")) setTab(cell);
    actions.hoverConcept(conceptOf(cell.key));
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setTab(null);
    actions.hoverConcept(null);
  };
  const onPointerOver = (event: PointerEvent): void => actions.hoverConcept(conceptOf(rowOf(event)));

  const draw = (place: BodyPlace) => {
    const group = picture.groups.find(({ name }) => name === place.key);
    if (place.type === "heading") return group && <GroupHeading key={`heading-${place.key}`} group={group} place={place} columns={columns} />;
    const ariaRow = stops.indexOf(place.type === "others" ? `others-${place.key}` : place.key) + 1;
    if (place.type === "others") {
      return group && (
        <OthersRow key={`others-${place.key}`} group={group} place={place} ariaRow={ariaRow} columns={columns} heads={picture.heads}
          open={open[place.key as Fate]} tabbable={stop.key === `others-${place.key}`} />
      );
    }
    const row = rows.get(place.key);
    return row && (
      <Row key={place.key} row={row} place={place} ariaRow={ariaRow} columns={columns} heads={picture.heads} scale={scale} grid={players}
        patches={patches & row.mask} selectedLayer={focus === place.key ? (layer ?? output) : null} tabLayer={stop.key === place.key ? stop.column : null} />
    );
  };

  return (
    <div className="picture-grid" ref={grid} role="grid" aria-label={t("grid")} aria-rowcount={stops.length} aria-colcount={picture.heads.length + 2}
      style={{ "--picture-heads": `${headsHeight(columns)}px` } as React.CSSProperties}
      onClick={onClick} onKeyDown={onKeyDown} onFocus={onFocus} onBlur={onBlur} onPointerOver={onPointerOver} onPointerLeave={() => actions.hoverConcept(null)}>
      <Heads columns={columns} heads={picture.heads} flow={picture.flow} selectedLayer={layer ?? output} tabLayer={stop.key === "heads" ? stop.column : null} />
      <svg className="picture-body" ref={body} width={columns.width} height={full + 2} role="rowgroup">
        <Muted columns={columns} picture={picture} height={height} />
        {places.map(draw)}
      </svg>
    </div>
  );
}
