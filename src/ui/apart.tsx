import type { StrataState } from "../session/state.ts";
import { useEffect, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { createStore, type StoreApi } from "zustand/vanilla";
import { nextTask } from "../platform/next-task.ts";
import { StrataContext, useStrataStore } from "../session/react.ts";

/** Keeps `copy` one task behind `source`; changes in between arrive together. Returns how to stop. */
function follow(source: StoreApi<StrataState>, copy: StoreApi<StrataState>): () => void {
  let stopped = false;
  let due = false;
  const take = (): void => {
    if (due) return;
    due = true;
    void nextTask().then(() => {
      due = false;
      if (!stopped) copy.setState(source.getState(), true);
    });
  };
  const unsubscribe = source.subscribe(take);
  if (copy.getState() !== source.getState()) take();
  return () => {
    stopped = true;
    unsubscribe();
  };
}

/** Its content is drawn first in a task of its own; several come in their order. */
export function InTurn({ children }: { readonly children: ReactNode }) {
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    let stopped = false;
    // At once, within this task: several parts' beginnings would else be drawn together.
    void nextTask().then(() => !stopped && flushSync(() => setBegun(true)));
    return () => {
      stopped = true;
    };
  }, []);
  return begun && children;
}

/**
 * A part of the page that draws in a task of its own, from the first time on; parts come in their order. React draws all that one change of the store concerns in a single pass,
 * which for a whole page of figures blocks a click; what is wrapped in this hears of the change one task later than the store.
 */
export function Apart({ children }: { readonly children: ReactNode }) {
  const { store, actions } = useStrataStore();
  const [copy] = useState(() => createStore<StrataState>(() => store.getState()));
  const [strata] = useState({ store: copy, actions });
  useEffect(() => follow(store, copy), [store, copy]);
  return (
    <StrataContext value={strata}>
      <InTurn>{children}</InTurn>
    </StrataContext>
  );
}
