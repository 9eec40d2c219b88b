import { useEffect, useState, type ComponentType } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import type { Topic } from "../../session/topics.ts";
import { bringLaterStrings } from "../../strings/index.ts";
import { useCatalogue } from "../../ui/language/strings.tsx";
import { ConceptsView } from "../concepts/View.tsx";

/** A view's code is fetched when its question is first asked, and its words with it. */
const VIEWS: { readonly [Name in Topic]: () => Promise<ComponentType> } = {
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

/** What the middle of the page shows: the picture, or the view of the question that was chosen. */
export function Middle() {
  const strings = useCatalogue();
  const { chooseTopic, missDialog } = useActions();
  const topic = useStrata((state) => state.topic);
  const [views, setViews] = useState<{ readonly [Name in Topic]?: ComponentType }>({});
  useEffect(() => {
    if (topic === null || views[topic] !== undefined) return;
    Promise.all([VIEWS[topic](), bringLaterStrings(strings)]).then(
      ([View]) => setViews((known) => ({ ...known, [topic]: View })),
      () => {
        chooseTopic(null);
        missDialog();
      },
    );
  }, [topic, views, strings, chooseTopic, missDialog]);
  if (topic === null) return <ConceptsView />;
  const View = views[topic];
  return View === undefined ? <p className="picture-empty" aria-busy="true" /> : <View />;
}
