import { useEffect, useState, type ComponentType } from "react";
import { useActions, useStrata } from "../session/react.ts";
import { bringLaterStrings } from "../strings/index.ts";
import { useCatalogue } from "../ui/language/strings.tsx";

/** The guide, while it is taken: its code is fetched when it is first asked for, and its words with it. */
export function Guided() {
  const strings = useCatalogue();
  const { leaveGuide, missDialog } = useActions();
  const isTaken = useStrata((state) => state.guide !== null);
  const [View, setView] = useState<ComponentType | null>(null);
  useEffect(() => {
    if (!isTaken || View !== null) return;
    Promise.all([import("../features/guide/View.tsx"), bringLaterStrings(strings)]).then(
      ([{ GuideView }]) => setView(() => GuideView),
      () => {
        leaveGuide();
        missDialog();
      },
    );
  }, [isTaken, View, strings, leaveGuide, missDialog]);
  return isTaken && View !== null ? <View /> : null;
}
