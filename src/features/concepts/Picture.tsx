import {
  startTransition,
  type RefObject,
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Fate } from "../../core/tracks.ts";
import type { TruthMark } from "../../core/truth.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import type { EffectScale } from "../../ui/scale/effect-scale.ts";
import { Body } from "./Body.tsx";
import { entriesOf, fateOfStop, reservedHeight, stopsOf } from "./entries.ts";
import { flowWords } from "./Flow.tsx";
import { Heads } from "./Heads.tsx";
import { bodyPlaces, roomBelow, type Columns } from "./layout.ts";
import { drawnRows } from "./drawn-rows.ts";
import type { PictureModel } from "./picture-model.ts";
import { FateTerms, HeadTerms } from "./PictureTerms.tsx";
import { useGrid } from "./use-grid.ts";
import { useResort } from "./use-resort.ts";
import type { Room } from "./use-room.ts";

interface PictureProps {
  readonly picture: PictureModel;
  /** Whether a newer one is on its way. */
  readonly stale: boolean;
  readonly room: Room;
  readonly columns: Columns;
  /** Height of a row, pixels. */
  readonly rowHeight: number;
  /** Room for all rows together, pixels; null where the page goes on below them. */
  readonly bodyRoom: number | null;
  readonly scale: EffectScale;
  /** By the rows' keys, what their network truly holds; null unless that is to be seen. */
  readonly truth: ReadonlyMap<string, readonly TruthMark[]> | null;
  /** Key of the concept that the page is about, if any. */
  readonly focus: string | null;
  /** The selected layer; null means the output. */
  readonly layer: number | null;
  /** Opens or closes a row of ORs of nearly the same patches. */
  readonly onFold: (key: string) => void;
}

/** Opens and closes a fate's others; what opens comes into sight. */
function useOthers(
  picture: PictureModel,
  body: RefObject<SVGSVGElement | null>,
): {
  readonly open: Readonly<Record<Fate, boolean>>;
  readonly toggle: (stop: string) => void;
} {
  const open = useDeferredValue(useStrata((state) => state.openOthers));
  const { toggleOthers } = useActions();
  const [opened, setOpened] = useState<{ readonly stop: string; readonly last: string } | null>(null);
  useLayoutEffect(() => {
    if (opened === null) return;
    // The row that opened them wins when both do not fit.
    for (const key of [opened.last, opened.stop])
      body.current?.querySelector(`[data-row="${key}"]`)?.scrollIntoView({ block: "nearest" });
  }, [opened, open, body]);
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
export function Picture({
  picture,
  stale,
  room,
  columns,
  rowHeight,
  bodyRoom,
  scale,
  truth,
  focus,
  layer,
  onFold,
}: PictureProps) {
  const t = useStrings("picture");
  const patches = useStrata((state) => state.selection.patches);
  const described = useId();
  const body = useRef<SVGSVGElement>(null);
  // Heads come first: with the rows they would take the browser too long at a stretch.
  const [begun, setBegun] = useState(false);
  useEffect(() => startTransition(() => setBegun(true)), []);
  const { heads, groups, flow, stage, players } = picture;
  const { open, toggle } = useOthers(picture, body);
  const { places, height } = useMemo(
    () => bodyPlaces(entriesOf(groups, open), rowHeight, room.tap),
    [groups, open, rowHeight, room.tap],
  );
  const stops = useMemo(() => stopsOf(places), [places]);
  const selectedLayer = layer ?? heads.length - 1;
  const { tabStop, handlers } = useGrid({
    stops,
    layers: heads.length,
    start: { key: focus ?? "", column: selectedLayer },
    onOthers: toggle,
    folds: useMemo(
      () => new Set(drawnRows(groups, open).flatMap(({ key, fold }) => (fold ? [key] : []))),
      [groups, open],
    ),
    onFold,
  });
  // Rows glide when they are sorted, filtered or get their fates, not while single layers come in.
  useResort(body, !begun ? "" : stage === "measuring" ? stage : stops.join());
  const reserved = Math.min(reservedHeight(players, rowHeight, room.tap), bodyRoom ?? Infinity);
  const full = stage === "done" ? height : Math.max(height, reserved);

  const strength = useMemo(() => flowWords(t, picture), [t, picture]);

  return (
    <>
      <p id={described} className="sr">
        {strength}
      </p>
      <HeadTerms columns={columns} heads={heads} />
      {begun && <FateTerms columns={columns} heads={heads} places={places} />}
      <div
        className="picture-grid"
        role="grid"
        aria-label={t("grid")}
        aria-describedby={described}
        aria-busy={stale || !begun}
        aria-rowcount={places.length + 1}
        aria-colcount={heads.length + 2}
        {...handlers}
      >
        <Heads
          columns={columns}
          heads={heads}
          flow={flow}
          units={picture.units}
          selectedLayer={selectedLayer}
          tabLayer={tabStop.key === "heads" ? tabStop.column : null}
        />
        <svg
          className="picture-body"
          ref={body}
          width={columns.width}
          height={full + roomBelow(rowHeight, room.tap)}
          role="rowgroup"
        >
          {begun && (
            <Body
              picture={picture}
              columns={columns}
              places={places}
              height={height}
              scale={scale}
              open={open}
              patches={patches}
              focus={focus}
              selectedLayer={selectedLayer}
              tabStop={tabStop}
              truth={truth}
            />
          )}
        </svg>
      </div>
    </>
  );
}
