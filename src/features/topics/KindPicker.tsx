import { useActions, useStrata } from "../../session/react.ts";
import { useStrings } from "../../ui/language/strings.tsx";

const KINDS = ["all", "and", "or"] as const;

/** Chooses concepts of which kind count, which then is the page's. */
export function KindPicker() {
  const t = useStrings("topics");
  const kind = useStrata((state) => state.filters.kind);
  const { setFilters } = useActions();
  return (
    <div className="topic-choice" role="group" aria-label={t("orders.kinds.label")}>
      {KINDS.map((value) => (
        <button key={value} type="button" aria-pressed={kind === value} onClick={() => setFilters({ kind: value })}>
          {t(`orders.kinds.${value}`)}
        </button>
      ))}
    </div>
  );
}
