import { useMemo } from "react";
import { compareWithTruth, farthestFromTruth, type TruthComparison, type TruthMark } from "../../core/truth.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllRows, selectSolvedLayers } from "../../session/selectors.ts";
import { selectTruth } from "../../session/truth.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { conceptKey } from "./rows.ts";
import { conceptWords } from "./words.ts";

/** How the finished picture agrees with what its network truly holds; null where that is not known, or the picture not finished. */
function useComparison(): TruthComparison | null {
  const truth = useStrata(selectTruth);
  const rows = useStrata(selectAllRows);
  return useMemo(
    () => (truth?.of !== "image" || rows === null ? null : compareWithTruth(rows, truth.concepts)),
    [truth, rows],
  );
}

/** The marks of every row by its key, while the truth is laid over the picture. */
export function useTruthMarks(): ReadonlyMap<string, readonly TruthMark[]> | null {
  const shown = useStrata((state) => state.truthShown);
  const rows = useStrata(selectAllRows);
  const comparison = useComparison();
  return useMemo(() => {
    if (!shown || comparison === null || rows === null) return null;
    return new Map(rows.map((row, i) => [conceptKey(row), comparison.marks[i]!]));
  }, [shown, rows, comparison]);
}

/** In words and figures how the picture agrees with the truth. */
function Agreement({ comparison }: { readonly comparison: TruthComparison }) {
  const t = useStrings("picture");
  const layers = useStrata(selectSolvedLayers);
  const truth = useStrata(selectTruth);
  const players = useStrata((state) => state.result?.players);
  const names = useLayerNames(layers?.map(({ name }) => name) ?? []);
  const farthest = useMemo(
    () =>
      layers === null || truth?.of !== "image"
        ? null
        : farthestFromTruth(
            layers.map(({ interactions }) => interactions),
            truth.concepts,
          ),
    [layers, truth],
  );
  const { there, missing, extra, absent } = comparison;
  return (
    <p role="status">
      {t("truth.agreement", {
        there: String(there),
        count: there + missing,
        missing: String(missing),
        extra: String(extra),
      })}{" "}
      {absent.length > 0 &&
        players &&
        `${t("truth.absent", { concepts: absent.map((concept) => conceptWords(t, concept, players)).join(t("words.separator")) })} `}
      {farthest !== null &&
        t("truth.error", {
          error: farthest.error.toFixed(2),
          layer: names[farthest.layer]!,
          slack: (2 * layers![farthest.layer]!.interactions.exactness.kappa).toFixed(2),
        })}
    </p>
  );
}

/** Of a constructed network: lays what it truly holds over the picture, or says why that cannot be done for this image. */
export function Truth() {
  const t = useStrings("picture");
  const { showTruth } = useActions();
  const truth = useStrata(selectTruth);
  const shown = useStrata((state) => state.truthShown);
  const comparison = useComparison();
  if (truth === null) return null;
  if (truth.of === "other-image")
    return (
      <div className="picture-truth">
        <p>{t("truth.otherImage")}</p>
      </div>
    );
  return (
    <div className="picture-truth">
      <button
        type="button"
        className="picture-only"
        aria-pressed={shown}
        disabled={comparison === null}
        title={t("truth.title")}
        onClick={() => showTruth(!shown)}
      >
        {t("truth.show")}
      </button>
      {shown && comparison !== null ? <Agreement comparison={comparison} /> : <p>{t("truth.read")}</p>}
    </div>
  );
}
