import type { StoreApi } from "zustand/vanilla";
import type { Actions } from "./actions.ts";
import { isUnderWay } from "./busy.ts";
import { sameConcept } from "../core/tracks.ts";
import { NO_SELECTION } from "./initial.ts";
import type { Selection, StrataState } from "./shape.ts";

type Picking = Pick<
  Actions,
  | "hoverConcept"
  | "selectConcept"
  | "selectLayer"
  | "togglePatch"
  | "clearPatches"
  | "setFilters"
  | "toggleOthers"
  | "lockScale"
  | "showTruth"
  | "escape"
>;

/** The parts of a selection; each is picked, and let go of, on its own. */
type Level = keyof Selection;

/** What Escape undoes before any selection. */
function busyWith({ notice, opening, run }: StrataState): "notice" | "work" | null {
  if (notice !== null) return "notice";
  return isUnderWay({ opening, run }) ? "work" : null;
}

/** The levels that were picked between two selections. Patches stand apart; a cell is a concept and a layer in one. */
function picksBetween(before: Selection, now: Selection): Level[][] {
  const picked = (level: Level): boolean => now[level] !== NO_SELECTION[level] && now[level] !== before[level];
  return [["patches"], ["concept", "layer"]]
    .map((levels) => (levels as Level[]).filter(picked))
    .filter((levels) => levels.length > 0);
}

/** What a selection was picked by, the latest pick last, once `now` has taken the place of `before`. */
function picksAfter(picks: readonly (readonly Level[])[], before: Selection, now: Selection): (readonly Level[])[] {
  const news = picksBetween(before, now);
  const stands = (level: Level): boolean => now[level] !== NO_SELECTION[level] && !news.flat().includes(level);
  return [...picks.map((levels) => levels.filter(stands)).filter((levels) => levels.length > 0), ...news];
}

/** Picking concepts, layers and patches, and filtering rows; `stopWork` cancels what is under way. */
export function createPicking(store: StoreApi<StrataState>, { stopWork }: { readonly stopWork: () => void }): Picking {
  const select = (change: Partial<StrataState["selection"]>): void =>
    store.setState(({ selection }) => ({ selection: { ...selection, ...change } }));
  const setFilters: Actions["setFilters"] = (change) =>
    store.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
  let picks = picksAfter([], NO_SELECTION, store.getState().selection);
  store.subscribe(({ selection }, { selection: before }) => {
    if (selection !== before) picks = picksAfter(picks, before, selection);
  });
  const clearPatches = (): void =>
    store.setState(({ selection, filters }) => ({
      selection: { ...selection, patches: NO_SELECTION.patches },
      filters: { ...filters, onlyPatches: false },
    }));
  /** Lets go of what was picked last; the filter by patches goes with its patches. */
  const unpick = (): void => {
    const last = picks.at(-1);
    if (last === undefined) return;
    if (last.includes("patches")) clearPatches();
    else select(Object.fromEntries(last.map((level) => [level, NO_SELECTION[level]])));
  };
  return {
    hoverConcept: (concept) => {
      if (!sameConcept(store.getState().hover, concept)) store.setState({ hover: concept });
    },
    selectConcept: (concept, layer = null) => select({ concept, layer: concept === null ? null : layer }),
    selectLayer: (layer) => select({ layer }),
    togglePatch: (patch, extend) => {
      const bit = 2 ** patch;
      const { patches } = store.getState().selection;
      const next = extend ? patches ^ bit : patches === bit ? 0 : bit;
      if (next === 0) return clearPatches();
      // The first patch narrows the picture to its concepts; whoever then asks for all of them keeps all of them.
      store.setState(({ selection, filters }) => ({
        selection: { ...selection, patches: next },
        filters: patches === 0 ? { ...filters, onlyPatches: true } : filters,
      }));
    },
    clearPatches,
    setFilters,
    toggleOthers: (fate) =>
      store.setState(({ openOthers }) => ({ openOthers: { ...openOthers, [fate]: !openOthers[fate] } })),
    showTruth: (truthShown) => store.setState({ truthShown }),
    lockScale: (scaleLock) => store.setState({ scaleLock }),
    escape: () => {
      const busy = busyWith(store.getState());
      if (busy === "notice") store.setState({ notice: null });
      else if (busy === "work") stopWork();
      else unpick();
    },
  };
}
