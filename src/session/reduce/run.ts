/** Runs of the image on the page: what is asked of it, and what comes of that. */
import { NO_SELECTION } from "../initial.ts";
import { selectLock } from "../lock.ts";
import type { JobEvent, RequestEvent } from "../events.ts";
import type { Opened } from "../opened.ts";
import type { AnswersAtHand, Job } from "../pending.ts";
import { sourceOf, takenUp, viewOf } from "../place.ts";
import { begun, openedResult, ownResult, sameSettings, stillAnswers } from "../results.ts";
import { cancelledRun, isBusy, openedRun } from "../run-phase.ts";
import type { BusyRun, ChosenModel, Pace, Settings, ShownImage, StrataState } from "../shape.ts";
import { backTo, snapshotOfSession, withOpenedLeft, withoutJobs, withoutLoad, withViewNoted } from "./page.ts";
import { withNetworkAsked } from "./request.ts";

const CLASS_NOT_KEPT = { code: "class-not-kept", values: {}, action: "dismiss" } as const;

/** Whether the answers hold the class that is asked about; of a network with many classes not all are kept. */
export function coversTarget({ classes }: Pick<AnswersAtHand, "classes">, { target }: Settings): boolean {
  return target === "auto" || classes.includes(target);
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
function emptied(state: StrataState, model: ChosenModel, image: ShownImage): StrataState {
  const { result, settings } = state;
  if (result === null || stillAnswers(result, model, image, settings)) return state;
  const own = ownResult(result, model, image, settings);
  const layers = own.layers.map(() => null);
  return { ...state, saved: false, result: { ...own, settings, layers, exploration: null, snapshot: null } };
}

const solvingFirst = ({ total, layers }: AnswersAtHand): BusyRun => ({
  phase: "solving",
  total,
  solved: 0,
  layers,
  fraction: 0,
  secondsLeft: null,
});

/** With a job's progress, which is also the run's that the page shows. */
function withProgress(state: StrataState, id: number, progress: BusyRun): StrataState {
  return { ...state, jobs: state.jobs.map((job) => (job.id === id ? { ...job, progress } : job)), run: progress };
}

/** With other settings: another question is another place, and the address follows. */
function withSettings(before: StrataState, news: Partial<Settings>): StrataState {
  const state = withViewNoted(before);
  const settings = { ...state.settings, ...news };
  const { image, result, source } = state;
  return {
    ...state,
    settings,
    source: image === null || result === null ? source : sourceOf(result.model, image, settings),
  };
}

/** With another question about the same masks; while they are still being measured it is answered at their end. */
function asked(before: StrataState, news: Partial<Settings>): StrataState {
  const state = withSettings(before, news);
  const { run, result, model, image, settings } = state;
  if (run.phase !== "loading" && run.phase !== "running") return begin(state, true);
  // Before the first network is here nothing is on the page.
  if (result === null || model === null) return state;
  return {
    ...state,
    saved: false,
    result: { ...ownResult(result, model, image!, settings), settings, partial: null, target: null },
  };
}

/** With a grid or a baseline for which the network is run, unless it is held to its own. */
function askedAnew(before: StrataState, news: Partial<Settings>): StrataState {
  if (selectLock(before) !== null) return before;
  const state = withSettings(before, news);
  const looked = {
    ...state,
    selection: NO_SELECTION,
    hover: null,
    filters: { ...state.filters, onlyPatches: false },
  };
  return begin(news.rows === undefined ? state : looked, false);
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
  return withOpenedLeft(stopped) ?? (back ? backTo(stopped, finished) : { ...stopped, run: cancelledRun(run) });
}

/** What a person asks of the image on the page. */
export function reduceRequest(
  state: StrataState,
  event: Exclude<RequestEvent, { type: `load-${string}` }>,
): StrataState {
  switch (event.type) {
    case "question-asked":
      return (event.anew ? askedAnew : asked)(state, event.settings);
    case "run-asked":
      return begin(state, event.reuse);
    case "retry-asked":
      return begin(state.broken === null ? state : backTo(state, state.broken), true);
    case "cancelled":
      return cancelled(state);
  }
}

/** What comes of the run on the page. */
export function reduceJob(state: StrataState, event: JobEvent): StrataState {
  switch (event.type) {
    case "masks-known": {
      const { run } = state;
      const { done, total } = event;
      return run.phase === "loading" ? withProgress(state, event.job, { ...run, kept: { done, total } }) : state;
    }
    case "masks-answered":
      return withProgress(state, event.job, { phase: "running", ...event.progress });
    case "scores-arrived":
      return withScores(state, event);
    case "class-missed":
      return { ...state, notice: CLASS_NOT_KEPT };
    case "masks-done":
      return withMasksDone(state, event);
    case "layers-solved":
      return withLayers(state, event);
    case "explained": {
      const { result, model, image } = state;
      const own = ownResult(result!, model!, image!, state.settings);
      const { exploration, snapshot } = event;
      return {
        ...state,
        saved: false,
        result: {
          ...own,
          settings: state.settings,
          target: exploration.target,
          top: exploration.target.top,
          layers: exploration.layers,
          exploration,
          snapshot,
        },
      };
    }
    case "job-done":
      return withJobDone(state, event);
    case "job-failed":
      return withJobFailed(state, event);
    case "answer-found":
      return sameSettings(state.settings, event.settings) ? withAnswer(state, event) : state;
  }
}

type Of<Type extends JobEvent["type"]> = Extract<JobEvent, { type: Type }>;

function withScores(state: StrataState, { partial }: Of<"scores-arrived">): StrataState {
  const { result, settings } = state;
  if (result === null || result.opened !== null) return state;
  const { top } = partial.target;
  const { target } = settings;
  // The class may have been changed since these masks were asked for: their scores answer another question.
  const answers = target === partial.target.index || (target === "auto" && top[0]!.index === partial.target.index);
  const scores = answers ? { target: partial.target, partial } : { target: null, partial: null };
  return { ...state, result: { ...result, top, ...scores } };
}

function withMasksDone(before: StrataState, { job, answers, target }: Of<"masks-done">): StrataState {
  const state = withProgress({ ...before, answers, verification: null }, job, solvingFirst(answers));
  const { result, model, image, settings, paces } = state;
  const rate = { masksPerSecond: answers.measured / answers.maskSeconds };
  const next =
    answers === before.answers || answers.measured < TELLING_MASKS
      ? state
      : { ...state, paces: paced(paces, model!.name, rate) };
  if (stillAnswers(result, model!, image!, settings)) return next;
  const own = emptied(next, model!, image!);
  return { ...own, result: { ...own.result!, target, top: target.top } };
}

function withLayers(state: StrataState, { job, layers, ...how }: Of<"layers-solved">): StrataState {
  const { run, result } = state;
  // Progress comes on a channel of its own and may trail behind the result it led to.
  if (run.phase !== "solving" || result === null) return state;
  const next = withProgress(state, job, {
    phase: "solving",
    total: run.total,
    layers: run.layers,
    solved: how.solved,
    fraction: how.fraction,
    secondsLeft: how.secondsLeft,
  });
  // An opened picture stays until all of its layers are solved anew.
  if (result.opened !== null || layers.length === 0) return next;
  const solved = new Map(layers);
  return { ...next, result: { ...result, layers: result.layers.map((known, index) => solved.get(index) ?? known) } };
}

function withJobDone(before: StrataState, { verification, solveSeconds }: Of<"job-done">): StrataState {
  const { total, measured, maskSeconds } = before.answers!;
  const { players } = before.result!;
  const { name } = before.model!;
  const finest = before.paces[name]?.solved ?? null;
  // A coarser grid than one solved before would foretell less: its time is mostly that of starting.
  const telling = finest === null || finest.players <= players.n;
  const state: StrataState = {
    ...withoutJobs(before),
    run: { phase: "done", total, measured, maskSeconds, solveSeconds },
    verification,
    paces: telling
      ? paced(before.paces, name, { solved: { players: players.n, seconds: solveSeconds } })
      : before.paces,
  };
  return { ...state, finished: snapshotOfSession(state) };
}

function withJobFailed(before: StrataState, { notice, code }: Of<"job-failed">): StrataState {
  const failed: StrataState = { ...withoutJobs(before), notice, run: { phase: "failed", code } };
  const state = { ...failed, broken: snapshotOfSession(failed) };
  return withOpenedLeft(state) ?? (state.finished === null ? state : backTo(state, state.finished));
}

function withAnswer(state: StrataState, { snapshot, settings }: Of<"answer-found">): StrataState {
  const { image, source } = state;
  const opened: Opened = { from: "library", snapshot, image: image!, source, settings, view: viewOf(state) };
  return withOpened(state, opened);
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

/** Fewer masks are over before the network is warm, and would foretell too much. */
const TELLING_MASKS = 64;

const paced = (paces: StrataState["paces"], model: string, news: Partial<Pace>): StrataState["paces"] => ({
  ...paces,
  [model]: { masksPerSecond: 0, solved: null, ...paces[model], ...news },
});
