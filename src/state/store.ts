import { createStore, type StoreApi } from "zustand/vanilla";
import type { Language } from "../strings/index.ts";
import type { Actions } from "./actions.ts";
import { initialState } from "./initial.ts";
import type { Services } from "./services.ts";
import type { StrataState, Theme } from "./shape.ts";

/** The state and the only things that may change it. */
export interface StrataStore {
  readonly store: StoreApi<StrataState>;
  readonly actions: Actions;
}

/** A store over the given services, at rest until `actions.start()`. */
export function createStrataStore(_services: Services, choice: { readonly language: Language; readonly theme: Theme }): StrataStore {
  const store = createStore<StrataState>(() => initialState(choice.language, choice.theme));
  throw new Error(`not yet ${store.getState().run.phase}`);
}
