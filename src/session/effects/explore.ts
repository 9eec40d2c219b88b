/** What a job sets going: the network on every mask, the layers' effects, and the comparison with what was opened before. */
import { sameGrid } from "../../core/patches.ts";
import { answersFor } from "../../exploration/answers-at-hand.ts";
import {
  estimateLayers,
  measureMasks,
  solveLayers,
  verifyPicture,
  type Engines,
  type EstimateInput,
} from "../../exploration/computations.ts";
import type { MaskLogits } from "../../exploration/events.ts";
import { snapshotModel, snapshotOf } from "../../exploration/snapshot.ts";
import { targetOf } from "../../exploration/target.ts";
import type { Computation } from "../../jobs/computation.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import { nextTask } from "../../platform/next-task.ts";
import { runFailureOf, runNotice } from "../failures.ts";
import { totalMasks } from "../budget.ts";
import type { AnswersAtHand, Job } from "../pending.ts";
import { nameOfImage } from "../place.ts";
import { coversTarget } from "../reduce/run.ts";
import { networkKey, type Answers, type Resources } from "../resources.ts";
import { asksTheSame } from "../results.ts";
import type { Services } from "../services.ts";
import { followWork, type Session, type Turn } from "../session.ts";
import type { Settings, ShownImage } from "../shape.ts";
import { watchLayers, watchMasks, type Watcher } from "./watch-run.ts";
import type { Autosave } from "./autosave.ts";

/** While fewer seconds of the masks are left, a picture estimated from some of them, which takes seconds itself, would soon be replaced. */
const WORTH_ESTIMATING_SECONDS = 40;

/** An estimate that can begin before this share of the masks is there need not be hurried. */
const SOON = 0.08;

/** A sharper estimate than the first takes processors from the run for no more than this share of what is left of it. */
const SHARE_FOR_SHARPER = 1 / 20;

/** The network's answers as they come out of a run, with what the state says of them. */
interface Measured extends Answers {
  readonly at: AnswersAtHand;
}

/** The answers to a beginning of the masks. */
type Beginning = Pick<EstimateInput, "evaluation" | "count">;

const questionOf = ({ target, rather, kappaFraction, kappaOf, tauFraction }: Settings) => ({
  target,
  rather,
  kappaFraction,
  kappaOf,
  tauFraction,
});

/** Computes what `state.jobs` names. */
export function createExploreEffect(
  session: Session,
  services: Services,
  resources: Resources,
  engines: Engines,
  jobs: Jobs,
  autosave: Autosave,
): void {
  const { store, dispatch } = session;
  const secondsSince = (startMs: number): number => (services.nowMs() - startMs) / 1000;
  const start = <I, O, P>(of: Computation<I, O, P>, input: I, signal: AbortSignal, onProgress?: (news: P) => void) =>
    jobs.start(of, input, { signal, onProgress }).done;
  const watcher = (job: Job): Watcher => ({ dispatch, job: job.id, nowMs: services.nowMs });

  followWork(
    session,
    ({ jobs }) => jobs,
    async (job, turn) => {
      let answers: Measured | null = null;
      try {
        const plain = resources.networks.get(store.getState().model!.id)!;
        // Replicates that are there already answer in the same run.
        const model = resources.replicated.get(networkKey(plain)) ?? plain;
        answers = atHand(job) ?? (await answered(job, model, turn));
        if (answers === null) return;
        await explained(job, answers, model, turn);
        answers.run.end();
      } catch (error) {
        answers?.run.leave();
        // A run that was stopped or replaced has nothing left to say.
        if (turn.signal.aborted) return;
        turn.finish({ type: "job-failed", job: job.id, notice: runNotice(error), code: runFailureOf(error) });
      }
    },
  );

  /** The answers that a job explains, where the network need not run. */
  function atHand(job: Job): Measured | null {
    const { answers: at } = store.getState();
    const answers = job.answers === null ? undefined : resources.answers.get(job.answers);
    return answers === undefined || at === null ? null : { ...answers, at };
  }

  /** The network's answers to every mask; null where this browser keeps the finished picture, which is then on the page. */
  async function answered(job: Job, model: LoadedModel, { signal }: Turn): Promise<Measured | null> {
    const { image, settings } = store.getState();
    // The page draws the new image before the network is handed to its workers.
    await nextTask();
    signal.throwIfAborted();
    if (job.lookUp) {
      const snapshot = await autosave.find(model, image!, settings);
      signal.throwIfAborted();
      if (snapshot !== null) dispatch({ type: "answer-found", job: job.id, snapshot, settings });
      // Another class may have been asked for while it was read.
      if (signal.aborted) return null;
    }
    const first = await measured(job, model, signal);
    if (coversTarget(first.at, store.getState().settings)) return first;
    // Another class was asked for on the way, whose logits were not kept.
    first.run.discard();
    dispatch({ type: "class-missed", job: job.id });
    return measured(job, model, signal);
  }

  /** What is at hand of a larger or smaller sample of the masks that are asked about; those of the very same are asked anew. */
  function answeredBefore(model: LoadedModel, image: ShownImage, settings: Settings): MaskLogits[] {
    const { sample, baseline } = settings;
    if (sample === null) return [];
    return [...resources.answers.values()].flatMap(({ network, evaluation: of }) => {
      const isOfThese =
        network === networkKey(model) &&
        of.imageSha256 === image.sha256 &&
        of.baseline === baseline &&
        // Of a class that its probes do not know a network answers with its output alone.
        (of.manifest.probes === null) === (model.manifest.probes === null) &&
        coversTarget(of, settings) &&
        sameGrid(of.players, settings) &&
        of.sample?.masks !== sample.masks;
      const answers = isOfThese ? answersFor(of, sample) : null;
      return answers === null ? [] : [answers];
    });
  }

  async function measured(job: Job, model: LoadedModel, signal: AbortSignal): Promise<Measured> {
    const { image, settings, model: chosen } = store.getState();
    // They open while what is kept of the run is read.
    engines.prepare(model);
    const run = await autosave.begin(model, chosen!.name, image!, settings);
    const total = totalMasks(settings);
    const before = answeredBefore(model, image!, settings);
    // Should this run break off, it is taken up with them.
    for (const { masks, logits } of before) run.add(masks, logits);
    const known = [...run.known, ...before];
    const done = new Set(known.flatMap(({ masks }) => [...masks])).size;
    if (done > 0) dispatch({ type: "masks-known", job: job.id, done, total });
    try {
      const watch = watchMasks(watcher(job));
      const estimates = estimating(job, model, signal);
      const ran = { startMs: services.nowMs(), masks: 0 };
      const { rows, cols, picked, cut, sample, baseline } = settings;
      const { target, rather } = store.getState().settings;
      const { pixels, sha256: imageSha256 } = image!;
      const input = {
        model,
        image: pixels,
        imageSha256,
        rows,
        cols,
        picked,
        cut,
        sample,
        baseline,
        target,
        rather,
        known,
      };
      const { evaluation, replicates } = await start(measureMasks(engines), input, signal, (news) => {
        // Opening the workers is no running.
        if (news.kind === "running") ran.startMs = services.nowMs();
        else if (news.kind === "masks") watch.onMasks(news.progress);
        else if (news.kind === "values") watch.onValues(news.partial);
        else if (news.kind === "beginning") estimates.from(news);
        else {
          ran.masks += news.masks.length;
          run.add(news.masks, news.logits);
        }
      }).finally(estimates.end);
      signal.throwIfAborted();
      const { classes, layerCount: layers } = evaluation;
      const maskSeconds = secondsSince(ran.startMs);
      const network = networkKey(model);
      return {
        network,
        evaluation,
        run,
        replicates,
        at: { id: job.id, total, layers, classes, measured: ran.masks, maskSeconds },
      };
    } catch (error) {
      run.leave();
      throw error;
    }
  }

  /**
   * Estimates the layers from beginnings of the masks while there is enough left to wait for: one at a time, so that the first is never kept from its end,
   * then from the longest that has come meanwhile.
   */
  function estimating(job: Job, model: LoadedModel, signal: AbortSignal) {
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    let next: Beginning | null = null;
    let isUnderWay = false;
    let secondsPerMask = 0;
    const go = async (): Promise<void> => {
      for (let beginning = next; beginning !== null && !either.aborted; beginning = next) {
        next = null;
        const { run, settings } = store.getState();
        if (run.phase !== "running") continue;
        const expected = secondsPerMask * beginning.count;
        if ((run.secondsLeft ?? 0) < Math.max(WORTH_ESTIMATING_SECONDS, expected / SHARE_FOR_SHARPER)) continue;
        const startMs = services.nowMs();
        const input = { model, ...beginning, question: questionOf(settings) };
        // The first one is waited for, unless it comes so early that there is time; sharper ones come by the way.
        const isEarly = beginning.count < SOON * run.total;
        const priority = secondsPerMask > 0 || isEarly ? "background" : "foreground";
        const estimate = jobs.start(estimateLayers(engines), input, { signal: either, priority });
        // The run's own answer does not need what may have broken an estimate.
        const estimated = await estimate.done.catch(() => null);
        if (estimated === null) continue;
        secondsPerMask = (services.nowMs() - startMs) / 1000 / beginning.count;
        dispatch({ type: "layers-estimated", job: job.id, layers: estimated.layers, settings });
      }
      isUnderWay = false;
    };
    return {
      from: (beginning: Beginning): void => {
        next = beginning;
        if (isUnderWay) return;
        isUnderWay = true;
        void go();
      },
      end: (): void => ended.abort(),
    };
  }

  async function explained(job: Job, answers: Measured, model: LoadedModel, turn: Turn): Promise<void> {
    const { signal, finish } = turn;
    const { network, run, replicates, at } = answers;
    const startMs = services.nowMs();
    const { settings, image, samples } = store.getState();
    // The same answers do for as many half-samples as anybody asks for.
    const isOfHalves = answers.evaluation.sample?.halves === settings.sample?.halves;
    const evaluation = isOfHalves ? answers.evaluation : { ...answers.evaluation, sample: settings.sample };
    const question = questionOf(settings);
    resources.answers.set(at.id, { network, evaluation, run, replicates });
    const target = targetOf(evaluation, evaluation.manifest.classes, question);
    dispatch({ type: "masks-done", job: job.id, answers: at, target });
    const watch = watchLayers(watcher(job), at.layers);
    const exploration = await start(solveLayers(engines), { model, evaluation, question }, signal, (news) => {
      if (news.kind === "layer") watch.onLayer(news.index, news.layer);
      else watch.onSolve(news.layer, news.progress);
    });
    await nextTask();
    signal.throwIfAborted();
    const snapshot = snapshotOf(exploration, snapshotModel(model), imageOf(image!, samples));
    dispatch({ type: "explained", job: job.id, snapshot });
    await nextTask();
    signal.throwIfAborted();
    const solveSeconds = secondsSince(startMs);
    const { reference } = store.getState();
    // Of an estimate nothing says that other effects are wrong: where v differs by a rounding, other columns may be chosen.
    const asksAgain = reference !== null && settings.sample === null && asksTheSame(settings, reference);
    const verification = asksAgain
      ? await start(verifyPicture(services.files), { reference, here: snapshot }, signal).catch(() => {
          signal.throwIfAborted();
          // What was computed is there all the same.
          return null;
        })
      : null;
    finish({ type: "job-done", job: job.id, verification, solveSeconds });
  }

  const imageOf = ({ title, pixels }: ShownImage, samples: Parameters<typeof nameOfImage>[1]) => ({
    name: nameOfImage(title, samples),
    pixels,
  });
}
