import type { StoreApi } from "zustand/vanilla";
import type { Pace, StrataState } from "./shape.ts";

/** Fewer masks are over before the network is warm, and would foretell too much. */
const TELLING_MASKS = 64;

function note(store: StoreApi<StrataState>, model: string, news: Partial<Pace>): void {
  store.setState(({ paces }) => ({
    paces: { ...paces, [model]: { masksPerSecond: 0, solved: null, ...paces[model], ...news } },
  }));
}

/** Notes how fast a model's masks went, if there were enough of them to tell. */
export function noteMasks(store: StoreApi<StrataState>, model: string, masks: number, seconds: number): void {
  if (masks >= TELLING_MASKS) note(store, model, { masksPerSecond: masks / seconds });
}

/** Notes how long all layers took, unless a finer grid was solved before: a coarser one would foretell less, its time is mostly that of starting. */
export function noteSolved(store: StoreApi<StrataState>, model: string, players: number, seconds: number): void {
  const finest = store.getState().paces[model]?.solved ?? null;
  if (finest === null || finest.players <= players) note(store, model, { solved: { players, seconds } });
}
