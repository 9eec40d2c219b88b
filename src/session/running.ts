import type { StoreApi } from "zustand/vanilla";
import { createExhaustiveEstimator } from "../exploration/estimator.ts";
import { evaluateMasks } from "../exploration/evaluate-masks.ts";
import { explain } from "../exploration/explain.ts";
import { snapshotOf } from "../exploration/snapshot.ts";
import { targetOf } from "../exploration/target.ts";
import { sameQuestion } from "../exploration/verify.ts";
import { nextTask } from "../platform/next-task.ts";
import { untilAborted } from "../platform/until-aborted.ts";
import { columnsOf } from "../models/manifest.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { Actions } from "./actions.ts";
import { PLAIN_VIEW, viewFits, type PictureView } from "./address.ts";
import { createEngineShelf } from "./engine-shelf.ts";
import { runFailureOf, runNotice } from "./failures.ts";
import { NO_SELECTION } from "./initial.ts";
import { isBusy, type BusyRun } from "./busy.ts";
import type { Keeping } from "./keeping.ts";
import { heldTo, selectLock } from "./lock.ts";
import { noteMasks, noteSolved } from "./pace.ts";
import { keyModel, nameOfImage, settingsForNew, sourceOf, takenUp, viewForNew, viewOf } from "./place.ts";
import { watchRun } from "./run-watch.ts";
import type { Services } from "./services.ts";
import type { Opened } from "./opened.ts";
import { asksTheSame, begun, openedResult, openedRun, ownResult, stillAnswers } from "./results.ts";
import type { Opening, Run, Settings, ShownImage, Source, StrataState } from "./shape.ts";
import { standingOf, type Kept, type Standing } from "./standing.ts";

type RunActions = Pick<
  Actions,
  "setGrid" | "setBaseline" | "setTarget" | "setKappa" | "runAgain" | "measureAgain" | "retry"
>;

/** Runs of the network and its explanations; one at a time, and only the latest may write to the store. */
export interface Running {
  readonly actions: RunActions;
  /** Gets ready for a model whose image is still on its way. */
  expect(model: LoadedModel): void;
  /** Puts a model and an image on the page and explores it; without an image the page waits for one. */
  show(name: string, loaded: LoadedModel, image: ShownImage | null, asked?: Asked): void;
  /** Puts a finished picture on the page that was computed earlier or elsewhere; `still` is what goes on coming in. */
  open(opened: Opened, still?: Opening): void;
  /** Writes `news` and goes on as before: an opened picture is put back as it was if something was asked of it that is not to be answered. */
  stay(news: Partial<StrataState>): void;
  /** Stops whatever is under way; what is on the page stays. */
  cancel(): void;
}

/** A question and a view that come with an image, from an address or a picture opened before. */
export interface Asked {
  readonly source: Source;
  readonly settings: Settings;
  readonly view: PictureView;
  /** Whether an answer that this browser keeps will do. */
  readonly lookUp: boolean;
}

function cancelled(run: BusyRun): Run {
  const { done, total } =
    run.phase === "running"
      ? run
      : run.phase === "solving"
        ? { done: run.total, total: run.total }
        : (run.kept ?? { done: 0, total: 0 });
  return { phase: "cancelled", during: run.phase, done, total };
}

/** Runs over `services`, writing to `store`; `bringModel` fetches the network of an opened picture that is to be asked something. */
export function createRunning(
  store: StoreApi<StrataState>,
  services: Services,
  keeping: Keeping,
  bringModel: () => void,
): Running {
  const shelf = createEngineShelf(services);
  let loaded: LoadedModel | null = null;
  let kept: Kept | null = null;
  let finished: Standing | null = null;
  let broken: Standing | null = null;
  let current = new AbortController();

  const secondsSince = (startMs: number): number => (services.nowMs() - startMs) / 1000;
  const question = () => {
    const { target, kappaFraction, kappaOf, tauFraction } = store.getState().settings;
    return { target, kappaFraction, kappaOf, tauFraction };
  };

  /** Whether the answers hold the class that is asked about; of a network with many classes not all are kept. */
  const coversTarget = ({ evaluation: { classes } }: Kept): boolean => {
    const { target } = question();
    return target === "auto" || classes.includes(target);
  };

  /** Says what is known of a run before the network runs, also where it was stopped by then. */
  function noteKept(kept: { readonly done: number; readonly total: number }, signal: AbortSignal): void {
    if (signal !== current.signal) return;
    store.setState(({ run }) => {
      if (run.phase === "loading") return { run: { ...run, kept } };
      return run.phase === "cancelled" && run.during === "loading" ? { run: { ...run, ...kept } } : {};
    });
  }

  async function measure(model: LoadedModel, signal: AbortSignal): Promise<Kept> {
    const { image, settings, model: chosen } = store.getState();
    const taking = shelf.take(model);
    // Awaited below, once what is kept of the run can be let go again.
    taking.catch(() => undefined);
    const run = await keeping.begin(model, chosen!.name, image!, settings);
    const total = 2 ** (settings.rows * settings.cols);
    const known = run.known.reduce((sum, { masks }) => sum + masks.length, 0);
    if (known > 0) noteKept({ done: known, total }, signal);
    try {
      const { evaluator } = await untilAborted(taking, signal);
      const startMs = services.nowMs();
      const request = {
        ...settings,
        ...question(),
        model: model.manifest,
        image: image!.pixels,
        imageSha256: image!.sha256,
        known: run.known,
      };
      const evaluation = await evaluateMasks(request, evaluator, {
        ...watchRun(store, services, signal, total),
        onLogits: run.add,
      });
      signal.throwIfAborted();
      const maskSeconds = secondsSince(startMs);
      const measured = total - known;
      noteMasks(store, chosen!.name, measured, maskSeconds);
      return { evaluation, measured, maskSeconds, run };
    } catch (error) {
      run.leave();
      throw error;
    }
  }

  async function answer(
    { evaluation, measured, maskSeconds }: Kept,
    model: LoadedModel,
    signal: AbortSignal,
  ): Promise<void> {
    const { solver } = await shelf.take(model);
    signal.throwIfAborted();
    const total = 2 ** evaluation.players.n;
    const startMs = services.nowMs();
    const target = targetOf(evaluation, evaluation.manifest.classes, question().target);
    const { image, settings, samples, result } = store.getState();
    const own = { ...ownResult(result!, model, image!, settings), settings, target, top: target.top };
    if (!stillAnswers(result, model, image!, settings))
      store.setState({
        saved: false,
        result: { ...own, layers: own.layers.map(() => null), snapshot: null },
      });
    store.setState({
      verification: null,
      run: { phase: "solving", total, solved: 0, layers: evaluation.layerCount, fraction: 0, secondsLeft: null },
    });
    const exploration = await explain(
      evaluation,
      question(),
      createExhaustiveEstimator(solver),
      watchRun(store, services, signal, total),
    );
    await nextTask();
    signal.throwIfAborted();
    const snapshot = snapshotOf(exploration, own.model, {
      name: nameOfImage(own.image.title, samples),
      pixels: own.image.pixels,
    });
    store.setState({ saved: false, result: { ...own, layers: exploration.layers, snapshot } });
    await nextTask();
    signal.throwIfAborted();
    const solveSeconds = secondsSince(startMs);
    const { reference } = store.getState();
    const verification =
      reference === null ||
      !asksTheSame(store.getState().settings, reference) ||
      // The same question about another image, or to another network.
      !sameQuestion(reference, snapshot)
        ? null
        : await services.files.verify(reference, snapshot, signal);
    signal.throwIfAborted();
    store.setState({ run: { phase: "done", total, measured, maskSeconds, solveSeconds }, verification });
    noteSolved(store, store.getState().model!.name, evaluation.players.n, solveSeconds);
    finished = standingOf(store.getState(), model, kept);
    keeping.autosave(snapshot, store.getState().settings);
  }

  function goBackTo(earlier: Standing, news: Partial<StrataState> = {}): void {
    ({ loaded, kept } = earlier);
    store.setState(({ returns }) => ({ ...earlier.page, returns: returns + 1, ...news }));
  }

  /** The finished page is about to give way: should it come back, then as it was looked at last. */
  function noteView(): void {
    const state = store.getState();
    // An opened picture stays on the page while it is computed again; the run is not part of it.
    if (finished !== null && state.result === finished.page.result && state.settings === finished.page.settings)
      finished = standingOf({ ...state, run: finished.page.run }, finished.loaded, finished.kept);
  }

  function fail(error: unknown, model: LoadedModel): void {
    shelf.clear();
    store.setState({ notice: runNotice(error), run: { phase: "failed", code: runFailureOf(error) } });
    broken = standingOf(store.getState(), model, kept);
    if (!leftOpened() && finished !== null) goBackTo(finished);
  }

  /** Ends the run before an opened picture on the page, if there is one: nothing of it was touched. Whether there is. */
  function leftOpened(): boolean {
    const { result } = store.getState();
    if (result === null || result.opened === null) return false;
    store.setState({ run: openedRun(result.opened, result.snapshot!) });
    return true;
  }

  /** Shows the answer that this browser keeps, if it does; whether it did. */
  async function lookedUp(
    model: LoadedModel,
    image: ShownImage,
    settings: Settings,
    signal: AbortSignal,
  ): Promise<boolean> {
    const snapshot = await keeping.find(model, image, settings);
    signal.throwIfAborted();
    const { source, settings: asked, ...view } = store.getState();
    // Another class may have been asked for while it was read.
    if (snapshot === null || asked !== settings) return false;
    open({ from: "library", snapshot, image, source, settings, view: viewOf(view) });
    return true;
  }

  /** Starts over, or with `reuse` only asks the answers at hand another question. */
  async function go(reuse: boolean, lookUp = false): Promise<void> {
    current.abort();
    const { signal } = (current = new AbortController());
    const { image, settings } = store.getState();
    if (image === null) return;
    if (loaded === null) return bringModel();
    const model = loaded;
    broken = null;
    store.setState({ notice: null });
    let answers = reuse ? kept : null;
    if (answers !== null && !coversTarget(answers)) {
      answers = null;
      store.setState({ notice: { code: "class-not-kept", values: {}, action: "dismiss" } });
    }
    try {
      if (answers === null) {
        kept = null;
        store.setState(begun(store.getState(), model, image, settings));
        // The page draws the new image before the network is handed to its workers.
        await nextTask();
        signal.throwIfAborted();
        if (lookUp && (await lookedUp(model, image, settings, signal))) return;
        answers = await measure(model, signal);
        if (!coversTarget(answers)) {
          // Another class was asked for on the way, whose logits were not kept.
          answers.run.discard();
          store.setState({ notice: { code: "class-not-kept", values: {}, action: "dismiss" } });
          answers = await measure(model, signal);
        }
        kept = answers;
      }
      await answer(answers, model, signal);
      answers.run.end();
    } catch (error) {
      answers?.run.leave();
      // A run that was stopped or replaced has nothing left to say.
      if (!signal.aborted) fail(error, model);
    }
  }

  const isLocked = (): boolean => selectLock(store.getState()) !== null;

  /** Another question is another place: the address follows. */
  function change(news: Partial<Settings>, more: Partial<StrataState> = {}): void {
    noteView();
    store.setState(({ settings: before, image, result, source }) => {
      const settings = { ...before, ...news };
      return {
        settings,
        source: image === null || result === null ? source : sourceOf(result.model, image, settings),
        ...more,
      };
    });
  }

  /** Another question about the same masks; while they are still being measured it is answered at their end. */
  function ask(settings: Partial<Settings>): void {
    change(settings);
    const { phase } = store.getState().run;
    if (phase !== "loading" && phase !== "running") return void go(true);
    const { result, image, settings: now } = store.getState();
    // Before the first network is here nothing is on the page.
    if (result !== null && loaded !== null)
      store.setState({
        saved: false,
        result: { ...ownResult(result, loaded, image!, now), settings: now, partial: null, target: null },
      });
  }

  function open({ from, snapshot, image, source, settings, view }: Opened, still: Opening | null = null): void {
    current.abort();
    loaded = null;
    kept = null;
    broken = null;
    const { model, knownManifest } = store.getState();
    store.setState({
      // The network at hand is let go; what it is stays known.
      knownManifest: model?.manifest ?? knownManifest,
      opening: still,
      notice: null,
      model: null,
      image,
      settings,
      source,
      hover: null,
      ...takenUp(view, store.getState()),
      saved: false,
      result: openedResult(from, snapshot, image, settings),
      reference: snapshot,
      referenceFrom: from,
      verification: null,
      run: openedRun(from, snapshot),
    });
    finished = standingOf(store.getState(), null, null);
  }

  return {
    actions: {
      setGrid: (rows, cols) => {
        if (isLocked()) return;
        change(
          { rows, cols },
          { selection: NO_SELECTION, hover: null, filters: { ...store.getState().filters, onlyPatches: false } },
        );
        void go(false);
      },
      setBaseline: (baseline) => {
        if (isLocked()) return;
        change({ baseline });
        void go(false);
      },
      setTarget: (target) => ask({ target }),
      setKappa: (kappaFraction, kappaOf) => ask({ kappaFraction, kappaOf }),
      runAgain: () => void go(true),
      measureAgain: () => void go(false),
      retry: () => {
        if (broken !== null) goBackTo(broken);
        void go(true);
      },
    },
    show: (name, arrived, image, asked) => {
      noteView();
      loaded = arrived;
      kept = null;
      // All at once, so that no view ever meets one model's result beside another's name.
      store.setState((before) => {
        const settings = heldTo(arrived.manifest, asked?.settings ?? settingsForNew(before.settings));
        const fits =
          asked !== undefined &&
          viewFits(asked.view, settings.rows * settings.cols, columnsOf(arrived.manifest).length);
        const view = fits ? asked.view : asked === undefined ? viewForNew(before) : PLAIN_VIEW;
        const source = asked?.source ?? (image === null ? before.source : sourceOf(keyModel(arrived), image, settings));
        return {
          opening: null,
          notice: null,
          model: { name, manifest: arrived.manifest },
          image,
          settings,
          source,
          hover: null,
          ...takenUp(view, before),
          reference: before.reference?.image.sha256 === image?.sha256 ? before.reference : null,
          ...(image === null ? { result: null, run: { phase: "idle" } } : begun(before, arrived, image, settings)),
        };
      });
      if (image === null) current.abort();
      else void go(false, asked?.lookUp);
    },
    expect: shelf.expect,
    open,
    stay: (news) => {
      const { run, settings } = store.getState();
      if (run.phase === "opened" && finished !== null && settings !== finished.page.settings) goBackTo(finished, news);
      else store.setState(news);
    },
    cancel: () => {
      const { run, image } = store.getState();
      if (!isBusy(run)) return;
      current.abort();
      if (leftOpened()) return;
      // Until its own run is through, an opened picture is the better one to look at.
      if (finished !== null && finished.page.run.phase === "opened" && finished.page.image?.sha256 === image?.sha256)
        goBackTo(finished);
      else store.setState({ run: cancelled(run) });
    },
  };
}
