import type { BaselineKind } from "../../core/baseline.ts";
import { nameOf } from "../../exploration/concept-names.ts";
import { foundWith, selectBaselineCounts } from "../../session/baselines.ts";
import { canInquire } from "../../session/inquiries.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectPicture } from "../../session/selectors.ts";
import { namedWords } from "../concepts/words.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";

/** Rows named as hanging on the picture's own baseline; more are counted only. */
const NAMED = 6;

/** Whether the picture hangs on what hides its patches: a wish, its progress, or what came of it. */
export function OtherBaselines() {
  const t = useStrings(["exactness", "page"]);
  const actions = useActions();
  const { work } = useStrata((state) => state.inquiries.baselines);
  const canAsk = useStrata((state) => canInquire(state, "baselines"));
  const as = (kind: BaselineKind): string => t(`page:hidden.as.${kind}`);
  if (work !== null) {
    const { progress } = work;
    return (
      <p>
        <span>
          {progress === null
            ? t("baselines.starting")
            : t(`baselines.${progress.stage}`, {
                as: as(progress.baseline),
                share: percentText(progress.fraction, 0),
              })}
        </span>{" "}
        <button type="button" className="link" onClick={() => actions.cancelInquiry("baselines")}>
          {t("baselines.cancel")}
        </button>
      </p>
    );
  }
  if (!canAsk) return <Compared as={as} />;
  return (
    <p>
      <button type="button" className="link" title={t("baselines.askTitle")} onClick={actions.askBaselines}>
        {t("baselines.ask")}
      </button>
    </p>
  );
}

/** What came of it; nothing where nobody asked. */
function Compared({ as }: { readonly as: (kind: BaselineKind) => string }) {
  const t = useStrings("exactness");
  const words = useStrings("picture");
  const { selectConcept } = useActions();
  const counts = useStrata(selectBaselineCounts);
  const told = useStrata((state) => state.inquiries.baselines.found);
  const picture = useStrata(selectPicture);
  const result = useStrata((state) => state.result);
  const names = useStrata((state) => state.names);
  const snapshot = result?.snapshot ?? null;
  if (counts === null || told === null || picture === null || snapshot === null) return null;
  const own = as(snapshot.baseline);
  const { rows, withAll, withNone, others } = counts;
  const only = picture.shown.filter((row) => foundWith(told, row)?.anywhere.length === 0).slice(0, NAMED);
  return (
    <div className="baselines">
      <p role="status">{t("baselines.told", { count: rows, withAll, withNone, own })}</p>
      {only.length > 0 && (
        <p>
          {t("baselines.only", { own })}{" "}
          {only.map(({ kind, mask }) => (
            <button
              key={`${kind}${mask}`}
              type="button"
              className="link"
              onClick={() => selectConcept({ kind, mask }, null)}
            >
              {namedWords(words, { kind, mask }, snapshot.players, nameOf(names, { kind, mask }))}
            </button>
          ))}
        </p>
      )}
      <ul>
        {others.map(({ baseline, rows: found, agreement }) => (
          <li key={baseline}>
            {t("baselines.each", { as: as(baseline), rows: found, count: rows })}
            {agreement !== null && <small>{t("baselines.agreement", { agreement: agreement.toFixed(2) })}</small>}
          </li>
        ))}
      </ul>
      <p>
        <Marked text={t("baselines.read")} />
      </p>
    </div>
  );
}
