/** What comes of the run on the page: masks, scores, layers, and its end. */
import type { Pace } from "../shape.ts";
import type { StrataState } from "../state.ts";
import type { JobEvent } from "../events.ts";
import type { Opened } from "../opened.ts";
import { viewOf } from "../place.ts";
import { estimatedBy, ownResult, sameSettings, seenIn, stillAnswers } from "../results.ts";
import { backTo, snapshotOfSession, withOpened, withOpenedLeft, withoutJobs } from "./page.ts";
import { withCertaintyOf } from "./certainty.ts";
import { CLASS_NOT_KEPT, emptied, solvingFirst, withProgress } from "./run.ts";

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
    case "layers-estimated":
      return withEstimate(state, event);
    case "class-missed":
      return { ...state, notice: CLASS_NOT_KEPT };
    case "masks-done":
      return withMasksDone(state, event);
    case "layers-solved":
      return withLayers(state, event);
    case "explained": {
      const { result, model, image } = state;
      const own = ownResult(result!, model!, image!, state.settings);
      const snapshot = withCertaintyOf(state.finished?.page.result ?? null, event.snapshot);
      const { target, layers } = snapshot;
      return {
        ...state,
        saved: false,
        result: { ...own, settings: state.settings, target, ...seenIn(target), layers, estimated: null, snapshot },
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
  const { top, ...seen } = seenIn(partial.target);
  const { target, rather } = settings;
  // The classes may have been changed since these masks were asked for: their scores answer another question.
  const { index, rather: other } = partial.target;
  const isTarget = target === index || (target === "auto" && top[0]!.index === index);
  const answers = isTarget && rather === (other?.index ?? null);
  const scores = answers ? { target: partial.target, partial } : { target: null, partial: null };
  return { ...state, result: { ...result, top, ...seen, ...scores } };
}

function withEstimate(state: StrataState, { layers, settings }: Of<"layers-estimated">): StrataState {
  const { run, result } = state;
  // An opened picture is the better one to look at, and so are layers that are solved.
  if (run.phase !== "running" || result === null || result.opened !== null) return state;
  if (!sameSettings(state.settings, settings)) return state;
  return { ...state, result: { ...result, layers, estimated: estimatedBy(layers) } };
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
  // What was estimated stands until it is solved, layer by layer.
  const { layers, estimated } = result!.estimated === null ? own.result! : result!;
  return { ...own, result: { ...own.result!, layers, estimated, target, ...seenIn(target) } };
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
  const { name } = before.model!;
  const state: StrataState = {
    ...withoutJobs(before),
    run: { phase: "done", total, measured, maskSeconds, solveSeconds },
    verification,
    paces: paced(before.paces, name, solvedPace(before, solveSeconds)),
  };
  return { ...state, finished: snapshotOfSession(state) };
}

/** What the time that solving took foretells. */
function solvedPace({ result, model, paces }: StrataState, seconds: number): Partial<Pace> {
  const { settings, players } = result!;
  if (settings.sample?.halves !== undefined) return {};
  if (settings.sample !== null) return { fitted: { players: players.n, masks: settings.sample.masks, seconds } };
  const finest = paces[model!.name]?.solved ?? null;
  // A coarser grid than one solved before would foretell less: its time is mostly that of starting.
  return finest === null || finest.players <= players.n ? { solved: { players: players.n, seconds } } : {};
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

/** Fewer masks are over before the network is warm, and would foretell too much. */
const TELLING_MASKS = 64;

const paced = (paces: StrataState["paces"], model: string, news: Partial<Pace>): StrataState["paces"] => ({
  ...paces,
  [model]: { masksPerSecond: 0, solved: null, ...paces[model], ...news },
});
