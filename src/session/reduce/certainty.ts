/** How sure the picture on the page is: looked at behind the finished picture. */
import type { CertaintyAnswer } from "../../exploration/computations.ts";
import type { StrataState } from "../state.ts";
import type { CertaintyEvent } from "../events.ts";
import { canTellCertainty } from "../certainty.ts";
import type { Notice } from "../notice.ts";
import { samePicture } from "../results.ts";
import type { Result } from "../shape.ts";

export function reduceCertainty(state: StrataState, event: CertaintyEvent): StrataState {
  switch (event.type) {
    case "certainty-asked":
      return canTellCertainty(state)
        ? {
            ...state,
            certainty: { id: state.nextId, byItself: event.byItself, progress: null },
            nextId: state.nextId + 1,
          }
        : state;
    case "certainty-cancelled":
      return { ...state, certainty: null };
    case "certainty-measured":
      return { ...state, certainty: { ...state.certainty!, progress: event.progress } };
    case "certainty-told":
      return { ...withAnswer(state, event.answer), certainty: null };
    case "certainty-failed":
      return withoutAnswer(state, event.notice);
  }
}

/** It is said why, but of what nobody asked for only once: offline it would be said after every picture. */
function withoutAnswer(state: StrataState, notice: Notice): StrataState {
  const byItself = state.certainty?.byItself === true;
  if (byItself && state.saidUnsure) return { ...state, certainty: null };
  return { ...state, certainty: null, saidUnsure: state.saidUnsure || byItself, notice };
}

/** With what was found beside the picture, and at each layer what its probe is worth on the image; what a file said of that gives way, also where it could not be measured here. */
function withAnswer(state: StrataState, { probes, certainty }: CertaintyAnswer): StrataState {
  const before = state.result!;
  const layers = before.snapshot!.layers.map(({ noiseShare: _noise, replicateAgreement: _agreement, ...layer }, l) => ({
    ...layer,
    ...probes?.[l],
  }));
  const result: Result = { ...before, layers, snapshot: { ...before.snapshot!, layers, certainty } };
  const { finished, pinned } = state;
  return {
    ...state,
    result,
    // A picture that was pinned before that is the same one.
    pinned: samePicture(pinned?.snapshot ?? null, before.snapshot)
      ? { ...pinned!, snapshot: result.snapshot! }
      : pinned,
    // It is the same page, which comes back with what is known by now.
    finished: finished?.page.result === before ? { ...finished, page: { ...finished.page, result } } : finished,
  };
}

/** Nothing more is looked at for a picture that gives way, or that a run may be waiting behind. */
export function withoutStaleCertainty(before: StrataState, state: StrataState): StrataState {
  const isStale = state.result?.snapshot !== before.result?.snapshot || state.jobs.length > 0;
  return state.certainty !== null && isStale ? { ...state, certainty: null } : state;
}
