/** How the picture on the page compares with the same question under other baselines: asked by a person, and told as long as the picture stands. */
import { canCompareBaselines } from "../baselines.ts";
import type { BaselinesEvent } from "../events.ts";
import { NOT_COMPARED } from "../initial.ts";
import { samePicture } from "../results.ts";
import type { StrataState } from "../state.ts";

export function reduceBaselines(state: StrataState, event: BaselinesEvent): StrataState {
  switch (event.type) {
    case "baselines-asked":
      return canCompareBaselines(state)
        ? { ...state, baselines: { work: { id: state.nextId, progress: null }, told: null }, nextId: state.nextId + 1 }
        : state;
    case "baselines-cancelled":
      return { ...state, baselines: { ...state.baselines, work: null } };
    case "baselines-measured":
      return {
        ...state,
        baselines: { ...state.baselines, work: { id: event.baselines, progress: event.progress } },
      };
    case "baselines-told":
      return { ...state, baselines: { work: null, told: event.comparison } };
    case "baselines-failed":
      return { ...state, baselines: NOT_COMPARED, notice: event.notice };
  }
}

/** What was found goes with the picture, and nothing more is asked as soon as a run begins; how sure the picture is may be told meanwhile. */
export function withoutStaleBaselines(before: StrataState, state: StrataState): StrataState {
  if (state.baselines === NOT_COMPARED) return state;
  const isOther = !samePicture(state.result?.snapshot ?? null, before.result?.snapshot ?? null);
  if (isOther) return { ...state, baselines: NOT_COMPARED };
  return state.baselines.work !== null && state.jobs.length > 0
    ? { ...state, baselines: { ...state.baselines, work: null } }
    : state;
}
