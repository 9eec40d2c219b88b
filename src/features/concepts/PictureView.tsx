import { useDeferredValue, useMemo, useRef, useState, type ComponentType, type ReactNode } from "react";
import { ALL_ROWS } from "../../session/initial.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectComing, selectFocus } from "../../session/selectors.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { effectScale } from "../../ui/scale/effect-scale.ts";
import { Filters } from "./Filters.tsx";
import { fittedPicture, isFoldedAway } from "./fitted.ts";
import { toggled } from "./folds.ts";
import { columnsOfPicture } from "./layout.ts";
import { Legend } from "./Legend.tsx";
import { Picture } from "./Picture.tsx";
import { onlyFirm, rowKeyOf, withFolds } from "./drawn-rows.ts";
import type { PictureModel } from "./picture-model.ts";
import { conceptKey, unfolded } from "./rows.ts";
import { Truth, useTruthMarks } from "./Truth.tsx";
import { usePicture } from "./use-picture.ts";
import { useRoom } from "./use-room.ts";
import "./concepts.css";

/** Rows before and after filters. */
function countsOf({ groups }: PictureModel): { readonly shown: number; readonly total: number } {
  return {
    shown: groups.reduce((sum, { rows, others }) => sum + unfolded(rows).length + unfolded(others).length, 0),
    total: groups.reduce((sum, { total }) => sum + total, 0),
  };
}

/** What can be done with a picture, where it stands. */
export interface PictureExtras {
  /** Beside the title. */
  readonly tools: ReactNode;
  /** Always there, so that a screen reader hears what appears in it. */
  readonly message: ReactNode;
  /** Whether that stands in place of how the picture is read. */
  readonly isTelling: boolean;
}

/** Gives the extras of a picture to whoever draws it. */
export type GivePictureExtras = ComponentType<{
  readonly picture: PictureModel | null;
  /** With firm rows alone; null where that is not known. */
  readonly firm: PictureModel | null;
  readonly isDone: boolean;
  readonly children: (extras: PictureExtras) => ReactNode;
}>;

/** The main picture: concepts × layers, with its filters, heads, legend and keyboard. */
export function PictureView({ Extras }: { readonly Extras: GivePictureExtras }) {
  const t = useStrings("picture");
  const nameOf = useTargetName();
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const latest = usePicture();
  const deferred = useDeferredValue(latest);
  // Drawn in slices between events, so that rows never hold up a click: the first picture, a finished one, and masks as they are measured.
  // Where a run begins anew, and where layers are solved one soon after the other, at once: what was there before is out of date.
  const steady = latest?.stage === "done" || (latest?.stage === "measuring" && deferred?.stage === "measuring");
  const inSlices = deferred === null || (steady && deferred.players === latest.players);
  const whole = inSlices ? deferred : latest;
  const sort = useStrata((state) => state.filters.sort);
  const [openFolds, setOpenFolds] = useState<ReadonlySet<string>>(new Set());
  const picture = useMemo(() => (whole === null ? null : withFolds(whole, openFolds, sort)), [whole, openFolds, sort]);
  const firm = useMemo(() => {
    const rows = whole === null ? null : onlyFirm(whole);
    return rows === null ? null : withFolds(rows, openFolds, sort);
  }, [whole, openFolds, sort]);
  const theme = useStrata((state) => state.theme);
  const result = useStrata((state) => state.result);
  const focus = useStrata(selectFocus);
  const layer = useStrata((state) => state.selection.layer);
  const target = nameOf(result?.target) || null;
  const lock = useStrata((state) => state.scaleLock);
  const scale = useMemo(() => effectScale(theme, picture?.largest ?? 0, lock), [theme, picture?.largest, lock]);
  const actions = useActions();
  const counts = useMemo(() => (picture?.stage === "done" ? countsOf(picture) : null), [picture]);
  const count =
    counts === null
      ? ""
      : counts.shown === counts.total
        ? t("count.all", { count: counts.total })
        : t("count.someConcepts", { shown: String(counts.shown), count: counts.total });
  const truth = useTruthMarks();
  const coming = useStrata(selectComing);
  const key = focus === null ? null : rowKeyOf(picture?.groups ?? [], conceptKey(focus));
  const plain = useMemo(
    () => (picture === null || room === null ? null : fittedPicture(picture, room, null, sort)),
    [picture, room, sort],
  );
  // Where what is looked at stands in it anyway, it is the very same picture, so that no other row is drawn anew.
  const away =
    picture !== null && plain !== null && isFoldedAway(picture.groups, plain.picture.groups, key) ? key : null;
  const fitted = useMemo(
    () => (picture === null || room === null || away === null ? plain : fittedPicture(picture, room, away, sort)),
    [picture, room, away, sort, plain],
  );
  const none = counts !== null && counts.shown === 0 && counts.total > 0;
  const columns = useMemo(
    () => (picture === null || room === null ? null : columnsOfPicture(room.width, picture)),
    [picture, room],
  );
  // Layers keep a least width: a narrow screen may have to scroll to the last of them.
  const wide = room !== null && columns !== null && columns.width > room.width;

  const draw = ({ tools, message, isTelling }: PictureExtras): ReactNode => (
    <section className="picture" aria-labelledby="picture-title">
      <div className="head">
        <h2 id="picture-title">{t("title")}</h2>
        <div className="tools">
          <span role="status">{count}</span>
          {tools}
        </div>
      </div>
      <div className="picture-read">
        {message}
        {!isTelling && (
          <p className="read">
            {target === null ? t("readEmpty") : <Marked text={t("read", { target })} />}
            {result?.settings.probes === "on-image" && <> {t("readOnImage")}</>}
          </p>
        )}
      </div>
      <Filters
        disabled={picture === null || picture.stage === "measuring"}
        isSorted={counts !== null}
        grid={result?.players ?? null}
      />
      <Truth />
      <div className="picture-place">
        <div className="picture-frame" data-wide={wide || undefined} ref={frame}>
          {fitted !== null && room !== null && columns !== null ? (
            <Picture
              {...fitted}
              columns={columns}
              stale={whole !== latest}
              room={room}
              scale={scale}
              truth={truth}
              focus={key}
              layer={layer}
              onFold={(row) => setOpenFolds((open) => toggled(open, row))}
            />
          ) : (
            <p className="picture-empty">{!coming && latest === null && t("empty")}</p>
          )}
        </div>
        {none && (
          <p className="picture-none">
            {t("noRows")}{" "}
            <button type="button" className="link" onClick={() => actions.setFilters({ ...ALL_ROWS, sort })}>
              {t("clearFilters")}
            </button>
          </p>
        )}
        {fitted !== null && room !== null && (
          <Legend picture={fitted.picture} scale={scale} target={target} width={room.width} truth={truth !== null} />
        )}
      </div>
    </section>
  );
  return (
    <Extras picture={picture} firm={firm} isDone={counts !== null}>
      {draw}
    </Extras>
  );
}
