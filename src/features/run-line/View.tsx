import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { isBusy } from "../../session/run-phase.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllRows, selectPicture, selectRepeated, selectSolvedLayers } from "../../session/selectors.ts";
import type { LoadRequest } from "../../session/pending.ts";
import type { Run } from "../../session/shape.ts";
import { EngineBadge, EngineNews } from "../engine/View.tsx";
import { useVerdict, type Verdict } from "../exactness/use-verdict.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { duration, grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { smallRatio } from "../../ui/scale/numbers.ts";
import { largestGap, progressOf, worstRebuilt } from "./layout.ts";
import "./run-line.css";

type PageStrings = TFunction<"page">;
type Phase<P extends Run["phase"]> = Extract<Run, { phase: P }>;

function Cancel() {
  const t = useStrings("page");
  const { cancel } = useActions();
  return (
    <button type="button" className="link" onClick={cancel} aria-keyshortcuts="Escape">
      {t("run.cancel")}
    </button>
  );
}

function Again({ text }: { readonly text: "run.again" | "run.retry" }) {
  const t = useStrings("page");
  const { runAgain } = useActions();
  return (
    <button type="button" className="link" onClick={runAgain}>
      {t(text)}
    </button>
  );
}

function loadText({ what, name }: Pick<LoadRequest, "what" | "name">, t: PageStrings): string {
  switch (what) {
    case "model":
      return t("run.loadingModel");
    case "link":
      return t("run.loadingLink");
    case "kept":
      return t("run.loadingKept");
    default:
      return name === "" ? t("run.loadingPasted") : t("run.loadingImage", { name });
  }
}

function Loading() {
  const t = useStrings("page");
  const load = useStrata((state) => state.load);
  const text = load === null ? t("run.starting") : loadText(load, t);
  return (
    <>
      <span>{text}</span>
      <Cancel />
    </>
  );
}

/** Of a picture that fills up; one that was computed earlier stays as it is. */
function Provisional() {
  const t = useStrings("page");
  const repeated = useStrata(selectRepeated);
  return repeated === null && <span className="more">{t("run.provisional")}</span>;
}

function Running({ run }: { readonly run: Phase<"running"> }) {
  const t = useStrings("page");
  // Where the line also says what stands on the page meanwhile, a phone has no room for more.
  const more = useStrata(selectRepeated) === null ? "" : "more";
  return (
    <>
      <span>
        <Marked text={t("run.masks", { done: grouped(run.done), total: grouped(run.total) })} />
      </span>
      {run.masksPerSecond > 0 && <span className={more}>{t("run.rate", { rate: grouped(run.masksPerSecond) })}</span>}
      {run.secondsLeft !== null && (
        <span className={more}>{t("run.left", { time: duration(t, run.secondsLeft) })}</span>
      )}
      <Cancel />
      <Provisional />
    </>
  );
}

function Solving({ run }: { readonly run: Phase<"solving"> }) {
  const t = useStrings("page");
  return (
    <>
      <span>
        <Marked text={t("run.solving", { total: grouped(run.total) })} />
      </span>
      <span>{t("run.solved", { solved: run.solved, layers: run.layers })}</span>
      {run.secondsLeft !== null && <span>{t("run.left", { time: duration(t, run.secondsLeft) })}</span>}
      <Cancel />
      <Provisional />
    </>
  );
}

function Done({ run }: { readonly run: Phase<"done"> }) {
  const t = useStrings("page");
  const layers = useStrata(selectSolvedLayers);
  const picture = useStrata(selectPicture);
  const worst = layers === null ? null : worstRebuilt(layers);
  const names = useLayerNames(layers?.map(({ name }) => name) ?? []);
  return (
    <>
      <span className="measured">
        <Marked
          text={t(run.measured === run.total ? "run.done" : "run.doneResumed", {
            total: grouped(run.total),
            measured: grouped(run.measured),
            time: duration(t, run.maskSeconds),
          })}
        />
      </span>
      <Verified />
      {picture !== null && (
        <span className="more">
          <Marked
            text={t("run.explained", { count: picture.shown.length, share: percentText(picture.heldShare, 1) })}
          />
        </span>
      )}
      {layers !== null && (
        <span className="more">
          <Marked text={t("run.gap", { gap: smallRatio(largestGap(layers)) })} />
        </span>
      )}
      {worst !== null && (
        <span className="most" title={t("run.rebuiltTitle", { layer: names[layers!.indexOf(worst.layer)] })}>
          <Marked text={t("run.rebuilt", { error: worst.error.toFixed(3), kappa: worst.kappa.toFixed(3) })} />
        </span>
      )}
    </>
  );
}

function Cancelled({ run }: { readonly run: Phase<"cancelled"> }) {
  const t = useStrings("page");
  const values = { done: grouped(run.done), total: grouped(run.total) };
  const text =
    run.during === "loading"
      ? t(run.done === 0 ? "run.cancelledLoading" : "run.cancelledKept", values)
      : run.during === "running"
        ? t("run.cancelledRunning", values)
        : t("run.cancelledSolving", values);
  return (
    <>
      <span>{text}</span>
      <Again text="run.again" />
    </>
  );
}

/** A picture that was not computed on this page, and how to make sure of it. */
function Opened({ run }: { readonly run: Phase<"opened"> }) {
  const t = useStrings("page");
  const { runAgain } = useActions();
  const image = useStrata((state) => state.result?.snapshot?.image);
  const bare = image?.pixels === null;
  return (
    <>
      <span>
        <Marked text={t(`run.opened.${run.from}`)} />
      </span>
      {bare && <span className="more">{t("run.openedBare")}</span>}
      {!bare && image?.exact === false && <span className="more">{t("run.openedLossy")}</span>}
      {!bare && (
        <button type="button" className="link" onClick={runAgain}>
          {t(run.from === "library" || run.from === "build" || image?.exact === false ? "run.again" : "run.verify")}
        </button>
      )}
    </>
  );
}

/** Whether the run gave what the picture that was opened before it said; what was compared stands among the checks too. */
function Verified() {
  const t = useStrings("page");
  const verdict = useVerdict();
  return (
    verdict && (
      <span className="verified" data-agrees={verdict.agrees || undefined} title={verdict.lines.slice(1).join("\n")}>
        <b className="wide">{t(`run.${verdict.agrees ? "agrees" : "differs"}.${verdict.whence}`)}</b>
        <b className="narrow">{t(verdict.agrees ? "run.agreesShort" : "run.differsShort")}</b>
      </span>
    )
  );
}

function content(run: Run, failed: string, idle: string): ReactNode {
  switch (run.phase) {
    case "opened":
      return <Opened run={run} />;
    case "idle":
      return <span>{idle}</span>;
    case "loading":
      return <Loading />;
    case "running":
      return <Running run={run} />;
    case "solving":
      return <Solving run={run} />;
    case "done":
      return <Done run={run} />;
    case "cancelled":
      return <Cancelled run={run} />;
    case "failed":
      return (
        <>
          <span>{failed}</span>
          <Again text="run.retry" />
        </>
      );
  }
}

/** What a screen reader hears: phases, not every batch. */
function announcement(run: Run, t: PageStrings, count: number | undefined, verdict: Verdict | null): string {
  if (run.phase === "done")
    return [t("run.announceDone", { total: grouped(run.total), count: count ?? 0 }), ...(verdict?.lines ?? [])].join(
      " ",
    );
  if (run.phase === "opened") return t("run.announceOpened", { count: count ?? 0 });
  if (run.phase === "loading") return t("run.starting");
  return run.phase === "failed" ? t("run.failed") : "";
}

/** One line of 32 px, idle and busy, so that nothing below it ever jumps. */
export function RunLine() {
  const t = useStrings("page");
  const run = useStrata((state) => state.run);
  const load = useStrata((state) => state.load);
  const verdict = useVerdict();
  const count = useStrata((state) => selectAllRows(state)?.length);
  const repeated = useStrata(selectRepeated);
  const busy = isBusy(run);
  const failed = run.phase === "failed" && run.code === "start" ? t("run.failedStart") : t("run.failed");
  return (
    <div className="run" role="region" aria-label={t("run.label")} aria-busy={busy || load !== null}>
      {repeated !== null && (
        <span className="repeated">
          <span className="wide">{t(`run.repeated.${repeated}`)}</span>
          <span className="narrow">{t(`run.repeatedShort.${repeated}`)}</span>
        </span>
      )}
      {load !== null && !busy ? <Loading /> : content(run, failed, t("run.idle"))}
      <EngineNews />
      <EngineBadge />
      <span className="keys" aria-label={t("keys.label")}>
        <span>
          <kbd>←</kbd>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          <kbd>→</kbd> {t("keys.move")}
        </span>
        <span>
          <kbd>P</kbd> {t("keys.patch")}
        </span>
        <span>
          <kbd>Esc</kbd> {t("keys.back")}
        </span>
      </span>
      <span className="sr" role="status">
        {announcement(run, t, count, verdict)}
      </span>
      {busy && (
        <i
          className="bar"
          role="progressbar"
          aria-label={t("run.progress")}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * progressOf(run))}
          data-unknown={run.phase === "loading" || undefined}
          style={run.phase === "loading" ? undefined : { transform: `scaleX(${progressOf(run)})` }}
        />
      )}
    </div>
  );
}
