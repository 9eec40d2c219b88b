import type { StrataState } from "./state.ts";
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Actions } from "./actions.ts";
import type { StrataStore } from "./store.ts";

/** The store that the views below it read; set once by the app. */
export const StrataContext = createContext<StrataStore | null>(null);

/** The store and its actions as the nearest context gives them. */
export function useStrataStore(): StrataStore {
  const strata = useContext(StrataContext);
  if (strata === null) throw new TypeError("No StrataContext above this view.");
  return strata;
}

/** What `select` gives of the state, drawn again when it changes by identity: return a primitive or a memoised value. */
export function useStrata<T>(select: (state: StrataState) => T): T {
  return useStore(useStrataStore().store, select);
}

/** The actions; one stable object for the life of the page. */
export function useActions(): Actions {
  return useStrataStore().actions;
}
