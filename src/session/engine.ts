import type { EngineState } from "./environment.ts";
import type { Actions } from "./actions.ts";
import type { Services } from "./services.ts";
import type { Session } from "./session.ts";

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
