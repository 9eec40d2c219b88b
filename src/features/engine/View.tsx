import type { TFunction } from "i18next";
import type { EngineReport } from "../../backends/engine-report.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { smallRatio } from "../../ui/scale/numbers.ts";
import { eventText } from "./event-text.ts";
import { badgeOf, tellingEvent } from "./layout.ts";
import "./engine.css";

type Translate = TFunction<"engine">;

function badgeText(report: EngineReport, t: Translate): string {
  const badge = badgeOf(report);
  if (badge === "webgpu")
    return t("badge.webgpu", { parity: report.parity === null ? "" : smallRatio(report.parity.ratio) });
  return badge === "wasm" ? t("badge.wasm", { count: report.workers }) : t(`badge.${badge}`);
}

/** Which backend the network takes, in a few words; a click tells why. Nothing before there is an engine. */
export function EngineBadge() {
  const t = useStrings("engine");
  const { openEngineDialog } = useActions();
  const report = useStrata((state) => state.engine.report);
  if (report === null) return null;
  const text = badgeText(report, t);
  return (
    <button
      type="button"
      className="engine-badge"
      data-badge={badgeOf(report)}
      aria-label={t("badge.label", { text })}
      onClick={openEngineDialog}
    >
      <i />
      {text}
    </button>
  );
}

/** What befell the engine in the latest run, in a sentence. */
export function EngineNews() {
  const t = useStrings("engine");
  const event = useStrata((state) => tellingEvent(state.engine.report?.events ?? []));
  if (event === null) return null;
  const text = eventText(event, t);
  return (
    <span className="engine-news" role="status" title={text}>
      {text}
    </span>
  );
}
