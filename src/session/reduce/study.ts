/** The study on the page. */
import type { StudyEvent } from "../events.ts";
import type { StrataState } from "../state.ts";

export function reduceStudy(state: StrataState, event: StudyEvent): StrataState {
  const { study } = state;
  if (study === null) return state;
  switch (event.type) {
    case "study-shown":
      return { ...state, study: { ...study, isShown: event.shown } };
    case "study-looked":
      // Points are those of one figure.
      return { ...state, study: { ...study, look: { ...study.look, at: null, ...event.change } } };
    case "study-closed":
      return { ...state, study: null };
  }
}

/** With the picture in its own place again: something comes to it. */
export function withStudyAside(state: StrataState): StrataState {
  return state.study?.isShown === true && state.guide === null
    ? { ...state, study: { ...state.study, isShown: false } }
    : state;
}
