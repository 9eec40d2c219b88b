import type { TFunction } from "i18next";
import type { EngineEvent } from "../../backends/engine-report.ts";

/** What happened to the engine, in a sentence. */
export function eventText(event: EngineEvent, t: TFunction<"engine">): string {
  switch (event.code) {
    case "replaced":
      return t("events.replaced");
    case "halved":
      return t("events.halved", { batchSize: event.batchSize });
    case "worker-replaced":
      return t("events.worker-replaced");
    case "fewer-workers":
      return t("events.fewer-workers");
    case "solver-replaced":
      return t("events.solver-replaced");
    case "refused":
      return t(`decision.wasm.${event.reason}`);
    case "worker-halved":
      return t("events.worker-halved", { batchSize: event.batchSize });
    case "gave-up":
      return t(`events.gave-up.${event.reason}`);
  }
}
