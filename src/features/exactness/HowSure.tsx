import { useRef, type RefObject } from "react";
import { FEWEST_REPLICATES } from "../../core/certainty.ts";
import { conceptKey } from "../concepts/rows.ts";
import { useActions, useStrata } from "../../session/react.ts";
import {
  canTellCertainty,
  certaintyFrom,
  hasReplicates,
  isCertaintyTold,
  selectCertaintyCheck,
} from "../../session/certainty.ts";
import {
  selectAllRows,
  selectFirmCounts,
  selectFirmness,
  selectPicture,
  selectSample,
  selectSampleTime,
  selectSolvedLayers,
} from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { duration, percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";

/** How sure the picture is: a wish, its progress, or what came of it, with who says so. */
export function HowSure() {
  const t = useStrings("exactness");
  const actions = useActions();
  const work = useStrata((state) => state.certainty);
  const canAsk = useStrata(canTellCertainty);
  const kept = useFirmKept();
  const counts = useStrata(selectFirmCounts);
  const replicates = useStrata((state) => state.result?.snapshot?.certainty?.replicates ?? 0);
  const unasked = useStrata(({ result }) =>
    result?.layerNames.length === 1
      ? "outputAlone"
      : result?.settings.probes === "on-image"
        ? "onImage"
        : "noReplicates",
  );
  const total = useStrata(selectAllRows)?.length ?? 0;
  const isEstimate = useStrata(selectSample) !== null;
  const isTold = useStrata(isCertaintyTold);
  const isRunFirst = useStrata(({ result }) => result?.snapshot?.values === null);
  const cancelledRef = useRef(false);
  if (work !== null)
    return (
      <p>
        <span>
          {work.progress === null
            ? t("certainty.starting")
            : t(`certainty.${work.progress.stage}`, { share: percentText(work.progress.fraction, 0) })}
        </span>{" "}
        <button
          type="button"
          className="link"
          onClick={() => {
            cancelledRef.current = true;
            actions.cancelCertainty();
          }}
        >
          {t("certainty.cancel")}
        </button>
      </p>
    );
  if (counts === null)
    return canAsk ? <Ask cancelledRef={cancelledRef} /> : isRunFirst ? <p>{t("certainty.runFirst")}</p> : null;
  const { rows, firm, robust } = counts;
  return (
    <>
      <div role="status">
        {total > rows && <p>{t("certainty.strongest", { shown: rows, total })}</p>}
        <p>
          {firm !== null ? (
            <Marked text={t("certainty.firm", { count: rows, firm, replicates })} />
          ) : replicates === 0 ? (
            t(`certainty.${unasked}`)
          ) : (
            t("certainty.fewReplicates", { count: replicates, fewest: FEWEST_REPLICATES })
          )}{" "}
          {kept > 0 && t("certainty.kept", { count: kept })} {firm !== null && isEstimate && t("certainty.sameMasks")}
        </p>
        <p>
          <Marked
            text={
              !isEstimate
                ? t("certainty.robust", { count: rows, robust })
                : robust === 0
                  ? t("certainty.noneRobust")
                  : t("certainty.robustSampled", { count: rows, robust })
            }
          />
        </p>
        <Noise />
        <Whence />
      </div>
      {canAsk ? <Ask isHere cancelledRef={cancelledRef} /> : isRunFirst && isTold && <p>{t("certainty.runFirst")}</p>}
    </>
  );
}

/** How many of the firm rows that the picture shows are kept: their fate hangs on the output, which has no probe. */
function useFirmKept(): number {
  const picture = useStrata(selectPicture);
  const firmness = useStrata(selectFirmness);
  return (picture?.shown ?? []).filter((row) => row.fate === "kept" && firmness?.get(conceptKey(row))?.isFirm === true)
    .length;
}

/** The wish; `isHere` where others have told. It takes the focus of the Cancel in whose place it comes. */
function Ask({
  isHere = false,
  cancelledRef,
}: {
  readonly isHere?: boolean;
  readonly cancelledRef: RefObject<boolean>;
}) {
  const t = useStrings("exactness");
  const { askCertainty } = useActions();
  const isFirmAsked = useStrata(hasReplicates);
  const sample = useStrata(selectSample);
  const title = isFirmAsked
    ? t(sample === null ? "certainty.askTitle" : "certainty.askSampledTitle")
    : t(sample === null ? "certainty.askRobustTitle" : "certainty.askRobustSampledTitle");
  return (
    <p>
      <button
        type="button"
        className="link"
        title={title}
        onClick={askCertainty}
        ref={(button) => {
          if (cancelledRef.current) button?.focus();
          cancelledRef.current = false;
        }}
      >
        {isHere ? (
          t("certainty.askHere")
        ) : sample === null ? (
          t("certainty.ask")
        ) : (
          <AskOfEstimate masks={sample.masks} isFirmAsked={isFirmAsked} />
        )}
      </button>
    </p>
  );
}

/** The wish with how long it takes, as long as the estimate's own masks and fit took: each replicate is fitted once, and two halves. */
function AskOfEstimate({ masks, isFirmAsked }: { readonly masks: number; readonly isFirmAsked: boolean }) {
  const t = useStrings("exactness");
  const page = useStrings("page");
  const players = useStrata((state) => state.result?.players.n ?? 0);
  const count = useStrata(({ model }) => model?.manifest.probes?.replicates?.count ?? 0);
  const time = useStrata(selectSampleTime)(players, masks);
  if (time === null || time.fit === null) return t("certainty.ask");
  const seconds = isFirmAsked ? time.network + (count + 1) * time.fit : time.fit;
  return t("certainty.askTime", { time: duration(page, seconds) });
}

/** Who says how sure the picture is where that is not this page; or how what was said of it compares with what this page found. */
function Whence() {
  const t = useStrings("exactness");
  const from = useStrata(certaintyFrom);
  const check = useStrata(selectCertaintyCheck);
  if (from !== null && from !== "here") return <p>{t(`certainty.from.${from}`)}</p>;
  if (check === null || check.rows === 0) return null;
  const { rows, otherwise, layersOtherwise, replicates } = check;
  return (
    <p>
      {t(`certainty.compared.${otherwise === 0 ? "agrees" : "differs"}`, { count: rows, otherwise })}
      {!replicates && <> {t("certainty.compared.robustOnly")}</>}
      {layersOtherwise > 0 && <> {t("certainty.compared.layers", { count: layersOtherwise })}</>}
    </p>
  );
}

/** How far replicates of each layer's probe are from it on this image, where they were asked. */
function Noise() {
  const t = useStrings(["exactness", "page"]);
  const layers = useStrata(selectSolvedLayers) ?? [];
  const names = useLayerNames(layers.map(({ name }) => name));
  const told = layers.flatMap(({ noiseShare }, l) =>
    noiseShare === undefined || noiseShare === null
      ? []
      : [t("noise.layer", { name: names[l], share: percentText(noiseShare, 1) })],
  );
  return told.length === 0 ? null : (
    <p>
      <Marked text={t("noise.told", { layers: told.join(t("page:classes.separator")) })} />
    </p>
  );
}
