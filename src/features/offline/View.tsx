import type { Offline as OfflineState } from "../../session/environment.ts";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { isUnderWay } from "../../session/run-phase.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { sizeText } from "../../ui/language/numbers.ts";
import { offlineLine, type OfflineLine } from "./layout.ts";
import "./offline.css";

/** The line in words. */
function sentence(
  line: OfflineLine,
  { allCached, keeping }: OfflineState,
  waits: boolean,
  t: TFunction<"offline">,
): string {
  switch (line) {
    case "update":
      return t(waits ? "updateWaits" : "update");
    case "keeping":
      return keeping.phase === "running"
        ? t("keeping", { done: sizeText(keeping.doneBytes), total: sizeText(keeping.totalBytes) })
        : "";
    case "away":
      return t(allCached ? "away" : "awaySome");
    case "ready":
      return t(allCached ? "readyAll" : "ready");
    case "caching":
    case "failed":
      return t(line);
    case "nothing":
      return "";
  }
}

/** The one thing to do about the line, if there is any. */
function act(
  line: OfflineLine,
  { allCached, missingBytes }: OfflineState,
  waits: boolean,
  t: TFunction<"offline">,
  actions: ReturnType<typeof useActions>,
  networks: number,
): ReactNode {
  if (line === "update" && !waits)
    return (
      <button type="button" className="link" onClick={actions.applyUpdate}>
        {t("reload")}
      </button>
    );
  if (line === "keeping")
    return (
      <button type="button" className="quiet" onClick={actions.stopMakingAvailable}>
        {t("cancel")}
      </button>
    );
  if ((line === "ready" || line === "failed") && !allCached && missingBytes !== null) {
    return (
      <button type="button" className="link" onClick={actions.makeAllAvailableOffline}>
        {t("makeAll", { count: networks, size: sizeText(missingBytes) })}
      </button>
    );
  }
  return null;
}

/** What of the page works without a network; and a newer version, when one waits. */
export function Offline() {
  const t = useStrings("offline");
  const actions = useActions();
  const offline = useStrata((state) => state.offline);
  const waits = useStrata(isUnderWay);
  const networks = useStrata((state) => state.models.length);
  const line = offlineLine(offline);
  if (line === "nothing") return null;
  return (
    <section id="offline" className="block offline" aria-label={t("title")}>
      <span role="status">{sentence(line, offline, waits, t)}</span>
      {act(line, offline, waits, t, actions, networks)}
    </section>
  );
}
