import type { Actions } from "./actions.ts";
import { isUnderWay } from "./run-phase.ts";
import type { Session } from "./session.ts";

type Picking = Pick<
  Actions,
  | "hoverConcept"
  | "selectConcept"
  | "selectLayer"
  | "showLayer"
  | "leaveLayer"
  | "nameConcept"
  | "paint"
  | "togglePatch"
  | "clearPatches"
  | "setFilters"
  | "toggleOthers"
  | "lockScale"
  | "setUnits"
  | "showTruth"
  | "escape"
>;

/** Picking concepts, layers and patches, and filtering rows; `stopWork` cancels what is under way. */
export function createPicking({ store, dispatch }: Session, { stopWork }: { readonly stopWork: () => void }): Picking {
  return {
    hoverConcept: (concept) => dispatch({ type: "hovered", concept }),
    selectConcept: (concept, layer = null) =>
      dispatch({ type: "selected", change: { concept, layer: concept === null ? null : layer } }),
    selectLayer: (layer) => dispatch({ type: "selected", change: { layer } }),
    paint: (patches, region) => dispatch({ type: "patches-painted", patches, region }),
    showLayer: (layer) => dispatch({ type: "layer-shown", layer }),
    leaveLayer: () => dispatch({ type: "layer-left" }),
    nameConcept: (concept, name) => dispatch({ type: "concept-named", concept, name }),
    togglePatch: (patch, extend) => dispatch({ type: "patch-toggled", patch, extend }),
    clearPatches: () => dispatch({ type: "patches-cleared" }),
    setFilters: (change) => dispatch({ type: "filtered", change }),
    toggleOthers: (fate) => dispatch({ type: "others-toggled", fate }),
    showTruth: (shown) => dispatch({ type: "truth-shown", shown }),
    lockScale: (end) => dispatch({ type: "scale-locked", end }),
    setUnits: (units) => dispatch({ type: "units-chosen", units }),
    // What Escape undoes before any selection.
    escape: () => {
      const state = store.getState();
      if (state.notice !== null) dispatch({ type: "told", news: { notice: null } });
      else if (state.guide !== null) dispatch({ type: "guide-left" });
      else if (isUnderWay(state)) stopWork();
      else dispatch({ type: "unpicked" });
    },
  };
}
