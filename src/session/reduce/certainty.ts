/** How sure the picture on the page is: looked at behind the finished picture. */
import type { CertaintyAnswer } from "../../exploration/computations.ts";
import type { StrataState } from "../state.ts";
import type { CertaintyEvent } from "../events.ts";
import { canTellCertainty } from "../certainty.ts";
import type { Result } from "../shape.ts";

export function reduceCertainty(state: StrataState, event: CertaintyEvent): StrataState {
  switch (event.type) {
    case "certainty-asked":
      return canTellCertainty(state)
        ? { ...state, certainty: { id: state.nextId, progress: null }, nextId: state.nextId + 1 }
        : state;
    case "certainty-cancelled":
      return { ...state, certainty: null };
    case "certainty-measured":
      return { ...state, certainty: { id: event.certainty, progress: event.progress } };
    case "certainty-told":
      return { ...withAnswer(state, event.answer), certainty: null };
    case "certainty-failed":
      return { ...state, certainty: null, notice: event.notice };
  }
}

/** With what was found beside the picture, and each probe's noise at its layer. */
function withAnswer(state: StrataState, { shares, certainty }: CertaintyAnswer): StrataState {
  const before = state.result!;
  const layers = before.snapshot!.layers.map((layer, l) =>
    shares?.[l] === undefined ? layer : { ...layer, noiseShare: shares[l] },
  );
  const result: Result = { ...before, layers, snapshot: { ...before.snapshot!, layers, certainty } };
  const { finished } = state;
  return {
    ...state,
    result,
    // It is the same page, which comes back with what is known by now.
    finished: finished?.page.result === before ? { ...finished, page: { ...finished.page, result } } : finished,
  };
}

/** Nothing more is looked at for a picture that gives way, or that a run may be waiting behind. */
export function withoutStaleCertainty(before: StrataState, state: StrataState): StrataState {
  const isStale = state.result?.snapshot !== before.result?.snapshot || state.jobs.length > 0;
  return state.certainty !== null && isStale ? { ...state, certainty: null } : state;
}
