import { useEffect, useState, type ComponentType } from "react";
import { useStrata } from "../../session/react.ts";
import { bringLaterStrings } from "../../strings/index.ts";
import { useCatalogue } from "../../ui/language/strings.tsx";

/** The tray, whose code and words are fetched when several images first come. */
export function TrayPlace() {
  const strings = useCatalogue();
  const isThere = useStrata((state) => state.tray !== null);
  const [View, setView] = useState<ComponentType | null>(null);
  useEffect(() => {
    if (!isThere || View !== null) return;
    Promise.all([import("../tray/View.tsx"), bringLaterStrings(strings)]).then(
      ([{ TrayView }]) => setView(() => TrayView),
      // Without it the first image is there all the same; it is asked for again with the next ones.
      () => undefined,
    );
  }, [isThere, View, strings]);
  return isThere && View !== null ? <View /> : null;
}
