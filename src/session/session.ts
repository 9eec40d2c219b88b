import type { StrataState } from "./state.ts";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { SessionEvent } from "./events.ts";
import { NO_SELECTION } from "./initial.ts";
import { reduce } from "./reduce.ts";
import { picksAfter } from "./reduce/look.ts";

/** The store, and the one way to change it. */
export interface Session {
  readonly store: StoreApi<StrataState>;
  /** One after the other: what a listener dispatches comes after all have heard of the change before. */
  dispatch(event: SessionEvent): void;
}

/** A session that begins with a state. */
export function createSession(initial: StrataState): Session {
  const picks = picksAfter(initial.picks, NO_SELECTION, initial.selection);
  const store = createStore<StrataState>(() => ({ ...initial, picks }));
  const waiting: SessionEvent[] = [];
  return {
    store,
    dispatch: (event) => {
      if (waiting.push(event) > 1) return;
      const thrown: unknown[] = [];
      for (const next of waiting)
        try {
          store.setState((state) => reduce(state, next));
        } catch (error) {
          // A listener that throws keeps nobody else's event from coming.
          thrown.push(error);
        }
      waiting.length = 0;
      if (thrown.length > 0) throw thrown[0];
    },
  };
}

/** What a piece of work is given. */
export interface Turn {
  /** Aborts as soon as the state no longer names the work. */
  readonly signal: AbortSignal;
  /** Dispatches the event that ends the work. */
  finish(event: SessionEvent): void;
}

/** Does one piece of work for each thing that the state names, by its id, and stops the work when the state names it no longer. */
export function followWork<T extends { readonly id: number }>(
  { store, dispatch }: Session,
  named: (state: StrataState) => readonly T[],
  work: (thing: T, turn: Turn) => Promise<void>,
): void {
  /** By the ids that the state names; null where the work has ended and the state has still to hear of it. */
  const underWay = new Map<number, AbortController | null>();
  store.subscribe((state) => {
    const things = named(state);
    for (const [id, controller] of underWay) {
      if (things.some((thing) => thing.id === id)) continue;
      underWay.delete(id);
      controller?.abort();
    }
    for (const thing of things) {
      if (underWay.has(thing.id)) continue;
      const controller = new AbortController();
      underWay.set(thing.id, controller);
      const finish = (event: SessionEvent): void => {
        if (underWay.get(thing.id) !== controller) return;
        // Whatever it still holds is no longer to be stopped.
        underWay.set(thing.id, null);
        try {
          dispatch(event);
        } catch (error) {
          // An event that the state could not take ended nothing: the work may still say that it failed.
          if (named(store.getState()).some(({ id }) => id === thing.id)) underWay.set(thing.id, controller);
          throw error;
        }
      };
      void work(thing, { signal: controller.signal, finish });
    }
  });
}
