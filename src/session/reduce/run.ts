/** Runs of the image on the page: what is asked of it, and what comes of that. */
import type { StrataState } from "../state.ts";
import { sameGrid } from "../../core/patches.ts";
import { isCovered } from "../../models/covered.ts";
import { withAsked } from "../budget.ts";
import { NO_SELECTION } from "../initial.ts";
import { NO_REGIONS } from "../regions.ts";
import { selectLock } from "../lock.ts";
import type { RequestEvent } from "../events.ts";
import type { AnswersAtHand, Job } from "../pending.ts";
import { sourceOf } from "../place.ts";
import { begun, ofFewerMasks, ownResult, stillAnswers } from "../results.ts";
import { cancelledRun, isBusy } from "../run-phase.ts";
import type { BusyRun, ChosenModel, Settings, ShownImage } from "../shape.ts";
import { backTo, withOpenedLeft, withoutJobs, withoutLoad, withViewNoted } from "./page.ts";
import { withNetworkAsked, withOnImageAsked, withProbesAsked } from "./request.ts";

export const CLASS_NOT_KEPT = { code: "class-not-kept", values: {}, action: "dismiss" } as const;

/** Whether the answers hold the classes that are asked about; of a network with many classes not all are kept. */
export function coversTarget({ classes }: Pick<AnswersAtHand, "classes">, { target, rather }: Settings): boolean {
  return (target === "auto" || classes.includes(target)) && (rather === null || classes.includes(rather));
}

/** With a run under way that starts over, or with `reuse` only asks the answers at hand another question. */
export function begin(before: StrataState, reuse: boolean, lookUp = false): StrataState {
  const state = withoutJobs(before);
  const { image, model, settings, answers } = state;
  if (image === null) return state;
  if (model === null) return withNetworkAsked(state);
  const at = reuse && answers !== null && coversTarget(answers, settings) ? answers : null;
  const notice = reuse && answers !== null && at === null ? CLASS_NOT_KEPT : null;
  const id = state.nextId;
  const next = { ...state, nextId: id + 1, broken: null, notice };
  const job: Job = { id, computation: "explore", progress: { phase: "loading" }, answers: at?.id ?? null, lookUp };
  return at === null
    ? { ...next, answers: null, ...begun(state, model, image, settings), jobs: [job], run: job.progress }
    : withProgress({ ...emptied(next, model, image), jobs: [job] }, id, solvingFirst(at));
}

/** With the place of a run's own layers empty; an opened picture that answers what is asked stays until they are all there. */
export function emptied(state: StrataState, model: ChosenModel, image: ShownImage): StrataState {
  const { result, settings } = state;
  if (result === null || stillAnswers(result, model, image, settings)) return state;
  const own = ownResult(result, model, image, settings);
  const bare = { ...own, settings, layers: own.layers.map(() => null), estimated: null, snapshot: null };
  return { ...state, saved: false, result: { ...bare, ...ofFewerMasks(result, bare) } };
}

/** Solving, of which nothing is done yet. */
export const solvingFirst = ({ total, layers }: AnswersAtHand): BusyRun => ({
  phase: "solving",
  total,
  solved: 0,
  layers,
  fraction: 0,
  secondsLeft: null,
});

/** With a job's progress, which is also the run's that the page shows. */
export function withProgress(state: StrataState, id: number, progress: BusyRun): StrataState {
  return { ...state, jobs: state.jobs.map((job) => (job.id === id ? { ...job, progress } : job)), run: progress };
}

/** With other settings: another question is another place, and the address follows. */
function withSettings(before: StrataState, news: Partial<Settings>): StrataState {
  const state = withViewNoted(before);
  const settings = withAsked(state.settings, news);
  const { image, result, source } = state;
  return {
    ...state,
    settings,
    source: image === null || result === null ? source : sourceOf(result.model, image, settings, state.samples),
  };
}

/** Whether a network is looked into by linear functions that were fitted to the masks of one question. */
const isOnImage = (model: ChosenModel | null): model is ChosenModel => model?.manifest.probeChoice === "on-image";

/** With another question about the same masks; while they are still being measured it is answered at their end. */
function asked(before: StrataState, news: Partial<Settings>): StrataState {
  const { model: known, result: shown } = before;
  const target = news.target === "auto" ? shown?.top?.[0]?.index : news.target;
  if (isOnImage(known) && target !== undefined && !isCovered(known.manifest, { index: target }))
    return withOnImageAsked(before, known, news);
  const state = withSettings(before, news);
  const { run, result, model, image, settings } = state;
  if (run.phase !== "loading" && run.phase !== "running") return begin(state, true);
  // Before the first network is here nothing is on the page.
  if (result === null || model === null) return state;
  return {
    ...state,
    saved: false,
    result: {
      ...ownResult(result, model, image!, settings),
      settings,
      partial: null,
      target: null,
      layers: result.layers.map(() => null),
      estimated: null,
    },
  };
}

/** With a grid or a baseline for which the network is run, unless it is held to its own. */
function askedAnew(before: StrataState, news: Partial<Settings>): StrataState {
  if (selectLock(before) !== null) return before;
  if (isOnImage(before.model)) return withOnImageAsked(before, before.model, news);
  const state = withSettings(before, news);
  const looked = {
    ...state,
    selection: NO_SELECTION,
    regions: NO_REGIONS,
    hover: null,
    filters: { ...state.filters, onlyPatches: false },
  };
  return begin(sameGrid(before.settings, state.settings) ? state : looked, false);
}

/** Stops whatever is under way; what is on the page stays. */
function cancelled(before: StrataState): StrataState {
  const state = withoutLoad(before);
  const { run, image, finished } = state;
  // A page with nothing on it says that it was stopped, and offers to go on.
  if (before.load !== null && image === null && run.phase === "idle")
    return { ...state, run: { phase: "cancelled", during: "loading", done: 0, total: 0 } };
  if (!isBusy(run)) return state;
  const stopped = withoutJobs(state);
  // Until its own run is through, an opened picture is the better one to look at.
  const back =
    finished !== null && finished.page.run.phase === "opened" && finished.page.image?.sha256 === image?.sha256;
  return (
    withOpenedLeft(stopped) ??
    toEstimateBefore(stopped) ??
    (back ? backTo(stopped, finished) : { ...stopped, run: cancelledRun(run) })
  );
}

/** With the finished estimate that stood for a larger one until that was stopped; null where none did. */
function toEstimateBefore(state: StrataState): StrataState | null {
  const { settings, result, finished } = state;
  const before = finished?.page.result ?? null;
  if (before === null || result === null || ofFewerMasks(before, { ...result, settings }) === null) return null;
  const masks = String(before.settings.sample!.masks);
  return { ...backTo(state, finished!), notice: { code: "estimate-before", values: { masks }, action: "dismiss" } };
}

/** What a person asks of the image on the page. */
export function reduceRequest(
  state: StrataState,
  event: Exclude<RequestEvent, { type: `load-${string}` }>,
): StrataState {
  switch (event.type) {
    case "question-asked":
      return (event.anew ? askedAnew : asked)(state, event.settings);
    case "probes-asked":
      return withProbesAsked(state, event.probes);
    case "run-asked":
      return begin(state, event.reuse);
    case "retry-asked":
      return begin(state.broken === null ? state : backTo(state, state.broken), true);
    case "cancelled":
      return cancelled(state);
  }
}
