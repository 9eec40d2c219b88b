import type { EngineReport, RoadChoice } from "../backends/engine-report.ts";
import type { Actions } from "./actions.ts";
import type { Services } from "./services.ts";
import type { Session } from "./session.ts";

/** Where the network runs: what the person asked for, and what the engine says; null while none is open. */
export interface EngineState {
  readonly choice: RoadChoice;
  readonly report: EngineReport | null;
}

/** Before any engine is open. */
export const ENGINE_AT_FIRST: EngineState = { choice: "auto", report: null };

/** Keeps the store in step with the engine that is open, and hands the person's choice to it. */
export function createEngineChoice(
  { store, dispatch }: Session,
  { backend }: Pick<Services, "backend">,
): Pick<Actions, "openEngineDialog" | "chooseBackend"> {
  const patch = (news: Partial<EngineState>): void =>
    dispatch({ type: "told", news: { engine: { ...store.getState().engine, ...news } } });
  patch({ choice: backend.choice() });
  backend.watch((report) => patch({ report }));
  return {
    openEngineDialog: () => dispatch({ type: "told", news: { dialog: "engine" } }),
    chooseBackend: (choice) => {
      patch({ choice });
      backend.choose(choice);
    },
  };
}
