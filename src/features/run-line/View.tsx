import type { TFunction } from "i18next";
import { isBusy } from "../../session/run-phase.ts";
import { useStrata } from "../../session/react.ts";
import { selectAllRows, selectRepeated } from "../../session/selectors.ts";
import type { Run } from "../../session/shape.ts";
import { EngineBadge, EngineNews } from "../engine/View.tsx";
import { useVerdict, type Verdict } from "../exactness/use-verdict.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { progressOf } from "./layout.ts";
import { Phase } from "./Phase.tsx";
import "./run-line.css";

type PageStrings = TFunction<"page">;

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
  return (
    <div className="run" role="region" aria-label={t("run.label")} aria-busy={busy || load !== null}>
      {repeated !== null && (
        <span className="repeated">
          <span className="wide">{t(`run.repeated.${repeated}`)}</span>
          <span className="narrow">{t(`run.repeatedShort.${repeated}`)}</span>
        </span>
      )}
      <Phase run={run} />
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
