import { useEffect, useState, type ComponentType } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import type { Topic } from "../../session/topics.ts";
import { bringLaterStrings } from "../../strings/index.ts";
import { useCatalogue, useStrings } from "../../ui/language/strings.tsx";
import { ConceptsView } from "../concepts/View.tsx";

/** A view's code is fetched when its question is first asked, and its words with it. */
const VIEWS: { readonly [Name in Topic | "study"]: () => Promise<ComponentType> } = {
  study: async () => (await import("../study/View.tsx")).StudyView,
  orders: async () => (await import("../orders/View.tsx")).OrdersView,
  completeness: async () => (await import("../completeness/View.tsx")).CompletenessView,
  matching: async () => (await import("../matching/View.tsx")).MatchingView,
  sparsity: async () => (await import("../sparsity/View.tsx")).SparsityView,
  patches: async () => (await import("../patches/View.tsx")).PatchesView,
  stability: async () => (await import("../stability/View.tsx")).StabilityView,
  across: async () => (await import("../across/View.tsx")).AcrossView,
  shown: async () => (await import("../shown/View.tsx")).ShownView,
  thresholds: async () => (await import("../thresholds/View.tsx")).ThresholdsView,
  compare: async () => (await import("../compare/View.tsx")).CompareView,
  graph: async () => (await import("../graph/View.tsx")).GraphView,
  audit: async () => (await import("../audit/View.tsx")).AuditView,
};

/** What the middle of the page shows: the picture, the view of the question that was chosen, or a study. */
export function Middle() {
  const strings = useCatalogue();
  const { chooseTopic, showStudy, missDialog } = useActions();
  const shown = useStrata(({ guide, study, topic }) => (guide === null && study?.isShown === true ? "study" : topic));
  const [views, setViews] = useState<{ readonly [Name in Topic | "study"]?: ComponentType }>({});
  useEffect(() => {
    if (shown === null || views[shown] !== undefined) return;
    Promise.all([VIEWS[shown](), bringLaterStrings(strings)]).then(
      ([View]) => setViews((known) => ({ ...known, [shown]: View })),
      () => {
        if (shown === "study") showStudy(false);
        else chooseTopic(null);
        missDialog();
      },
    );
  }, [shown, views, strings, chooseTopic, showStudy, missDialog]);
  const View = shown === null ? ConceptsView : views[shown];
  return (
    <>
      {shown !== "study" && <BackToStudy />}
      {View === undefined ? <p className="picture-empty" aria-busy="true" /> : <View />}
    </>
  );
}

/** The way to a study that was put aside for the picture. */
function BackToStudy() {
  const t = useStrings("page");
  const { showStudy } = useActions();
  const name = useStrata(({ guide, study }) => (guide === null ? study?.study.plan.name : undefined));
  if (name === undefined) return null;
  return (
    <p className="study-back">
      <button type="button" className="link" onClick={() => showStudy(true)}>
        {t("study.back", { name })}
      </button>
    </p>
  );
}
