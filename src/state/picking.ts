import type { StoreApi } from "zustand/vanilla";
import type { Actions } from "./actions.ts";
import { sameConcept } from "./concepts.ts";
import { NO_SELECTION } from "./initial.ts";
import type { StrataState } from "./shape.ts";

type Picking = Pick<Actions, "hoverConcept" | "selectConcept" | "selectLayer" | "togglePatch" | "clearPatches" | "setFilters" | "toggleOthers" | "escape">;

/** What Escape undoes next, innermost first; "nothing" when all is clear. */
export type EscapeStep = "notice" | "work" | "layer" | "concept" | "patches" | "nothing";

/** The one step that Escape undoes in a state. */
export function escapeStep(state: StrataState): EscapeStep {
  if (state.notice !== null) return "notice";
  if (state.opening !== null || ["loading", "running", "solving"].includes(state.run.phase)) return "work";
  if (state.selection.layer !== null) return "layer";
  if (state.selection.concept !== null) return "concept";
  return state.selection.patches === 0 ? "nothing" : "patches";
}

/** Picking concepts, layers and patches, and filtering rows; `stopWork` cancels what is under way. */
export function createPicking(store: StoreApi<StrataState>, { stopWork }: { readonly stopWork: () => void }): Picking {
  const select = (change: Partial<StrataState["selection"]>): void =>
    store.setState(({ selection }) => ({ selection: { ...selection, ...change } }));
  const setFilters: Actions["setFilters"] = (change) => store.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
  const clearPatches = (): void =>
    store.setState(({ selection, filters }) => ({ selection: { ...selection, patches: NO_SELECTION.patches }, filters: { ...filters, onlyPatches: false } }));
  const undo: Readonly<Record<EscapeStep, () => void>> = {
    notice: () => store.setState({ notice: null }),
    work: stopWork,
    layer: () => select({ layer: null }),
    concept: () => select({ concept: null }),
    patches: clearPatches,
    nothing: () => undefined,
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
      store.setState(({ selection, filters }) => ({ selection: { ...selection, patches: next }, filters: patches === 0 ? { ...filters, onlyPatches: true } : filters }));
    },
    clearPatches,
    setFilters,
    toggleOthers: (fate) => store.setState(({ openOthers }) => ({ openOthers: { ...openOthers, [fate]: !openOthers[fate] } })),
    escape: () => undo[escapeStep(store.getState())](),
  };
}
