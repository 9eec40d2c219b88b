/** Whether concepts of the picture on the page could be said otherwise: asked by a person, one at a time, and told as long as the picture stands. */
import { sameConcept } from "../../core/tracks.ts";
import type { UniquenessEvent } from "../events.ts";
import { NOTHING_TOLD } from "../initial.ts";
import type { ConceptAtLayer } from "../pending.ts";
import { samePicture } from "../results.ts";
import type { StrataState } from "../state.ts";
import { uniquenessOffer } from "../uniqueness.ts";

export function reduceUniqueness(state: StrataState, event: UniquenessEvent): StrataState {
  const { work, told } = state.uniqueness;
  switch (event.type) {
    case "uniqueness-asked": {
      const { concept, layer } = event;
      if (state.result === null || uniquenessOffer(state.result, layer) !== "offered") return state;
      if (work !== null && isSame(work, event)) return state;
      const asked = { id: state.nextId, concept, layer, fraction: null };
      return { ...state, uniqueness: { work: asked, told }, nextId: state.nextId + 1 };
    }
    case "uniqueness-cancelled":
      return { ...state, uniqueness: { work: null, told } };
    case "uniqueness-measured":
      return { ...state, uniqueness: { work: { ...work!, fraction: event.fraction }, told } };
    case "uniqueness-told": {
      const { concept, layer } = work!;
      const others = told.filter((one) => !isSame(one, work!));
      return { ...state, uniqueness: { work: null, told: [...others, { concept, layer, range: event.range }] } };
    }
    case "uniqueness-failed":
      return { ...state, uniqueness: { work: null, told }, notice: event.notice };
  }
}

const isSame = (a: ConceptAtLayer, b: ConceptAtLayer): boolean =>
  a.layer === b.layer && sameConcept(a.concept, b.concept);

/** What was found of a picture's v goes with it; how sure the picture is may be told meanwhile. */
export function withoutStaleUniqueness(before: StrataState, state: StrataState): StrataState {
  const isStale = !samePicture(state.result?.snapshot ?? null, before.result?.snapshot ?? null);
  return isStale && state.uniqueness !== NOTHING_TOLD ? { ...state, uniqueness: NOTHING_TOLD } : state;
}
