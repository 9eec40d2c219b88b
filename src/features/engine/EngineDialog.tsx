import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { BACKEND_CHOICES, type EngineEvent, type EngineReport, type Backend } from "../../backends/engine-report.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { smallRatio } from "../../ui/scale/numbers.ts";
import { eventText } from "./event-text.ts";
import { timesFaster, unbroken } from "./layout.ts";

type Translate = TFunction<"engine">;

function decisionText(report: EngineReport, t: Translate): string {
  return report.backend === "webgpu"
    ? t(`decision.webgpu.${report.reason}`, { times: timesFaster(report) })
    : t(`decision.wasm.${report.reason}`);
}

function Choice() {
  const t = useStrings("engine");
  const { chooseBackend, closeDialog, measureAgain } = useActions();
  const choice = useStrata((state) => state.engine.choice);
  const finished = useStrata((state) => state.run.phase === "done");
  const runAgain = (): void => {
    closeDialog();
    measureAgain();
  };
  return (
    <div className="engine-choice">
      <div className="engine-backends" role="group" aria-label={t("choice.label")}>
        {BACKEND_CHOICES.map((backend) => (
          <button key={backend} type="button" aria-pressed={choice === backend} onClick={() => chooseBackend(backend)}>
            {t(`choice.${backend}`)}
          </button>
        ))}
      </div>
      <span className="note">{t("next")}</span>
      {finished && (
        <button type="button" className="link" onClick={runAgain}>
          {t("again")}
        </button>
      )}
    </div>
  );
}

function Speed({ report, backend }: { readonly report: EngineReport; readonly backend: Backend }) {
  const t = useStrings("engine");
  const timing = report.timings[backend];
  const parts =
    timing === null
      ? [t("none")]
      : [t("speed", { rate: grouped(timing.masksPerSecond) }), t("batch", { count: timing.batchSize })];
  if (backend === "wasm") parts.push(t("workers", { count: report.workers }));
  return (
    <>
      <dt>{t(`choice.${backend}`)}</dt>
      <dd data-used={report.backend === backend || undefined}>{parts.join(" · ")}</dd>
    </>
  );
}

function Facts({ report }: { readonly report: EngineReport }) {
  const t = useStrings("engine");
  const { parity, adapter, isolated } = report;
  return (
    <dl className="engine-facts">
      <Speed report={report} backend="webgpu" />
      <Speed report={report} backend="wasm" />
      <dt>{t("parity.title")}</dt>
      <dd>
        {parity === null
          ? t("parity.none")
          : t("parity.value", { ratio: smallRatio(parity.ratio), tolerance: smallRatio(parity.tolerance) })}
        {parity !== null && (
          <p className="note">
            {t("parity.read", {
              delta: unbroken(smallRatio(parity.largestDelta)),
              logit: parity.largestLogit.toFixed(2),
              masks: parity.masks,
              batch: Math.max(...parity.batchSizes),
            })}
          </p>
        )}
      </dd>
      <dt>{t("gpu")}</dt>
      <dd>{adapter ?? t("noGpu")}</dd>
      <dt>{t("isolated")}</dt>
      <dd>{t(isolated ? "yes" : "no")}</dd>
    </dl>
  );
}

function Events({ events }: { readonly events: readonly EngineEvent[] }) {
  const t = useStrings("engine");
  if (events.length === 0) return null;
  return (
    <section>
      <h3>{t("events.title")}</h3>
      <ul className="engine-events">
        {events.map((event, i) => (
          <li key={i}>{eventText(event, t)}</li>
        ))}
      </ul>
    </section>
  );
}

/** The decision, what it rests on, and another choice. */
export function EngineDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("engine");
  const { closeDialog } = useActions();
  const report = useStrata((state) => state.engine.report);
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice}>
      {report !== null && <p role="status">{decisionText(report, t)}</p>}
      {report !== null && report.message !== null && (
        <p className="note engine-message">{t("message", { message: report.message })}</p>
      )}
      <Choice />
      {report !== null && <h3>{t("measured")}</h3>}
      {report !== null && <Facts report={report} />}
      {report !== null && <Events events={report.events} />}
    </Dialog>
  );
}
