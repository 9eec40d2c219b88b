import type { TFunction } from "i18next";
import { playerCount } from "../../core/patches.ts";
import type { SampleBudget } from "../../exploration/estimator.ts";
import { sampleOf } from "../../exploration/exploration.ts";
import { isBusy } from "../../session/run-phase.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { isCertaintyTold } from "../../session/certainty.ts";
import { moreMasks } from "../../session/budget.ts";
import { selectFirmCounts, selectPicture, selectRepeated, selectSampleTime } from "../../session/selectors.ts";
import type { LoadRequest } from "../../session/pending.ts";
import type { Run } from "../../session/shape.ts";
import { useVerdict } from "../exactness/use-verdict.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { r2Text } from "../../ui/scale/numbers.ts";
import { duration, grouped, percentText, sizeText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

type PageStrings = TFunction<"page">;
type InPhase<P extends Run["phase"]> = Extract<Run, { phase: P }>;

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

/** What is on its way; of a network that is yet to be fetched also its size, and of one that is here the probes that are not. */
function loadText(
  { what, name, news, target }: Pick<LoadRequest, "what" | "name" | "news" | "target">,
  t: PageStrings,
  titleOf: (name: string) => string,
  isHere: boolean,
  bytes: number | undefined,
): string {
  if (news !== undefined)
    return news.stage === "masks"
      ? t("run.onImageMasks", { done: grouped(news.done), total: grouped(news.total) })
      : t("run.onImageLayers", { done: news.index + 1, total: news.of });
  switch (what) {
    case "model":
      if (isHere && target.kind === "again" && target.probes !== undefined && target.probes !== "on-image")
        return t(`run.loadingProbes.${target.probes}`, { name: titleOf(name) });
      return isHere || bytes === undefined
        ? t("run.loadingModel", { name: titleOf(name) })
        : t("run.loadingModelSized", { name: titleOf(name), size: sizeText(bytes) });
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
  const titleOf = useNetworkTitle();
  const load = useStrata((state) => state.load);
  const isHere = useStrata(({ load, network }) => load?.name === network?.name);
  const bytes = useStrata(({ load, models }) => models.find(({ name }) => name === load?.name)?.bytes);
  const text = load === null ? t("run.starting") : loadText(load, t, titleOf, isHere, bytes);
  return (
    <>
      <span>{text}</span>
      <Cancel />
    </>
  );
}

/** Of a picture that was estimated from some masks, while the others are run or since they were left; a phone has room for it only while they are run. */
function Estimated({ isRunning }: { readonly isRunning: boolean }) {
  const t = useStrings("page");
  const estimated = useStrata(({ result }) => result?.estimated ?? null);
  if (estimated === null) return null;
  const masks = grouped(estimated.masks);
  const [least, most] = estimated.heldOutR2.map(r2Text);
  return (
    <>
      <span className="wide">
        <Marked
          text={least === most ? t("run.beginningAlike", { masks, least }) : t("run.beginning", { masks, least, most })}
        />
      </span>
      {isRunning && <span className="narrow">{t("run.beginningShort", { masks })}</span>}
    </>
  );
}

/** Of a picture that fills up; one that was computed earlier stays as it is. */
function Provisional() {
  const t = useStrings("page");
  const repeated = useStrata(selectRepeated);
  const isEstimated = useStrata(({ result }) => result !== null && result.estimated !== null);
  // A question's view has no cells.
  const topic = useStrata((state) => state.topic);
  if (repeated !== null || topic !== null) return null;
  return isEstimated ? <Estimated isRunning /> : <span className="more">{t("run.provisional")}</span>;
}

function Running({ run }: { readonly run: InPhase<"running"> }) {
  const t = useStrings("page");
  // Where the line also says what stands on the page meanwhile, a phone has no room for more.
  const isAlone = useStrata((state) => selectRepeated(state) === null && (state.result?.estimated ?? null) === null);
  const more = isAlone ? "" : "more";
  return (
    <>
      <span>
        <Marked text={t("run.masks", { done: grouped(run.done), total: grouped(run.total) })} />
      </span>
      {run.masksPerSecond > 0 && <span className={more}>{t("run.rate", { rate: grouped(run.masksPerSecond) })}</span>}
      {run.secondsLeft !== null && (
        <span className={more}>
          <MasksLeft seconds={run.secondsLeft} />
        </span>
      )}
      <Cancel />
      <Provisional />
    </>
  );
}

/** How long the network will go on, and of an estimate what comes behind it. */
function MasksLeft({ seconds }: { readonly seconds: number }) {
  const t = useStrings("page");
  const { sample, ...grid } = useStrata((state) => state.settings);
  const timeFor = useStrata(selectSampleTime);
  const time = duration(t, seconds);
  if (sample === null) return t("run.left", { time });
  const fit = timeFor(playerCount(grid), sample.masks)?.fit ?? null;
  return fit === null ? t("run.leftThenFit", { time }) : t("run.leftThenFitTime", { time, fit: duration(t, fit) });
}

function Solving({ run }: { readonly run: InPhase<"solving"> }) {
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

/** How the line says from how many masks the picture is. */
const doneKey = ({ measured, total }: InPhase<"done">, isSampled: boolean) => {
  const isResumed = measured !== total;
  if (isSampled) return isResumed ? "run.estimatedResumed" : "run.estimated";
  return isResumed ? "run.doneResumed" : "run.done";
};

/** On from a finished estimate to twice as many masks, where so many are offered. */
function MoreMasks() {
  const { sample, ...grid } = useStrata((state) => state.settings);
  const more = sample === null ? null : moreMasks(playerCount(grid), sample);
  return more === null ? null : <MoreMasksButton more={more} added={more.masks - sample!.masks} />;
}

function MoreMasksButton({ more, added }: { readonly more: SampleBudget; readonly added: number }) {
  const t = useStrings("page");
  const { setSample } = useActions();
  const n = useStrata((state) => playerCount(state.settings));
  const time = useStrata(selectSampleTime)(n, added);
  return (
    <button
      type="button"
      className="link"
      title={
        time === null
          ? t("masks.moreTitleUnknown")
          : t("masks.moreTitle", { time: t("masks.whole", { time: duration(t, time.network) }) })
      }
      onClick={() => setSample(more)}
    >
      <span className="wide">{t("masks.more", { masks: grouped(more.masks) })}</span>
      <span className="narrow">{t("masks.moreShort")}</span>
    </button>
  );
}

function Done({ run }: { readonly run: InPhase<"done"> }) {
  const t = useStrings("page");
  const picture = useStrata(selectPicture);
  const sample = useStrata((state) => state.settings.sample);
  return (
    <>
      <span className="measured">
        <span className={sample === null ? "" : "wide"}>
          <Marked
            text={t(doneKey(run, sample !== null), {
              total: grouped(run.total),
              measured: grouped(run.measured),
              // The fit takes most of the time of an estimate.
              time: duration(t, run.maskSeconds + (sample === null ? 0 : run.solveSeconds)),
            })}
          />
        </span>
        {sample !== null && <span className="narrow">{t("run.estimatedShort", { total: grouped(run.total) })}</span>}
      </span>
      <Verified />
      <Sure />
      <MoreMasks />
      {picture !== null && (
        <span className="more">
          <Marked
            text={t("run.explained", { count: picture.shown.length, share: percentText(picture.heldShare, 1) })}
          />
        </span>
      )}
    </>
  );
}

/** How sure the picture is, or how far it is known. */
function Sure() {
  const t = useStrings("page");
  const { cancelCertainty } = useActions();
  const work = useStrata((state) => state.certainty);
  const counts = useStrata(selectFirmCounts);
  const isTold = useStrata(isCertaintyTold);
  if (work !== null) {
    const { progress } = work;
    const share = progress === null ? "…" : percentText(progress.fraction, 0);
    return (
      <>
        <span className="sure coming">
          <span className="wide">
            {progress === null
              ? t("run.sureStarting")
              : t(progress.stage === "masks" ? "run.sureMasks" : "run.sure", { share })}
          </span>
          <span className="narrow">{t("run.sureShort", { share })}</span>
        </span>
        <button type="button" className="link" onClick={cancelCertainty}>
          {t("run.cancel")}
        </button>
      </>
    );
  }
  if (counts === null) return null;
  const { rows, firm, robust } = counts;
  const words =
    firm === null
      ? t(isTold ? "run.robustTold" : "run.robust", { rows, robust })
      : t(isTold ? "run.firmTold" : "run.firm", { rows, firm, robust });
  return (
    <span className="sure">
      <span className="wide">
        <Marked text={words} />
      </span>
      <span className="narrow">
        <Marked text={firm === null ? t("run.robustShort", { rows, robust }) : t("run.firmShort", { rows, firm })} />
      </span>
    </span>
  );
}

function Cancelled({ run }: { readonly run: InPhase<"cancelled"> }) {
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
      <Estimated isRunning={false} />
      <Again text="run.again" />
    </>
  );
}

/** A picture that was not computed on this page, and how to make sure of it. */
function Opened({ run }: { readonly run: InPhase<"opened"> }) {
  const t = useStrings("page");
  const { runAgain } = useActions();
  const image = useStrata((state) => state.result?.snapshot?.image);
  const bare = image?.pixels === null;
  const isSampled = useStrata(({ result }) => result !== null && sampleOf(result.snapshot?.layers ?? []) !== null);
  return (
    <>
      <span>
        <Marked
          text={t(
            isSampled && (run.from === "link" || run.from === "file")
              ? `run.openedEstimate.${run.from}`
              : `run.opened.${run.from}`,
          )}
        />
        {isSampled && t("run.estimatedOpened", { total: grouped(run.total) })}
      </span>
      <Sure />
      {isSampled && !bare && <MoreMasks />}
      {bare && <span className="more">{t("run.openedBare")}</span>}
      {!bare && image?.exact === false && <span className="more">{t("run.openedLossy")}</span>}
      {!bare && (
        <button type="button" className="link" onClick={runAgain}>
          {t(
            isSampled || run.from === "library" || run.from === "build" || image?.exact === false
              ? "run.again"
              : "run.verify",
          )}
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

/** What the line says of a run in its phase, and what can be done about it; of an image or network on its way, while nothing is computed. */
export function Phase({ run }: { readonly run: Run }) {
  const t = useStrings("page");
  const load = useStrata((state) => state.load);
  if (load !== null && !isBusy(run)) return <Loading />;
  switch (run.phase) {
    case "opened":
      return <Opened run={run} />;
    case "idle":
      return <span>{t("run.idle")}</span>;
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
          <span>{t(run.code === "start" ? "run.failedStart" : "run.failed")}</span>
          <Estimated isRunning={false} />
          <Again text="run.retry" />
        </>
      );
  }
}
