/** What a job sets going: the network on every mask, the layers' effects, and the comparison with what was opened before. */
import { createExhaustiveEstimator } from "../../exploration/estimator.ts";
import { evaluateMasks } from "../../exploration/evaluate-masks.ts";
import { explain } from "../../exploration/explain.ts";
import { snapshotModel, snapshotOf } from "../../exploration/snapshot.ts";
import { targetOf } from "../../exploration/target.ts";
import { sameQuestion } from "../../exploration/verify.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import { nextTask } from "../../platform/next-task.ts";
import { untilAborted } from "../../platform/until-aborted.ts";
import type { EngineCache } from "../engine-cache.ts";
import { runFailureOf, runNotice } from "../failures.ts";
import type { AnswersAtHand, Job } from "../pending.ts";
import { nameOfImage } from "../place.ts";
import { coversTarget } from "../reduce/run.ts";
import type { Answers, Resources } from "../resources.ts";
import { asksTheSame } from "../results.ts";
import type { Services } from "../services.ts";
import { followWork, type Session, type Turn } from "../session.ts";
import type { Settings, ShownImage } from "../shape.ts";
import { watchLayers, watchMasks, type Watcher } from "./watch-run.ts";
import type { Autosave } from "./autosave.ts";

/** The network's answers as they come out of a run, with what the state says of them. */
interface Measured extends Answers {
  readonly at: AnswersAtHand;
}

const questionOf = ({ target, kappaFraction, kappaOf, tauFraction }: Settings) => ({
  target,
  kappaFraction,
  kappaOf,
  tauFraction,
});

/** Computes what `state.jobs` names. */
export function createExploreEffect(
  session: Session,
  services: Services,
  resources: Resources,
  engines: EngineCache,
  autosave: Autosave,
): void {
  const { store, dispatch } = session;
  const secondsSince = (startMs: number): number => (services.nowMs() - startMs) / 1000;
  const watcher = (job: Job): Watcher => ({ dispatch, job: job.id, nowMs: services.nowMs });

  followWork(
    session,
    ({ jobs }) => jobs,
    async (job, turn) => {
      let answers: Measured | null = null;
      try {
        const model = resources.networks.get(store.getState().model!.id)!;
        answers = atHand(job) ?? (await answered(job, model, turn));
        if (answers === null) return;
        await explained(job, answers, model, turn);
        answers.run.end();
      } catch (error) {
        answers?.run.leave();
        // A run that was stopped or replaced has nothing left to say.
        if (turn.signal.aborted) return;
        engines.clear();
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

  async function measured(job: Job, model: LoadedModel, signal: AbortSignal): Promise<Measured> {
    const { image, settings, model: chosen } = store.getState();
    const taking = engines.take(model);
    // Awaited below, once what is kept of the run can be let go again.
    taking.catch(() => undefined);
    const run = await autosave.begin(model, chosen!.name, image!, settings);
    const total = 2 ** (settings.rows * settings.cols);
    const known = run.known.reduce((sum, { masks }) => sum + masks.length, 0);
    if (known > 0) dispatch({ type: "masks-known", job: job.id, done: known, total });
    try {
      const { evaluator } = await untilAborted(taking, signal);
      const startMs = services.nowMs();
      const question = questionOf(store.getState().settings);
      const request = {
        ...settings,
        ...question,
        model: model.manifest,
        image: image!.pixels,
        imageSha256: image!.sha256,
        known: run.known,
      };
      const watch = { signal, onLogits: run.add, ...watchMasks(watcher(job)) };
      const evaluation = await evaluateMasks(request, evaluator, watch);
      signal.throwIfAborted();
      const { classes, layerCount: layers } = evaluation;
      const times = { measured: total - known, maskSeconds: secondsSince(startMs) };
      return { evaluation, run, at: { id: job.id, total, layers, classes, ...times } };
    } catch (error) {
      run.leave();
      throw error;
    }
  }

  async function explained(job: Job, answers: Measured, model: LoadedModel, turn: Turn): Promise<void> {
    const { signal, finish } = turn;
    const { evaluation, run, at } = answers;
    const { solver } = await engines.take(model);
    signal.throwIfAborted();
    const startMs = services.nowMs();
    const { settings, image, samples } = store.getState();
    const question = questionOf(settings);
    resources.answers.set(at.id, { evaluation, run });
    const target = targetOf(evaluation, evaluation.manifest.classes, question.target);
    dispatch({ type: "masks-done", job: job.id, answers: at, target });
    const watch = { signal, ...watchLayers(watcher(job), at.layers) };
    const exploration = await explain(evaluation, question, createExhaustiveEstimator(solver), watch);
    await nextTask();
    signal.throwIfAborted();
    const snapshot = snapshotOf(exploration, snapshotModel(model.manifest, model.setup), imageOf(image!, samples));
    dispatch({ type: "explained", job: job.id, snapshot });
    await nextTask();
    signal.throwIfAborted();
    const solveSeconds = secondsSince(startMs);
    const { reference } = store.getState();
    // Not the same question about another image, or to another network.
    const asksAgain = reference !== null && asksTheSame(settings, reference) && sameQuestion(reference, snapshot);
    const verification = asksAgain ? await services.files.verify(reference, snapshot, signal) : null;
    signal.throwIfAborted();
    finish({ type: "job-done", job: job.id, verification, solveSeconds });
  }

  const imageOf = ({ title, pixels }: ShownImage, samples: Parameters<typeof nameOfImage>[1]) => ({
    name: nameOfImage(title, samples),
    pixels,
  });
}
