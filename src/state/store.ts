import { createStore, type StoreApi } from "zustand/vanilla";
import type { Language } from "../strings/index.ts";
import type { Actions } from "./actions.ts";
import { initialState } from "./initial.ts";
import { createOpening } from "./opening.ts";
import { createPicking } from "./picking.ts";
import { createRunning } from "./running.ts";
import type { Services } from "./services.ts";
import type { StrataState, Theme } from "./shape.ts";

/** The state and the only things that may change it. */
export interface StrataStore {
  readonly store: StoreApi<StrataState>;
  readonly actions: Actions;
}

/** A store over the given services, at rest until `actions.start()`. */
export function createStrataStore(services: Services, choice: { readonly language: Language; readonly theme: Theme }): StrataStore {
  const store = createStore<StrataState>(() => initialState(choice.language, choice.theme));
  const running = createRunning(store, services);
  const opening = createOpening(store, services, running);
  const cancel = (): void => {
    opening.stop();
    running.cancel();
  };
  const remember = (change: Partial<Pick<StrataState, "language" | "theme">>): void => {
    store.setState(change);
    const { language, theme } = store.getState();
    services.remember({ language, theme });
  };
  return {
    store,
    actions: {
      ...opening.actions,
      ...running.actions,
      ...createPicking(store, { stopWork: cancel }),
      cancel,
      // Before anything is on the page there is no run to repeat, only the start.
      runAgain: () => (store.getState().image === null ? opening.actions.start() : running.actions.runAgain()),
      dismissNotice: () => store.setState({ notice: null }),
      setLanguage: (language) => remember({ language }),
      setTheme: (theme) => remember({ theme }),
    },
  };
}
