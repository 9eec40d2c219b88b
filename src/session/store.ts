import { createStore, type StoreApi } from "zustand/vanilla";
import type { Language } from "../strings/index.ts";
import type { Actions } from "./actions.ts";
import { createContents } from "./contents.ts";
import { createEngine } from "./engine.ts";
import { initialState } from "./initial.ts";
import { createKeeping } from "./keeping.ts";
import { createLibrary } from "./library.ts";
import { createNavigation } from "./navigation.ts";
import { createOpening } from "./opening.ts";
import { createOffline } from "./offline.ts";
import { createPicking } from "./picking.ts";
import { createRunning } from "./running.ts";
import type { Services } from "./services.ts";
import { createSharing } from "./sharing.ts";
import type { StrataState, Theme } from "./shape.ts";

/** The state and the only things that may change it. */
export interface StrataStore {
  readonly store: StoreApi<StrataState>;
  readonly actions: Actions;
}

/** A store over the given services, at rest until `actions.start()`. */
export function createStrataStore(
  services: Services,
  choice: { readonly language: Language; readonly theme: Theme },
): StrataStore {
  const store = createStore<StrataState>(() => initialState(choice.language, choice.theme));
  const contents = createContents(services.files);
  const keeping = createKeeping(store, services, contents);
  const running = createRunning(store, services, keeping, () => opening.bringModel());
  const opening = createOpening(store, services, keeping, running);
  const navigation = createNavigation(store, services, keeping, opening);
  const library = createLibrary(store, services, keeping, opening, contents);
  const cancel = (): void => {
    opening.stop();
    running.cancel();
  };
  const remember = (change: Partial<Pick<StrataState, "language" | "theme">>): void => {
    store.setState(change);
    const { language, theme } = store.getState();
    services.remember({ language, theme });
  };
  const miss = (): void => store.setState({ notice: { code: "part-missing", values: {}, action: "dismiss" } });
  let wished = choice.language;
  /** Once its strings are here; the last wish wins. */
  const speak = async (language: Language): Promise<void> => {
    wished = language;
    await services.bringStrings(language);
    if (wished === language) remember({ language });
  };
  return {
    store,
    actions: {
      ...opening.actions,
      ...running.actions,
      ...createOffline(store, services),
      ...createEngine(store, services),
      ...createPicking(store, { stopWork: cancel }),
      ...createSharing(store, services),
      ...library.actions,
      start: navigation.start,
      openImage: (file, name) => library.openFile(file, name ?? "", () => opening.actions.openImage(file, name)),
      cancel,
      // Before anything is on the page there is no run to repeat, only the start.
      runAgain: () => (store.getState().image === null ? opening.actions.openAgain() : running.actions.runAgain()),
      missDialog: () => {
        store.setState({ dialog: null });
        miss();
      },
      dismissNotice: () => store.setState({ notice: null }),
      setLanguage: (language) => void speak(language).catch(miss),
      setTheme: (theme) => remember({ theme }),
    },
  };
}
