/** Looking into a network of the person's own: the dialog about its layers, and the fit of their probes. */
import type { LayersEvent } from "../events.ts";
import type { LayersDialog } from "../layers-work.ts";
import type { StrataState } from "../state.ts";
import { withLoad } from "./request.ts";

/** More layers than this are no picture any more. */
export const MOST_LAYERS = 24;

export function reduceLayers(state: StrataState, event: LayersEvent): StrataState {
  const { layers, fit, nextId } = state;
  const within = (change: Partial<LayersDialog>): StrataState => ({ ...state, layers: { ...layers!, ...change } });
  switch (event.type) {
    case "layers-opened":
      return {
        ...state,
        nextId: nextId + 1,
        dialog: "layers",
        notice: null,
        layers: {
          id: nextId,
          sha256: event.sha256,
          title: event.title,
          stage: "reading",
          layers: [],
          chosen: [],
          images: null,
          collecting: null,
          refusal: null,
        },
      };
    case "layers-read":
      return within({ stage: "ready", layers: event.found, chosen: event.chosen });
    case "layers-refused":
      return within({ refusal: event.refusal, collecting: null, ...(layers!.layers.length > 0 && { stage: "ready" }) });
    case "layer-toggled": {
      if (layers === null) return state;
      const { tensor } = event;
      if (layers.chosen.includes(tensor)) return within({ chosen: layers.chosen.filter((one) => one !== tensor) });
      if (layers.chosen.length >= MOST_LAYERS) return state;
      // In the order of the network.
      const chosen = new Set([...layers.chosen, tensor]);
      return within({ chosen: layers.layers.map((one) => one.tensor).filter((one) => chosen.has(one)) });
    }
    case "layers-images-given":
      return layers === null ? state : { ...within({ collecting: nextId, refusal: null }), nextId: nextId + 1 };
    case "layers-images-told":
      return layers?.collecting === event.collecting ? within({ collecting: null, images: event.images }) : state;
    case "layers-left":
      return { ...state, layers: null, dialog: state.dialog === "layers" ? null : state.dialog };
    case "fit-asked":
      return fit !== null
        ? state
        : {
            ...state,
            nextId: nextId + 1,
            fit: { id: nextId, key: event.key, of: event.of, news: null, planned: null, isKept: null },
          };
    case "fit-told":
      return {
        ...state,
        fit: {
          ...fit!,
          news: event.news.stage === "kept" || event.news.stage === "planned" ? fit!.news : event.news,
          ...(event.news.stage === "planned" && { planned: event.news }),
          ...(event.news.stage === "kept" && { isKept: event.news.isKept }),
        },
      };
    case "fit-cancelled":
      return { ...state, fit: null };
    case "fit-failed":
      return {
        ...state,
        fit: null,
        ...(layers === null ? { notice: event.notice } : { layers: { ...layers, refusal: event.refusal } }),
      };
    case "fit-done": {
      const done: StrataState = { ...state, fit: null };
      const of = state.model?.manifest.network.sha256 ?? state.result?.model.sha256;
      // Whoever looks at another network by now is not taken away from it.
      return of === event.sha256 && event.isHere && state.image !== null
        ? withLoad(
            done,
            { kind: "setup", sha256: event.sha256, setup: event.setup },
            event.notice === null ? {} : { afterwards: event.notice },
          )
        : {
            ...done,
            notice: event.notice ?? { code: "probes-fitted", values: { name: event.title }, action: "choose-network" },
          };
    }
  }
}
