/** Whole pages: what a session goes back to, and what is stopped on the way. */
import type { StrataState } from "../state.ts";
import type { Opened } from "../opened.ts";
import type { SessionSnapshot } from "../pending.ts";
import { takenUp } from "../place.ts";
import { openedResult } from "../results.ts";
import { openedRun } from "../run-phase.ts";

/** The page as it is. */
export function snapshotOfSession(state: StrataState): SessionSnapshot {
  const {
    model,
    image,
    settings,
    source,
    run,
    result,
    reference,
    referenceFrom,
    verification,
    selection,
    filters,
    regions,
    saved,
    answers,
  } = state;
  const page = {
    model,
    image,
    settings,
    source,
    run,
    result,
    reference,
    referenceFrom,
    verification,
    selection,
    filters,
    regions,
    saved,
  };
  return { page, answers };
}

/** An earlier page again, with what it stands on. */
export function backTo(state: StrataState, { page, answers }: SessionSnapshot): StrataState {
  return { ...state, ...page, answers };
}

/** Without the run of the image on the page: its late answers are nobody's. */
export function withoutJobs(state: StrataState): StrataState {
  return state.jobs.length === 0 ? state : { ...state, jobs: [] };
}

/** The finished page is about to give way: should it come back, then as it was looked at last. */
export function withViewNoted(state: StrataState): StrataState {
  const { finished } = state;
  // An opened picture stays on the page while it is computed again; the run is not part of it.
  return finished !== null && state.result === finished.page.result && state.settings === finished.page.settings
    ? {
        ...state,
        finished: {
          page: { ...snapshotOfSession(state).page, run: finished.page.run, model: finished.page.model },
          answers: finished.answers,
        },
      }
    : state;
}

/** The run before an opened picture on the page has ended, and nothing of the picture was touched; null where there is none. */
export function withOpenedLeft(state: StrataState): StrataState | null {
  const { result } = state;
  return result === null || result.opened === null
    ? null
    : { ...state, run: openedRun(result.opened, result.snapshot!) };
}

/** Goes on without a load: an opened picture is put back as it was if something was asked of it that is not to be answered. */
export function withoutLoad(state: StrataState): StrataState {
  const { run, settings, finished } = state;
  const back =
    run.phase === "opened" && finished !== null && settings !== finished.page.settings
      ? backTo(state, finished)
      : state;
  return { ...back, load: null, ...(state.load?.afterwards && { notice: state.load.afterwards }) };
}

/** A finished picture on the page that was computed earlier or elsewhere; its network is let go, but what it is stays known. */
export function withOpened(
  before: StrataState,
  { from, snapshot, image, source, settings, view }: Opened,
): StrataState {
  const state: StrataState = {
    ...withoutJobs(before),
    knownManifest: before.model?.manifest ?? before.knownManifest,
    answers: null,
    broken: null,
    notice: null,
    model: null,
    image,
    settings,
    source,
    hover: null,
    ...takenUp(view, before),
    saved: false,
    result: openedResult(from, snapshot, image, settings),
    reference: snapshot,
    referenceFrom: from,
    verification: null,
    run: openedRun(from, snapshot),
  };
  return { ...state, finished: snapshotOfSession(state) };
}
